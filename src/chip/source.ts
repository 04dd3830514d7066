import { AppError } from '../errors'
import { CHIP_FILE_BYTES } from '../sessions/session'

/** Where bytes came from: what people call it, the dotted input path, and what to do when it is bad. */
export type Source = { name: string; field: string; advice: string; maxBytes: number }

const READ_AGAIN = 'Read the chip again and send every file whole.'

/**
 * The files of a chip and of the trust an operator gives, with the most bytes each may have. Master lists have 0.5 to
 * 1.5 MB, CRLs of a CSCA well under 100 kB.
 */
export const SOURCES = {
  sod: { name: 'The SOD', field: 'sod', advice: READ_AGAIN, maxBytes: CHIP_FILE_BYTES.sod },
  dg1: { name: 'DG1', field: 'dg1', advice: READ_AGAIN, maxBytes: CHIP_FILE_BYTES.dg1 },
  dg2: { name: 'DG2', field: 'dg2', advice: READ_AGAIN, maxBytes: CHIP_FILE_BYTES.dg2 },
  masterList: {
    name: 'The master list',
    field: 'masterList',
    advice: 'Download it again from its publisher.',
    maxBytes: 8_000_000,
  },
  certificate: {
    name: 'The certificate',
    field: 'certificate',
    advice: 'Give an X.509 certificate as PEM or DER.',
    maxBytes: 1_000_000,
  },
  crl: {
    name: 'The revocation list',
    field: 'crl',
    advice: 'Download it again from its publisher; PEM or DER.',
    maxBytes: 4_000_000,
  },
} as const satisfies Record<string, Source>

/** A data group other than 1 and 2: only hashed, never read. */
export function dataGroupSource(number: number): Source {
  const field = `dg.${number}`
  return { name: `DG${number}`, field, advice: READ_AGAIN, maxBytes: 200_000 }
}

/** The refusal of bytes that are not what they should be; `detail` is a clause without its full stop. */
export function damaged(source: Source, detail: string, cause?: unknown): AppError {
  const message = `${source.name} cannot be read: ${detail}. ${source.advice}`
  return new AppError('INVALID', message, source.field, { cause })
}

/** @throws AppError INVALID when there are no bytes, or more than the source may have */
export function assertSize(bytes: Uint8Array, source: Source): void {
  if (bytes.length === 0) throw damaged(source, 'it is empty')
  if (bytes.length > source.maxBytes)
    throw damaged(source, `it has ${bytes.length} bytes, at most ${source.maxBytes} are taken`)
}
