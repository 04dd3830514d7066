import type { DocumentField, MrzReading } from '../documents/reading'
import type { RgbImage } from '../vision/geometry'

/** What Passive Authentication looks at (ICAO 9303-11 §5.1), in this order. */
export const CHIP_CHECKS = [
  'SOD_SIGNATURE',
  'DATA_GROUP_HASHES',
  'DOCUMENT_SIGNER_CHAIN',
  'CERTIFICATE_VALIDITY',
  'REVOCATION',
] as const
export type ChipCheckName = (typeof CHIP_CHECKS)[number]

/** `SKIPPED`: it could not be looked at, which is no pass. */
export type ChipOutcome = 'PASS' | 'FAIL' | 'SKIPPED'

/** `reason` is a sentence for people: what was found, and for a check not passed what is missing. */
export type ChipFinding = { outcome: ChipOutcome; reason: string }
export type ChipCheck = ChipFinding & { check: ChipCheckName }

/** A data group that the SOD lists or that was sent. `number` is 1 to 16. */
export type DataGroupFinding = ChipFinding & { number: number }

/** The holder's photo: a JPEG file as it lay on the chip (not decoded, not trusted), or the pixels of a JPEG 2000. */
export type ChipPortrait =
  | { format: 'jpeg'; bytes: Uint8Array }
  | { format: 'rgb'; image: RgbImage }

/** The certificate that signed the SOD. Dates in UTC; names as in `C=UT, CN=…`; the number in hexadecimal. */
export type DocumentSigner = {
  subject: string
  issuer: string
  serialNumber: string
  notBefore: Date
  notAfter: Date
}

/** What a chip says, and how far it can be believed. */
export type ChipReading = {
  mrz: MrzReading
  /** Those of the machine-readable zone in DG1, with source `CHIP`. */
  fields: DocumentField[]
  portrait: ChipPortrait
  checks: ChipCheck[]
  dataGroups: DataGroupFinding[]
  /** Null where the SOD does not hold the certificate of its signer. */
  documentSigner: DocumentSigner | null
  /** All checks together: see `summarise`. */
  passiveAuthentication: ChipOutcome
  /** What stays open even when every check passes. Show it to whoever relies on the reading. */
  notProven: string
}

export const NOT_PROVEN =
  'Passive Authentication shows that the data is what the issuing state signed. It does not show that it came from the ' +
  'original chip: a copy of the chip passes as well, for Active and Chip Authentication were not done.'

/**
 * FAIL when any check failed. PASS when all the others passed; revocation alone may be SKIPPED, for few states publish
 * lists and the check says so itself. Otherwise SKIPPED: the data is not authenticated.
 */
export function summarise(checks: ChipCheck[]): ChipOutcome {
  if (checks.some(({ outcome }) => outcome === 'FAIL')) return 'FAIL'
  const open = checks.some(({ check, outcome }) => check !== 'REVOCATION' && outcome !== 'PASS')
  return open ? 'SKIPPED' : 'PASS'
}

export function passed(reason: string): ChipFinding {
  return { outcome: 'PASS', reason }
}

export function failed(reason: string): ChipFinding {
  return { outcome: 'FAIL', reason }
}

export function skipped(reason: string): ChipFinding {
  return { outcome: 'SKIPPED', reason }
}
