import { randomBytes } from 'node:crypto'

/** What an id names; its prefix makes it readable in a log and tells `node(id:)` where to look. */
export const ID_PREFIXES = {
  applicant: 'app',
  apiKey: 'key',
  candidate: 'cnd',
  caseAttachment: 'att',
  capture: 'cap',
  captureLink: 'lnk',
  check: 'chk',
  decision: 'dec',
  fieldCorrection: 'cor',
  delivery: 'whd',
  faceAuthentication: 'fau',
  faceEnrolment: 'fen',
  failedJob: 'fjb',
  livenessChallenge: 'lch',
  member: 'mem',
  memberSession: 'msn',
  organization: 'org',
  outboxEntry: 'out',
  policy: 'pol',
  reading: 'red',
  sealingKey: 'slk',
  replay: 'rpl',
  review: 'rev',
  reviewCase: 'cas',
  reviewFilter: 'flt',
  reviewNote: 'nte',
  riskLabel: 'lbl',
  session: 'ses',
  sessionEvent: 'sev',
  signingKey: 'sig',
  webhookAttempt: 'wha',
  webhookEndpoint: 'whe',
  webhookEvent: 'evt',
} as const

/** `<prefix>_<32 hex digits>`: a UUIDv7 (RFC 9562) without dashes, so that ids sort by time of creation. */
export function newId(kind: keyof typeof ID_PREFIXES): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return `${ID_PREFIXES[kind]}_${bytes.toString('hex')}`
}

/** No id made at `at` or later sorts before this one. */
export function firstIdAt(kind: keyof typeof ID_PREFIXES, at: Date): string {
  return `${ID_PREFIXES[kind]}_${at.getTime().toString(16).padStart(12, '0')}`
}
