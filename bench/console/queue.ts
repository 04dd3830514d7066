import { randomBytes } from 'node:crypto'
import { ALL_ACTIONS } from '../../src/access/actions'
import { acceptInvitation, inviteMember } from '../../src/access/members'
import { createLogger } from '../../src/log'
import { createMetrics } from '../../src/metrics'
import { breachedPasswords } from '../../src/storage/breached-passwords'
import { type Client, scoped } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import { memberStore } from '../../src/storage/members'

const REASONS = ['FACE_MISMATCH', 'MRZ_CHECK_DIGIT_MISMATCH', 'IMAGE_GLARE', 'FIELD_MISMATCH']
const COUNTRIES = ['UTO', 'D', 'FRA', 'NLD', 'POL']
const DOCUMENTS = ['PASSPORT', 'IDENTITY_CARD', 'DRIVING_LICENCE'] as const
const PRIORITIES = ['NORMAL', 'NORMAL', 'HIGH'] as const
const HOUR_MS = 3_600_000
const BATCH = 1000

const pick = <T>(all: readonly T[], at: number) => all[at % all.length] as T

/** So many cases that wait, some of them late, written straight into the database: it is about reading them. */
export async function fillQueue(db: Client, tenantId: string, count: number): Promise<void> {
  const applicantId = newId('applicant')
  await db.applicant.create({ data: { id: applicantId, tenantId } })
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) =>
      rowsOf(tenantId, applicantId, from + at),
    )
    await db.kycSession.createMany({ data: rows.map(({ session }) => session) })
    await db.reviewCase.createMany({ data: rows.map(({ found }) => found) })
  }
}

function rowsOf(tenantId: string, applicantId: string, at: number) {
  const openedAt = new Date(Date.now() - (at % 30) * HOUR_MS)
  const dueAt = new Date(openedAt.getTime() + 24 * HOUR_MS)
  const [id, expiresAt] = [newId('session'), new Date(dueAt.getTime() + 1000 * HOUR_MS)]
  const of = { tenantId, applicantId, mode: 'TEST', status: 'IN_REVIEW' } as const
  const session = { id, ...of, expiresAt, touchedAt: openedAt, epoch: 1 }
  const found = {
    ...{ id: newId('reviewCase'), tenantId, sessionId: id, epoch: 1, openedAt, dueAt },
    reasons: [pick(REASONS, at), pick(REASONS, at * 7 + 1)],
    country: pick(COUNTRIES, at),
    documentType: pick(DOCUMENTS, at),
    priority: pick(PRIORITIES, at),
  }
  return { session, found }
}

/** Somebody who may log in. */
export async function newOfficer(db: Client, tenantId: string) {
  const deps = {
    members: memberStore(scoped(db)),
    now: () => new Date(),
    log: createLogger('silent', {}),
    metrics: createMetrics(),
    breachedPasswords: breachedPasswords(undefined),
  }
  const caller = { tenantId, id: 'bench', mode: 'TEST', may: ALL_ACTIONS, sessionId: null } as const
  const [email, password] = ['officer@bench.example', randomBytes(12).toString('base64url')]
  const { token } = await inviteMember(deps, caller, { email, roles: ['ADMIN'] })
  await acceptInvitation(deps, { token, password })
  return { email, password }
}
