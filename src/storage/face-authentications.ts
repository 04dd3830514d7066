import type { Assurance, FaceAction } from '../authentication/face-action'
import { AppError } from '../errors'
import type { Mode, Session, SessionRef } from '../sessions/session'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { holdFaceAuthentication } from './face-settings'
import { newId } from './ids'
import type { Keys } from './keys'
import { openJson, sealJson } from './sealed-json'
import { insertSession } from './sessions'

/** An action that an applicant was asked to confirm. `session`: what carries it. */
export type FaceAuthentication = {
  id: string
  tenantId: string
  applicantId: string
  enrolmentId: string
  sessionId: string
  action: FaceAction
  assurance: Assurance | null
  reasons: string[]
  createdAt: Date
  decidedAt: Date | null
  redeemedAt: Date | null
  session: Session
}

type NewAuthentication = {
  tenantId: string
  applicantId: string
  mode: Mode
  enrolmentId: string
  action: FaceAction
  /** Of the action's nonce. */
  nonceHash: string
  expiresAt: Date
}

/** What the device signed. */
export type SignedConfirmation = { payload: string; signature: string; thumbprint: string }

export function faceAuthenticationStore(db: Database, keys: Keys) {
  async function find(
    tenantId: string,
    where: { id: string } | { sessionId: string },
  ): Promise<FaceAuthentication | null> {
    const row = await db.asTenant(tenantId, (tx) =>
      tx.faceAuthentication.findFirst({
        where: { tenantId, ...where },
        include: { session: true },
      }),
    )
    if (row === null || row.session.status === 'ERASED') return null
    const key = await keys.forReading(row)
    const { action, assurance, confirmation: _, ...rest } = row
    const opened = openJson<FaceAction>(key, columnOf(row, row.id, 'FACE_ACTION'), action)
    return { ...rest, action: opened, assurance: assurance as Assurance | null }
  }

  return {
    /**
     * With the session that carries it.
     * @throws AppError FACE_AUTHENTICATION_OFF; CONFLICT when the nonce was used before, or the applicant was erased
     */
    async create(
      { action, nonceHash, enrolmentId, ...of }: NewAuthentication,
      { actor, at }: Deed,
    ): Promise<{ id: string; sessionId: string }> {
      const { tenantId, applicantId } = of
      const [id, sessionId] = [newId('faceAuthentication'), newId('session')]
      const ref = { tenantId, sessionId }
      const key = await keys.forWriting(ref)
      const sealed = sealJson(key, columnOf(ref, id, 'FACE_ACTION'), action)
      await db.asTenant(tenantId, async (tx) => {
        await holdFaceAuthentication(tx, tenantId)
        const purpose = 'FACE_AUTHENTICATION' as const
        const carrier = { ...of, documentType: null, livenessRequired: true, actor, at, purpose }
        await insertSession(tx, { id: sessionId, ...carrier })
        const row = { id, ...ref, applicantId, enrolmentId, nonceHash, action: sealed }
        const data = [{ ...row, createdBy: actor, createdAt: at }]
        const made = await tx.faceAuthentication.createMany({ data, skipDuplicates: true })
        if (made.count === 0)
          throw new AppError('CONFLICT', 'This nonce was used before.', 'action.nonce')
        const details = { authentication: id, enrolment: enrolmentId, session: sessionId }
        const entry = { actor, at, action: 'FACE_AUTHENTICATION_CREATED', details } as const
        await appendAudit(tx, tenantId, { ...entry, object: applicantId })
      })
      return { id, sessionId }
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<FaceAuthentication> {
      const found = await find(tenantId, { id })
      if (!found) throw new AppError('NOT_FOUND', `There is no authentication ${id}.`, 'id')
      return found
    },

    /** The one that a session carries; null when it is no such session. */
    ofSession: ({ tenantId, sessionId }: SessionRef): Promise<FaceAuthentication | null> =>
      find(tenantId, { sessionId }),

    /** What the device signed, encrypted for its row. */
    async seal(
      { id, tenantId, sessionId }: FaceAuthentication,
      signed: SignedConfirmation,
    ): Promise<Uint8Array<ArrayBuffer>> {
      const ref = { tenantId, sessionId }
      return sealJson(await keys.forWriting(ref), columnOf(ref, id, 'FACE_CONFIRMATION'), signed)
    },

    /** Acted on from now on; of many at once one succeeds. @throws AppError AUTHORIZATION_USED */
    redeem: (
      { id, tenantId }: Pick<FaceAuthentication, 'id' | 'tenantId'>,
      { actor, at }: Deed,
    ): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        await holdFaceAuthentication(tx, tenantId)
        const where = { id, tenantId, redeemedAt: null, session: { status: 'APPROVED' } } as const
        const { count } = await tx.faceAuthentication.updateMany({
          where,
          data: { redeemedAt: at },
        })
        if (count === 0)
          throw new AppError(
            'AUTHORIZATION_USED',
            'This authorisation was redeemed.',
            'authorization',
          )
        const entry = { actor, at, action: 'FACE_AUTHORIZATION_REDEEMED', object: id } as const
        await appendAudit(tx, tenantId, entry)
      }),
  }
}

function columnOf(
  { tenantId, sessionId }: SessionRef,
  object: string,
  kind: 'FACE_ACTION' | 'FACE_CONFIRMATION',
) {
  return { tenantId, sessionId, object, kind }
}
