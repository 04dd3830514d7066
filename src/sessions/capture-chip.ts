import type { ChipReading } from '../chip/chip-reading'
import type { ChipFiles } from '../chip/read-chip'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { createCapture } from './create-capture'
import { keepCapture } from './keep-capture'
import type { Capture, CHIP_FILE_BYTES, SessionRef } from './session'

type ChipFile = keyof typeof CHIP_FILE_BYTES

/** The files of a chip, whole, each in base64 (RFC 4648 §4) without line breaks. */
export type ChipInput = Record<ChipFile, string>

/**
 * Takes the files of a chip as an app read them. What they say is looked at here, who signed them when the checks run.
 * The capture is READY and replaces an earlier chip; the files are kept as they came, in one object.
 * @throws AppError NOT_FOUND, CONFLICT or EXPIRED when the session takes no captures now; INVALID or IMAGE_* naming the
 * file in `field`: the capture has FAILED then, and the chip may be sent again
 */
export async function captureChip(deps: Deps, ref: SessionRef, input: ChipInput): Promise<Capture> {
  const { capture } = await createCapture(deps, ref, 'CHIP')
  try {
    await assertReadable(deps, filesOf(input))
  } catch (error) {
    if (error instanceof AppError) await deps.captures.fail(capture, error.code)
    throw error
  }
  return keepCapture(deps, capture, packed(input))
}

/** The files in an object that `captureChip` stored. */
export function unpackChip(bytes: Uint8Array): ChipFiles {
  return filesOf(JSON.parse(Buffer.from(bytes).toString()) as ChipInput)
}

function filesOf({ sod, dg1, dg2 }: ChipInput): ChipFiles {
  return { sod: fromBase64('sod', sod), dg1: fromBase64('dg1', dg1), dg2: fromBase64('dg2', dg2) }
}

/** Only the one spelling that has these bytes: what is kept, and its hash, must not depend on who decodes it. */
function fromBase64(file: ChipFile, text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') === text) return bytes
  throw new AppError(
    'INVALID',
    `${NAMES[file]} is not base64: use the alphabet with + and /, padding, and no line breaks.`,
    file,
  )
}

const NAMES: Record<ChipFile, string> = { sod: 'The SOD', dg1: 'DG1', dg2: 'DG2' }

/** All that the checks will need can be read, the portrait included. */
async function assertReadable(deps: Deps, files: ChipFiles): Promise<void> {
  try {
    const { portrait } = await deps.chips.inspect(files, deps.now())
    await assertDecodes(deps, portrait)
  } catch (error) {
    if (!(error instanceof AppError) || error.field !== null) throw error
    const message = `The portrait in DG2 cannot be used. ${error.message}`
    throw new AppError(error.code, message, 'dg2', { cause: error })
  }
}

async function assertDecodes({ images }: Deps, portrait: ChipReading['portrait']): Promise<void> {
  if (portrait.format === 'jpeg') await images.normalize(portrait.bytes)
}

function packed({ sod, dg1, dg2 }: ChipInput): Uint8Array {
  return Buffer.from(JSON.stringify({ sod, dg1, dg2 }))
}
