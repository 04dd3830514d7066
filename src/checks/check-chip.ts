import type { ChipCheck, ChipPortrait, ChipReading } from '../chip/chip-reading'
import type { ChipFiles } from '../chip/read-chip'
import type { CheckResult, Reason } from '../decision/check-result'
import type { Deps, Face } from '../deps'
import type { RgbImage } from '../vision/geometry'
import { matchFaces } from './match-faces'

type Measured = Omit<CheckResult, 'durationMs'>
type Selfie = { image: RgbImage; face: Face | null; captureId: string }

/** The files of a chip as an app sent them, and the time at which its certificates have to be valid. */
export type ChipCapture = { captureId: string; files: ChipFiles; at: Date }

/** What a chip says and how far its state vouches for it. */
export type ChipFacts = { captureId: string; reading: ChipReading }

export async function readChipCapture(
  deps: Pick<Deps, 'chips'>,
  { captureId, files, at }: ChipCapture,
): Promise<ChipFacts> {
  return { captureId, reading: await deps.chips.authenticate(files, at) }
}

/**
 * A state that is trusted here signed the chip's data (Passive Authentication, ICAO 9303-11 §5.1). Not scored without a
 * chip, and where nobody is trusted: then a note says so.
 */
export function checkChip(chip: ChipFacts | undefined): Measured {
  const check = 'CHIP_AUTHENTIC'
  if (chip === undefined) return { check, score: null, reasons: [] }
  const { checks, passiveAuthentication } = chip.reading
  switch (passiveAuthentication) {
    case 'PASS':
      return { check, score: 1, reasons: [] }
    case 'FAIL': {
      const failed = checks.filter(({ outcome }) => outcome === 'FAIL')
      return { check, score: 0, reasons: failed.map(reasonFor('CHIP_NOT_AUTHENTIC', chip)) }
    }
    case 'SKIPPED': {
      const open = checks.filter(({ check: name }) => name === 'DOCUMENT_SIGNER_CHAIN')
      const notes = open.map(reasonFor('CHIP_UNVERIFIED', chip))
      return { check, score: null, reasons: [], notes }
    }
  }
}

/**
 * Compares the selfie with the portrait on the chip, which a state signed and no printer has touched. Null where the chip
 * is not proven to be authentic, or there is none: the printed portrait has to do.
 */
export async function matchChipPortrait(
  deps: Pick<Deps, 'images' | 'faces' | 'policy'>,
  chip: ChipFacts | undefined,
  selfie: Selfie,
): Promise<Measured | null> {
  if (chip?.reading.passiveAuthentication !== 'PASS') return null
  const image = await pixelsOf(deps, chip.reading.portrait)
  const [face = null] = await deps.faces.find(image)
  if (face !== null || selfie.face === null) return matchFaces(deps, { image, face }, selfie)
  const evidence = { captureId: chip.captureId, field: 'DG2' }
  return {
    check: 'FACE_MATCH',
    score: null,
    reasons: [{ code: 'CHIP_PORTRAIT_UNUSABLE', evidence }],
  }
}

/** A JPEG from a chip is as little trusted as any upload: the guard decodes it. */
async function pixelsOf(
  { images }: Pick<Deps, 'images'>,
  portrait: ChipPortrait,
): Promise<RgbImage> {
  if (portrait.format === 'rgb') return portrait.image
  return images.decode((await images.normalize(portrait.bytes)).bytes)
}

/** Names of certificates are in it, and whoever made the chip chose their length. */
const MAX_MEASURED = 300

function reasonFor(code: 'CHIP_NOT_AUTHENTIC' | 'CHIP_UNVERIFIED', { captureId }: ChipFacts) {
  return ({ check, reason }: ChipCheck): Reason => {
    return { code, evidence: { captureId, field: check, measured: reason.slice(0, MAX_MEASURED) } }
  }
}
