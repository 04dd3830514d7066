import type { ReasonCode } from '../decision/reasons'
import { priorityOf, type ReviewVerdict } from '../decision/review'
import type { DocumentType } from '../documents/document-type'
import { AppError } from '../errors'
import type { CaptureKind, Session } from '../sessions/session'
import { notifyReview } from './changes'
import type { Transaction } from './database'
import { newId } from './ids'

/** What a reviewer says of a case that they have in hand. */
export type Opinion = {
  tenantId: string
  caseId: string
  round: number
  reviewerId: string
  step: 'FIRST' | 'SECOND' | 'BLIND'
  outcome: ReviewVerdict | 'SEND_BACK'
  reasons: string[]
  captureKind: CaptureKind | null
  note?: SealedNote | null
}

/** A note, encrypted with the session's key as what its id says. */
export type SealedNote = { id: string; sessionId: string; text: Uint8Array<ArrayBuffer> }

/**
 * The opinion that ends a review. `sampled`: whether somebody else is to judge the case blindly. `retake`: what the session
 * waits for then, and until when.
 */
export type ClosingReview = Opinion & {
  sampled: boolean
  retake?: { retakeKind: CaptureKind; expiresAt: Date } | undefined
}

type Step = {
  session: Session
  at: Date
  reasons?: string[]
  verification?: { country: string | null; documentType: DocumentType | null }
  review?: ClosingReview
}

const HOUR_MS = 3_600_000

/** Opens a case when a session comes IN_REVIEW, closes it when it leaves: in the transaction of the session's change. */
export async function followSession(tx: Transaction, step: Step, changed: Session): Promise<void> {
  if (step.session.status === 'IN_REVIEW') await closeCase(tx, step, changed)
  if (changed.status === 'IN_REVIEW') await openCase(tx, step, changed)
}

async function openCase(
  tx: Transaction,
  { at, reasons = [], verification }: Step,
  { id: sessionId, tenantId, epoch, documentType }: Session,
): Promise<void> {
  const { reviewSlaHours } = await tx.organization.findUniqueOrThrow({ where: { id: tenantId } })
  const id = newId('reviewCase')
  const known = { country: verification?.country ?? null }
  await tx.reviewCase.create({
    data: {
      ...{ id, tenantId, sessionId, epoch, reasons, ...known },
      documentType: verification?.documentType ?? documentType,
      priority: priorityOf(reasons as ReasonCode[]),
      openedAt: at,
      dueAt: new Date(at.getTime() + reviewSlaHours * HOUR_MS),
    },
  })
  await notifyReview(tx, { tenantId, caseId: id })
}

/** By its reviewer, or because the session was cancelled or erased, and then without an outcome. */
async function closeCase(tx: Transaction, { at, review }: Step, changed: Session): Promise<void> {
  const { id: sessionId, tenantId } = changed
  const open = { tenantId, sessionId, waits: true }
  const where = review ? { ...open, ...heldBy(review, at) } : open
  const over = { stage: 'CLOSED', waits: false, closedAt: at } as const
  const closed = { ...over, assigneeId: null, heldUntil: null }
  const said = review && { outcome: review.outcome, awaitsBlind: review.sampled }
  const cases = await tx.reviewCase.updateManyAndReturn({ where, data: { ...closed, ...said } })
  if (review && cases.length === 0) throw notInHand()
  if (review) await recordOpinion(tx, review, at)
  if (review?.retake) await askAgain(tx, changed, review.retake.retakeKind)
  for (const { id: caseId } of cases) await notifyReview(tx, { tenantId, caseId })
}

/** What a case must be for this reviewer to act on it: in hand, and as they saw it. */
export function heldBy(
  {
    tenantId,
    caseId,
    round,
    reviewerId,
  }: Omit<Opinion, 'step' | 'outcome' | 'reasons' | 'captureKind'>,
  at: Date,
) {
  return { id: caseId, tenantId, round, assigneeId: reviewerId, heldUntil: { gt: at } }
}

export function notInHand(): AppError {
  return new AppError('CONFLICT', 'You do not have this case in hand; take it first.', 'caseId')
}

/** @throws AppError CONFLICT when this person has said something in this round: the second pair of eyes is another's */
export async function recordOpinion(tx: Transaction, opinion: Opinion, at: Date): Promise<void> {
  const { note, tenantId, caseId, reviewerId, round, step, outcome, reasons, captureKind } = opinion
  const said = { tenantId, caseId, reviewerId, round, step, outcome, reasons, captureKind }
  const data = [{ id: newId('review'), ...said, at }]
  const { count } = await tx.review.createMany({ data, skipDuplicates: true })
  if (count === 0)
    throw new AppError('CONFLICT', 'Somebody else has to look: you judged this case.', 'caseId')
  if (note) await addNote(tx, { tenantId, caseId, authorId: reviewerId, at, ...note })
}

export async function addNote(
  tx: Transaction,
  data: SealedNote & { tenantId: string; caseId: string; authorId: string; at: Date },
): Promise<void> {
  await tx.reviewNote.create({ data })
}

/** What was there before does not count any more. */
async function askAgain(
  tx: Transaction,
  { tenantId, id: sessionId }: Session,
  kind: CaptureKind,
): Promise<void> {
  const where = { tenantId, sessionId, kind, status: 'READY' } as const
  await tx.capture.updateMany({ where, data: { status: 'FAILED', failure: 'RETAKE_ASKED' } })
}
