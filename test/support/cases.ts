import type { ReasonCode } from '../../src/decision/reasons'
import { faceLinks } from '../../src/risk/face-links'
import type { SessionRef } from '../../src/sessions/session'
import { openDatabase } from '../../src/storage/database'
import type { Change } from '../../src/storage/session-change'
import { apiClient } from './api'
import type { TestApp } from './app'

type Verification = NonNullable<Change['verification']>
type Found = {
  reasons?: ReasonCode[]
  country?: string
  at?: Date
  selfie?: Uint8Array
  reading?: Verification['reading']
  checks?: Verification['checks']
  policyId?: string
  facts?: Verification['facts']
}

/** A session that the checks left to a person, with what they found, and its case. */
export async function referredSession(app: TestApp, key = app.key, found: Found = {}) {
  const { tenantId } = (await app.deps.apiKeys.find(key, new Date())) ?? { tenantId: '' }
  const ref = { tenantId, sessionId: await apiClient(app.url, key).newSession() }
  if (found.selfie) await apiClient(app.url, key).upload(ref.sessionId, 'SELFIE', found.selfie)
  return { ...ref, caseId: await refer(app, ref, found) }
}

/** The applicant submits, and the checks leave it to a person. @returns the case */
export async function refer(app: TestApp, ref: SessionRef, found: Found = {}): Promise<string> {
  const { reasons = ['FACE_MISMATCH'], country = 'UTO', at = new Date() } = found
  const { reading = null, checks = [], policyId = null, facts } = found
  const { sessions, reviewCases } = app.deps
  const by = { at, actor: 'SYSTEM' }
  const open = await sessions.get(ref)
  const session = await sessions.apply({ session: open, trigger: 'SUBMIT', ...by })
  const evidence = { captureId: 'cap_1', field: 'probe' }
  const verification: Change['verification'] = {
    ...{ outcome: 'IN_REVIEW', reasons: reasons.map((code) => ({ code, evidence })) },
    ...{
      policyVersion: 'p-1',
      policyId,
      policySha256: null,
      codeVersion: 'c',
      attestation: null,
    },
    ...{ models: [{ name: 'm', sha256: '0'.repeat(64) }], inputs: [], timings: [], checks },
    ...(facts && { facts }),
    ...{ reading, country, documentType: 'PASSPORT' },
  }
  await sessions.apply({ session, trigger: 'REFER', reasons, verification, ...by })
  const [opened] = await reviewCases.ofSession(ref, at)
  return opened?.id ?? ''
}

/** A case, and what the checks would keep of it: links under the keys of its organisation. */
export async function linkedCase(
  app: TestApp,
  links: Partial<Record<'DOCUMENT' | 'DEVICE' | 'EMAIL', string>>,
) {
  const made = await referredSession(app)
  const { tenantId, sessionId } = made
  const { applicantId, mode } = await app.deps.sessions.get(made)
  const { risk } = app.deps
  const rows = Object.entries(links).map(async ([kind, value]) => {
    const link = await risk.blind({ tenantId, mode }, kind as 'DOCUMENT', value)
    return { ...link, tenantId, sessionId, applicantId, at: new Date() }
  })
  const db = openDatabase(app.config.DATABASE_URL, 1)
  await db.riskLink.createMany({ data: await Promise.all(rows) })
  await db.$disconnect()
  return { ...made, applicantId }
}

type Linked = SessionRef & { applicantId: string }

/** As if the check of `own` had found these faces like its own. */
export async function alikeFaces(app: TestApp, own: Linked, others: Linked[]): Promise<void> {
  const keptOf = ({ tenantId, sessionId, applicantId }: Linked, like: Linked[]) =>
    faceLinks(sessionId, like).map((link) => {
      return { ...link, tenantId, sessionId, applicantId, at: new Date() }
    })
  const db = openDatabase(app.config.DATABASE_URL, 1)
  const data = [...keptOf(own, others), ...others.flatMap((other) => keptOf(other, []))]
  await db.riskLink.createMany({ data })
  await db.$disconnect()
}
