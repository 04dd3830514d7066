import { AppError } from '../errors'
import type { Mode, Session, SessionRef } from '../sessions/session'
import { openObject, sealObject } from '../trust/envelope'
import type { FaceTemplate } from '../vision/face-template'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import { enrolmentProtection } from './enrolment-protection'
import { announceEnrolment } from './face-authentication-changes'
import { holdFaceAuthentication } from './face-settings'
import { holdApplicant } from './hold-applicant'
import { newId } from './ids'
import type { Keys } from './keys'
import { addToOutbox } from './outbox'
import { bytesOfTemplate, templateOfBytes } from './template-bytes'

export const ENROLMENT_STATES = ['PENDING', 'ACTIVE', 'FAILED', 'REVOKED'] as const
export type EnrolmentState = (typeof ENROLMENT_STATES)[number]

/** A face that may be asked for again. `model`: what made the template. */
export type FaceEnrolment = {
  id: string
  tenantId: string
  applicantId: string
  sessionId: string
  mode: Mode
  state: EnrolmentState
  model: string | null
  lockedUntil: Date | null
  createdAt: Date
  enrolledAt: Date | null
  revokedAt: Date | null
}

/** Never the template, which is asked for by itself. */
const FIELDS = { omit: { template: true, inForce: true, failures: true, createdBy: true } } as const

type Enrolled = Pick<FaceEnrolment, 'id' | 'tenantId' | 'sessionId'>

/** The enrolments of an organisation's applicants. */
export function faceEnrolmentStore(db: Database, keys: Keys) {
  return {
    /**
     * Asks for the enrolment of the face of a session. Asked again while it is not done, the same one is asked for again.
     * @throws AppError FACE_AUTHENTICATION_OFF; CONFLICT when the applicant has one that is as new as the session
     */
    request: (
      { id: sessionId, tenantId, applicantId, mode, createdAt }: Session,
      { actor, at }: Deed,
    ): Promise<FaceEnrolment> =>
      db.asTenant(tenantId, async (tx) => {
        await holdFaceAuthentication(tx, tenantId)
        await holdApplicant(tx, applicantId)
        const of = { tenantId, applicantId }
        const mine = { where: { tenantId, sessionId }, ...FIELDS }
        const known = await tx.faceEnrolment.findFirst(mine)
        if (known?.state === 'PENDING') {
          await askForEnrolment(tx, known, at)
          return known
        }
        const newer = { ...of, mode, createdAt: { gte: createdAt } }
        if (known || (await tx.faceEnrolment.count({ where: newer })) > 0)
          throw new AppError('CONFLICT', NOT_FRESH, 'sessionId')
        const id = newId('faceEnrolment')
        const data = { id, ...of, sessionId, mode, createdBy: actor, createdAt: at }
        const made = await tx.faceEnrolment.create({ data, ...FIELDS })
        await askForEnrolment(tx, made, at)
        const details = { session: sessionId }
        const entry = { actor, at, action: 'FACE_ENROLMENT_REQUESTED', object: id } as const
        await appendAudit(tx, tenantId, { ...entry, details })
        return made
      }),

    /** How templates are protected that are to be compared with this enrolment's. */
    protectionOf: (enrolment: Enrolled, size: number) => enrolmentProtection(keys, enrolment, size),

    /** The template is kept, and an earlier enrolment ends; nothing happens when this one is not waited for any more. */
    async activate(
      enrolment: FaceEnrolment,
      { model, template }: { model: string; template: FaceTemplate },
      at: Date,
    ): Promise<void> {
      const { id, tenantId, applicantId, sessionId, mode } = enrolment
      const key = await keys.forReading({ tenantId, sessionId })
      const protect = await enrolmentProtection(keys, enrolment, template.vector.length)
      const sealed = sealObject(key, purposeOf(enrolment), bytesOfTemplate(protect(template)))
      await db.asTenant(tenantId, async (tx) => {
        await holdFaceAuthentication(tx, tenantId)
        await holdApplicant(tx, applicantId)
        const pending = { id, tenantId, state: 'PENDING' } as const
        if ((await tx.faceEnrolment.count({ where: pending })) === 0) return
        const before = { tenantId, applicantId, mode, inForce: true }
        const replaced = await tx.faceEnrolment.updateManyAndReturn({
          where: before,
          data: ended(at),
        })
        const data = { state: 'ACTIVE', inForce: true, model, template: sealed } as const
        await tx.faceEnrolment.updateMany({ where: pending, data: { ...data, enrolledAt: at } })
        await announceEnrolment(tx, tenantId, 'ACTIVE', { id, applicantId, sessionId, mode }, at)
        const details = { replaced: replaced.map((each) => each.id) }
        const entry = { actor: 'SYSTEM', at, action: 'FACE_ENROLLED', object: id, details } as const
        await appendAudit(tx, tenantId, entry)
      })
    },

    /** There was no face to enrol. */
    fail: ({ id, tenantId, applicantId, sessionId, mode }: FaceEnrolment, at: Date) =>
      db.asTenant(tenantId, async (tx) => {
        const where = { id, tenantId, state: 'PENDING' } as const
        const { count } = await tx.faceEnrolment.updateMany({ where, data: { state: 'FAILED' } })
        if (count === 0) return
        await announceEnrolment(tx, tenantId, 'FAILED', { id, applicantId, sessionId, mode }, at)
        const entry = { actor: 'SYSTEM', at, action: 'FACE_ENROLMENT_FAILED', object: id } as const
        await appendAudit(tx, tenantId, entry)
      }),

    /** The template is deleted. @throws AppError NOT_FOUND; CONFLICT when it had ended */
    revoke: (tenantId: string, id: string, { actor, at }: Deed): Promise<FaceEnrolment> =>
      db.asTenant(tenantId, async (tx) => {
        const state: { in: EnrolmentState[] } = { in: ['PENDING', 'ACTIVE'] }
        const where = { id, tenantId, state }
        const { count } = await tx.faceEnrolment.updateMany({ where, data: ended(at) })
        const found = await tx.faceEnrolment.findFirst({ where: { id, tenantId }, ...FIELDS })
        if (!found) throw notFound(id)
        if (count === 0) throw new AppError('CONFLICT', `This enrolment is ${found.state}.`, 'id')
        const { applicantId, sessionId, mode } = found
        await announceEnrolment(tx, tenantId, 'REVOKED', { id, applicantId, sessionId, mode }, at)
        const entry = { actor, at, action: 'FACE_ENROLMENT_REVOKED', object: id } as const
        await appendAudit(tx, tenantId, entry)
        return found
      }),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<FaceEnrolment> {
      const where = { id, tenantId }
      const found = await db.asTenant(tenantId, (tx) =>
        tx.faceEnrolment.findFirst({ where, ...FIELDS }),
      )
      if (!found) throw notFound(id)
      return found
    },

    /** Newest first. */
    ofApplicant: (tenantId: string, applicantId: string): Promise<FaceEnrolment[]> =>
      db.asTenant(tenantId, (tx) =>
        tx.faceEnrolment.findMany({
          where: { tenantId, applicantId },
          orderBy: { id: 'desc' },
          ...FIELDS,
        }),
      ),

    /** The one that counts. */
    inForce: (tenantId: string, applicantId: string, mode: Mode): Promise<FaceEnrolment | null> => {
      const where = { tenantId, applicantId, mode, inForce: true }
      return db.asTenant(tenantId, (tx) => tx.faceEnrolment.findFirst({ where, ...FIELDS }))
    },

    /** Still protected; null once it has ended. */
    async template(enrolment: Enrolled): Promise<FaceTemplate | null> {
      const { id, tenantId, sessionId } = enrolment
      const where = { id, tenantId, inForce: true }
      const row = await db.asTenant(tenantId, (tx) => tx.faceEnrolment.findFirst({ where }))
      if (!row?.template) return null
      const key = await keys.forReading({ tenantId, sessionId })
      return templateOfBytes(openObject(key, purposeOf(enrolment), row.template))
    },
  }
}

const NOT_FRESH =
  'A face is enrolled once from a session, and again only from one that was begun after the last enrolment.'

function notFound(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no enrolment ${id}.`, 'id')
}

const ended = (at: Date) => {
  return { state: 'REVOKED', inForce: null, template: null, revokedAt: at } as const
}

async function askForEnrolment(
  tx: Transaction,
  { id, tenantId, sessionId }: SessionRef & { id: string },
  at: Date,
): Promise<void> {
  const data = { tenantId, sessionId, enrolmentId: id }
  await addToOutbox(tx, 'enrolFace', `${id}-${at.getTime()}`, data)
}

function purposeOf({ id, tenantId, sessionId }: Enrolled) {
  return { tenantId, sessionId, object: id, kind: 'FACE_ENROLMENT' }
}
