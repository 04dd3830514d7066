import type { Reason } from '../decision/check-result'
import type { CheckOutcome } from '../decision/decide'
import type { DecisionFacts } from '../decision/facts'
import type { DocumentType } from '../documents/document-type'
import { AppError } from '../errors'
import type { CaptureKind, Session, SessionRef } from '../sessions/session'
import { nextStatus, type SessionStatus, type SessionTrigger } from '../sessions/states'
import { announceSession } from './announce-session'
import { askForChecks } from './ask-for-checks'
import { auditSession } from './audit-session'
import { makeLive } from './blob-records'
import { notifySession } from './changes'
import type { Database, Transaction } from './database'
import { eraseSession } from './erase-session'
import {
  type Concluded,
  type Confirmation,
  followAuthentication,
} from './face-authentication-changes'
import { newId } from './ids'
import type { Keys } from './keys'
import { recordManifest, type VerifiedManifest } from './record-manifest'
import { type ClosingReview, followSession } from './review-case-changes'
import { type FoundRisk, storeRisk } from './risk-records'
import { type SealedKind, sealJson } from './sealed-json'

/** What the checks found and what follows; stored in the transaction that changes the status. */
export type Verification = {
  outcome: 'APPROVED' | 'REJECTED' | 'IN_REVIEW' | 'RETAKE'
  reasons: Reason[]
  policyVersion: string
  /** Null: the default policy. */
  policyId: string | null
  /** Of the policy's definition; null in decisions of before policies were data. */
  policySha256: string | null
  /** Of a decision of the checks: what another policy can be tried on. */
  facts?: DecisionFacts
  codeVersion: string
  models: { name: string; sha256: string }[]
  inputs: { captureId: string; kind: string; sha256: string }[]
  timings: { step: string; durationMs: number }[]
  /** The decision signed, once it is final. */
  attestation: string | null
  checks: {
    name: string
    outcome: CheckOutcome
    score: number | null
    reasons: Reason[]
    durationMs: number
  }[]
  reading: { captureId: string; data: object; portraitKey: string | null } | null
  /** Where the document is from and what it is, as far as that is known. */
  country: string | null
  documentType: DocumentType | null
  /** What is remembered of it to compare others with, and its signals; left out where nothing of risk is on. */
  risk?: FoundRisk | null
  /** `REVIEWER:` and the member's id; the system, unless given. */
  decidedBy?: string
}

export type Change = {
  /** The session as it was seen: the change happens only if it is still so. */
  session: Session
  trigger: SessionTrigger
  at: Date
  actor: string
  reasons?: string[]
  /** With a submission: the captures as the session's device signed them. */
  manifest?: VerifiedManifest | null
  /** With a submission of an authentication by face: what the enrolled device signed. */
  confirmation?: Confirmation
  /** What came of an authentication by face. */
  authentication?: Concluded
  verification?: Verification
  /** One more capture that a rule asks for: it cannot be submitted without. */
  stepUp?: CaptureKind
  /** What a reviewer decided, where it was one: closes the case. */
  review?: ClosingReview
}

/** What starting the checks counts: every start is a new epoch; attempts begin anew with a submission. */
const COUNTS: Partial<
  Record<
    SessionTrigger,
    {
      epoch: { increment: number }
      attempt: number | { increment: number }
      retakeKind?: null
    }
  >
> = {
  SUBMIT: { epoch: { increment: 1 }, attempt: 1, retakeKind: null },
  RETRY: { epoch: { increment: 1 }, attempt: { increment: 1 } },
}

/**
 * The one way a session changes: status (compare and set on status and epoch), history row, webhook event, outbox
 * rows and, after the checks, their results and the decision. One transaction.
 * @throws AppError CONFLICT when the table of states forbids it or the session has changed meanwhile, and as recordManifest
 */
export async function applyChange(db: Database, keys: Keys, change: Change): Promise<Session> {
  const { session, verification } = change
  nextStatus(session.status, change.trigger)
  const key = verification && (await keys.forWriting(refOf(session)))
  return db.asTenant(session.tenantId, (tx) => applyIn(tx, change, key))
}

/** The same, as part of a transaction. `key`: the session's, where there is a verification. */
export async function applyIn(tx: Transaction, change: Change, key?: Uint8Array): Promise<Session> {
  const { session, trigger, at, verification } = change
  const changed = await move(tx, change, nextStatus(session.status, trigger))
  await recordHistory(tx, change, changed)
  await recordManifest(tx, changed, change)
  await followAuthentication(tx, change, changed)
  if (COUNTS[trigger] !== undefined) await askForChecks(tx, changed)
  if (trigger !== 'RETRY') await announceSession(tx, changed, at)
  if (verification && key) await storeVerification(tx, changed, verification, { at, key })
  await followSession(tx, change, changed)
  if (trigger === 'ERASE') await eraseSession(tx, refOf(changed))
  await notifySession(tx, refOf(changed))
  await auditSession(tx, changed, { ...change, from: session.status })
  return changed
}

async function move(
  tx: Transaction,
  { session, trigger, at, stepUp, review }: Change,
  status: SessionStatus,
): Promise<Session> {
  const { id, tenantId, epoch } = session
  const { count } = await tx.kycSession.updateMany({
    where: { id, tenantId, status: session.status, epoch },
    data: {
      status,
      touchedAt: at,
      sequence: { increment: 1 },
      ...COUNTS[trigger],
      ...(stepUp && { retakeKind: stepUp }),
      ...review?.retake,
    },
  })
  if (count === 0)
    throw new AppError('CONFLICT', 'The session has changed meanwhile; read it again.')
  return tx.kycSession.findUniqueOrThrow({ where: { id } })
}

async function recordHistory(tx: Transaction, change: Change, changed: Session): Promise<void> {
  await tx.sessionEvent.create({
    data: {
      id: newId('sessionEvent'),
      tenantId: changed.tenantId,
      sessionId: changed.id,
      sequence: changed.sequence,
      trigger: change.trigger,
      from: change.session.status,
      to: changed.status,
      actor: change.actor,
      reasons: change.reasons ?? [],
      at: change.at,
    },
  })
}

type Stored = { at: Date; key: Uint8Array }

/** What was read and found is about a person: it is encrypted with the session's key. */
async function storeVerification(
  tx: Transaction,
  session: Session,
  found: Verification,
  { at, key }: Stored,
): Promise<void> {
  const of = { ...refOf(session), epoch: session.epoch }
  const sealed = (kind: SealedKind, object: string, value: unknown) =>
    sealJson(key, { ...refOf(session), object, kind }, value)
  const { checks, reading, risk = null, ...decision } = found
  for (const check of checks) {
    const id = newId('check')
    const reasons = sealed('CHECK_REASONS', id, check.reasons)
    await tx.check.create({ data: { id, ...of, ...check, reasons } })
  }
  if (reading) {
    const id = newId('reading')
    const data = sealed('READING', id, reading.data)
    await tx.documentReading.create({ data: { id, ...of, ...reading, data } })
    if (reading.portraitKey) await makeLive(tx, reading.portraitKey)
  }
  if (risk) await storeRisk(tx, session, risk, at)
  const id = newId('decision')
  const reasons = sealed('DECISION_REASONS', id, decision.reasons)
  const { decidedBy = 'SYSTEM' } = decision
  const by = { decidedBy, byReviewer: decidedBy !== 'SYSTEM', decidedAt: at }
  await tx.decision.create({ data: { id, ...of, ...decision, reasons, ...by } })
}

function refOf({ tenantId, id }: Session): SessionRef {
  return { tenantId, sessionId: id }
}
