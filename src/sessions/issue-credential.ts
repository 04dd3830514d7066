import type { Deps } from '../deps'
import type { FieldName, FieldSource, PlacedField } from '../documents/reading'
import { AppError } from '../errors'
import type { Caller } from './caller'

type World = Pick<
  Deps,
  'sessions' | 'results' | 'deviceKeys' | 'signer' | 'audit' | 'settings' | 'now'
>

const YEAR_MS = 365 * 24 * 3_600_000
const ADULT_YEARS = 18

/** Who knows best what a document says. */
const SOURCES: FieldSource[] = ['CHIP', 'MRZ', 'BARCODE', 'VIZ']

const CLAIMS = {
  given_name: 'GIVEN_NAMES',
  family_name: 'SURNAME',
  nationality: 'NATIONALITY',
  document_number: 'DOCUMENT_NUMBER',
  issuing_country: 'ISSUING_STATE',
} as const satisfies Record<string, FieldName>

/**
 * A credential about the person of an approved session, for the person to keep: each claim is shown or kept back by itself, and
 * where the session has a device key, only that device can present it. It ends with the document, and after a year at the latest.
 * @throws AppError NOT_FOUND; CONFLICT when the session is not approved, or too little was read
 */
export async function issueCredential(
  deps: World,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  sessionId: string,
): Promise<{ credential: string; expiresAt: Date }> {
  const ref = { tenantId, sessionId }
  const session = await deps.sessions.get(ref)
  if (session.status !== 'APPROVED')
    throw new AppError('CONFLICT', 'Only who was approved gets a credential.', 'sessionId')
  const reading = await deps.results.latestReading(ref)
  const at = deps.now()
  const fields = reading?.data.fields ?? []
  const disclosable = claimsOf(fields, at)
  const [decision] = await deps.results.decisions(ref)
  if (disclosable === null || decision === undefined)
    throw new AppError('CONFLICT', 'Too little was read from the document.', 'sessionId')
  const expiresAt = endOf(fields, at)
  const holder = await deps.deviceKeys.ofSession(ref)
  const credential = await deps.signer.issueCredential({
    iss: deps.settings.publicUrl,
    jti: `${sessionId}.${session.epoch}.${at.getTime()}`,
    iat: Math.floor(at.getTime() / 1000),
    exp: Math.floor(expiresAt.getTime() / 1000),
    holder: holder?.publicKey ?? null,
    disclosable: { ...disclosable, verified_at: decision.decidedAt.toISOString() },
  })
  await deps.audit.append(tenantId, { at, actor, action: 'CREDENTIAL_ISSUED', object: sessionId })
  return { credential, expiresAt }
}

function claimsOf(fields: PlacedField[], at: Date): Record<string, string | boolean> | null {
  const found = Object.entries(CLAIMS).map(([claim, name]) => [claim, certainValue(fields, name)])
  const birth = dateOf(certainValue(fields, 'BIRTH_DATE'))
  if (birth === null || found.some(([, value]) => value === null)) return null
  const adultAt = new Date(birth)
  adultAt.setUTCFullYear(birth.getUTCFullYear() + ADULT_YEARS)
  return { ...Object.fromEntries(found), over_18: adultAt <= at }
}

function endOf(fields: PlacedField[], at: Date): Date {
  const year = new Date(at.getTime() + YEAR_MS)
  const expiry = dateOf(certainValue(fields, 'EXPIRY_DATE'))
  return expiry !== null && expiry < year ? expiry : year
}

/** What is relied on of a field: certain, and from the best source that has it. */
function certainValue(fields: PlacedField[], name: FieldName): string | null {
  const certain = fields.filter((field) => field.name === name && !field.uncertain)
  const best = SOURCES.map((source) => certain.find((field) => field.source === source))
  return best.find((field) => field !== undefined)?.value ?? null
}

function dateOf(text: string | null): Date | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
}
