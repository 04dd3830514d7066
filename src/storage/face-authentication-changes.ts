import { type Assurance, LOCKED_MS, MOST_FAILURES } from '../authentication/face-action'
import { AppError } from '../errors'
import type { Session } from '../sessions/session'
import { ENROLMENT_EVENTS } from '../webhooks/event-types'
import { appendAudit } from './audit'
import type { Transaction } from './database'
import { useNonce } from './device-keys'
import type { Change } from './session-change'
import { announceEvent } from './webhook-events'

/** What the enrolled device signed, found good, and sealed; `ready`: the captures that were READY when it was looked at. */
export type Confirmation = { nonce: string; ready: string[]; sealed: Uint8Array<ArrayBuffer> }

/** `assurance`: null where it was refused. `counts`: whether the refusal was the face's, and so one of those that lock. */
export type Concluded = {
  enrolmentId: string
  assurance: Assurance | null
  reasons: string[]
  counts: boolean
}

const OVER: readonly string[] = ['APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED']

/**
 * What a change of a session means for the authentication that it carries: in the transaction of the change.
 * @throws AppError CONFIRMATION_INVALID, CONFLICT
 */
export async function followAuthentication(
  tx: Transaction,
  { trigger, at, confirmation, authentication }: Change,
  changed: Session,
): Promise<void> {
  if (changed.purpose !== 'FACE_AUTHENTICATION') return
  if (trigger === 'SUBMIT') await recordConfirmation(tx, changed, confirmation, at)
  if (authentication) await conclude(tx, changed, authentication, at)
  if (OVER.includes(changed.status)) await forgetFrames(tx, changed)
}

/** Uses up the nonce. What was signed stays, sealed, as the evidence. */
async function recordConfirmation(
  tx: Transaction,
  { tenantId, id: sessionId }: Session,
  confirmation: Confirmation | undefined,
  at: Date,
): Promise<void> {
  if (!confirmation) throw new AppError('CONFLICT', 'Submit it with faceAuthenticationSubmit.')
  const { nonce, ready, sealed } = confirmation
  const others = { tenantId, sessionId, status: 'READY', id: { notIn: ready } } as const
  if ((await tx.capture.count({ where: others })) > 0)
    throw new AppError('CONFLICT', 'Captures were added meanwhile; sign them and submit again.')
  if (!(await useNonce(tx, { tenantId, sessionId }, nonce, at)))
    throw new AppError(
      'CONFIRMATION_INVALID',
      'The nonce was used, is another session’s, or its time is over; ask for a new one.',
      'nonce',
    )
  const where = { tenantId, sessionId }
  await tx.faceAuthentication.updateMany({ where, data: { confirmation: sealed } })
}

async function conclude(
  tx: Transaction,
  { tenantId, id: sessionId, status }: Session,
  { enrolmentId, assurance, reasons, counts }: Concluded,
  at: Date,
): Promise<void> {
  const decided = OVER.includes(status) ? { decidedAt: at } : {}
  const found = { reasons, ...(assurance && { assurance }), ...decided }
  await tx.faceAuthentication.updateMany({ where: { tenantId, sessionId }, data: found })
  const enrolment = { id: enrolmentId, tenantId }
  if (assurance) {
    await tx.faceEnrolment.updateMany({ where: enrolment, data: { failures: 0 } })
    return
  }
  if (counts) await countFailure(tx, enrolment, at)
  // Frames that were looked at count once: the next attempt needs others.
  const failed = { status: 'FAILED', failure: 'RETAKE_ASKED' } as const
  const looked = { tenantId, sessionId, status: 'READY' } as const
  await tx.capture.updateMany({ where: looked, data: failed })
}

/** Of many at once each counts. With the last one the applicant has to wait, with face authentication alone. */
async function countFailure(
  tx: Transaction,
  { id, tenantId }: { id: string; tenantId: string },
  at: Date,
): Promise<void> {
  const data = { failures: { increment: 1 } }
  const [row] = await tx.faceEnrolment.updateManyAndReturn({ where: { id, tenantId }, data })
  if (!row || row.failures < MOST_FAILURES) return
  const lockedUntil = new Date(at.getTime() + LOCKED_MS)
  await tx.faceEnrolment.updateMany({ where: { id, tenantId }, data: { failures: 0, lockedUntil } })
  const { applicantId } = row
  const told = { id, applicantId, lockedUntil }
  await announceEnrolment(tx, tenantId, 'LOCKED', told, at)
  const details = { enrolment: id, until: lockedUntil.toISOString() }
  const entry = { actor: 'SYSTEM', at, action: 'FACE_AUTHENTICATION_LOCKED' } as const
  await appendAudit(tx, tenantId, { ...entry, object: applicantId, details })
}

/** What becomes of an enrolment, as a webhook event: ids and times. */
export async function announceEnrolment(
  tx: Transaction,
  tenantId: string,
  what: keyof typeof ENROLMENT_EVENTS,
  data: object,
  at: Date,
): Promise<void> {
  await announceEvent(tx, { tenantId, type: ENROLMENT_EVENTS[what], at, data })
}

/** Once it is over nobody looks at them again. Their hashes stay: the same frames are not taken twice. */
async function forgetFrames(tx: Transaction, { tenantId, id: sessionId }: Session): Promise<void> {
  const where = { tenantId, sessionId }
  await tx.capture.updateMany({ where, data: { uploadKey: null, imageKey: null } })
  await tx.blob.updateMany({ where, data: { state: 'DELETED' } })
}
