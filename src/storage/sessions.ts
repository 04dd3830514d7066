import type { DocumentType } from '../documents/document-type'
import { AppError } from '../errors'
import { type Page, type PageArgs, readPage } from '../page'
import type { Attempts } from '../sessions/attempts'
import type { Consent, Mode, Session, SessionPurpose, SessionRef } from '../sessions/session'
import type { SessionStatus } from '../sessions/states'
import { appendAudit, type Deed } from './audit'
import { auditSession } from './audit-session'
import type { Database, Transaction } from './database'
import { newId } from './ids'
import type { Keys } from './keys'
import { applyChange, type Change } from './session-change'

export type SessionFilter = {
  status?: SessionStatus[]
  applicantId?: string
  createdFrom?: Date
  createdBefore?: Date
}

type NewSession = {
  id: string
  tenantId: string
  applicantId: string
  mode: Mode
  documentType: DocumentType | null
  livenessRequired: boolean
  purpose?: SessionPurpose
  actor: string
  at: Date
  expiresAt: Date
}

export function sessionStore(db: Database, keys: Keys) {
  return {
    /** @throws AppError CONFLICT when the applicant was erased */
    create: (session: Omit<NewSession, 'id'>): Promise<Session> =>
      db.asTenant(session.tenantId, (tx) =>
        insertSession(tx, { id: newId('session'), ...session }),
      ),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get({ tenantId, sessionId }: SessionRef): Promise<Session> {
      const session = await db.asTenant(tenantId, (tx) =>
        tx.kycSession.findFirst({ where: { id: sessionId, tenantId } }),
      )
      if (!session) throw new AppError('NOT_FOUND', `There is no session ${sessionId}.`)
      return session
    },

    async list(tenantId: string, filter: SessionFilter, args: PageArgs): Promise<Page<Session>> {
      const where = {
        tenantId,
        purpose: 'VERIFICATION' as const,
        ...(filter.status && { status: { in: filter.status } }),
        ...(filter.applicantId && { applicantId: filter.applicantId }),
        createdAt: {
          ...(filter.createdFrom && { gte: filter.createdFrom }),
          ...(filter.createdBefore && { lt: filter.createdBefore }),
        },
      }
      return db.asTenant(tenantId, (tx) =>
        readPage(args, (query) => tx.kycSession.findMany({ where, ...query })),
      )
    },

    apply: (change: Change): Promise<Session> => applyChange(db, keys, change),

    /** To the verification, or to the enrolment of the face. @throws AppError CONFLICT when the session has changed meanwhile */
    recordConsent: (
      { id, tenantId, status }: Session,
      { textVersion, locale, purpose }: Consent,
      { actor, at }: Deed,
    ): Promise<Session> =>
      db.asTenant(tenantId, async (tx) => {
        const consent =
          purpose === 'VERIFICATION'
            ? { consentTextVersion: textVersion, consentLocale: locale, consentedAt: at }
            : {
                faceConsentTextVersion: textVersion,
                faceConsentLocale: locale,
                faceConsentedAt: at,
              }
        const where = { id, tenantId, status }
        const { count } = await tx.kycSession.updateMany({ where, data: consent })
        if (count === 0)
          throw new AppError('CONFLICT', 'The session has changed meanwhile; read it again.')
        const details = { textVersion, purpose }
        const entry = { actor, at, action: 'CONSENT_RECORDED', object: id, details } as const
        await appendAudit(tx, tenantId, entry)
        return tx.kycSession.findUniqueOrThrow({ where: { id } })
      }),

    /** Sessions still being processed that nobody has touched since `before`. */
    stuck: (before: Date, limit: number): Promise<Session[]> =>
      db.asSystem((tx) =>
        tx.kycSession.findMany({
          where: { status: 'PROCESSING', touchedAt: { lt: before } },
          take: limit,
        }),
      ),

    /** How many verifications wait for their checks or are in them: of the organisation, and of all. */
    async queued(tenantId: string): Promise<{ ofTenant: number; ofAll: number }> {
      const where = { status: 'PROCESSING', purpose: 'VERIFICATION' } as const
      return db.asSystem(async (tx) => ({
        ofTenant: await tx.kycSession.count({ where: { ...where, tenantId } }),
        ofAll: await tx.kycSession.count({ where }),
      }))
    },

    /** Sessions that wait for captures past their time. */
    overdue: (now: Date, limit: number): Promise<Session[]> =>
      db.asSystem((tx) =>
        tx.kycSession.findMany({
          where: { status: 'AWAITING_CAPTURE', expiresAt: { lt: now } },
          take: limit,
        }),
      ),

    /** A worker's sign of life, so that the sweeper leaves the session alone. */
    async touch({ id, tenantId, epoch }: Session, at: Date): Promise<void> {
      const where = { id, tenantId, epoch, status: 'PROCESSING' } as const
      await db.asTenant(tenantId, (tx) =>
        tx.kycSession.updateMany({ where, data: { touchedAt: at } }),
      )
    },

    /** The submissions of the session and of its applicant, for the same purpose. */
    async submissions({ tenantId, id, applicantId, purpose }: Session): Promise<Attempts> {
      const session = { applicantId, purpose }
      const where = { tenantId, trigger: 'SUBMIT', session } as const
      const events = await db.asTenant(tenantId, (tx) =>
        tx.sessionEvent.findMany({ where, select: { sessionId: true, at: true } }),
      )
      return {
        ofSession: events.filter(({ sessionId }) => sessionId === id).length,
        ofApplicant: events.map(({ at }) => at),
      }
    },

    history: ({ tenantId, sessionId }: SessionRef) =>
      db.asTenant(tenantId, (tx) =>
        tx.sessionEvent.findMany({
          where: { tenantId, sessionId },
          orderBy: { sequence: 'asc' },
        }),
      ),
  }
}

/** @throws AppError CONFLICT when the applicant was erased */
export async function insertSession(
  tx: Transaction,
  { actor, at, ...data }: NewSession,
): Promise<Session> {
  const { id, tenantId } = data
  const event = {
    id: newId('sessionEvent'),
    tenantId,
    sessionId: id,
    sequence: 0,
    trigger: 'CREATE',
    to: 'AWAITING_CAPTURE',
    actor,
    at,
  } as const
  const begun = { status: 'AWAITING_CAPTURE', touchedAt: at, createdAt: at } as const
  await assertNotErased(tx, data.applicantId)
  const created = await tx.kycSession.create({ data: { ...begun, ...data } })
  await tx.sessionEvent.create({ data: event })
  await auditSession(tx, created, { actor, at, trigger: 'CREATE', from: null })
  return created
}

/** Locked, so that an erasure that begins now finds the session. */
async function assertNotErased(tx: Transaction, applicantId: string): Promise<void> {
  const open =
    await tx.$executeRaw`select 1 from "Applicant" where id = ${applicantId} and "erasedAt" is null for share`
  if (open === 0) throw new AppError('CONFLICT', 'This applicant was erased.', 'applicantId')
}
