import { currentRisk } from '../checks/assess-risk'
import { checkActiveLiveness } from '../checks/check-active-liveness'
import { bestSelfie } from '../checks/find-selfie'
import { stopwatch } from '../checks/stopwatch'
import { passes } from '../decision/decide'
import { barOf, type Policy } from '../decision/policy'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { policyInForce } from '../policies/policy-in-force'
import { tellSecurity } from '../security-events'
import { type AnsweredChallenge, answeredChallenge } from '../sessions/liveness-challenge'
import type { Capture, Session, SessionRef } from '../sessions/session'
import type { Concluded } from '../storage/face-authentication-changes'
import type { FaceAuthentication } from '../storage/face-authentications'
import type { FaceEnrolment } from '../storage/face-enrolments'
import type { FaceTemplate } from '../vision/face-template'
import type { BurstLook, BurstLooks } from './burst-looks'
import { type Assurance, MOST_SUBMISSIONS } from './face-action'
import { enrolmentOf } from './submit-authentication'

type AuthenticateJob = SessionRef & { epoch: number }

/** What was found to stand against it; none: the applicant who is enrolled confirmed, live. */
type Finding = { reasons: string[]; counts: boolean }

/** The limit that a challenge just keeps: no policy lowers it for a payment. */
const LEAST_LIVENESS = 0.5

/** Looks at frames as they come. Nothing is decided. */
export async function measureFrames(
  deps: Deps,
  looks: BurstLooks,
  { captureId, ...ref }: SessionRef & { captureId: string },
): Promise<void> {
  const captures = await deps.captures.ofSession(ref)
  const capture = captures.find(({ id, status }) => id === captureId && status === 'READY')
  if (capture?.imageKey) await looks.at(deps, capture)
}

/**
 * The rest of an authentication that was submitted: liveness, the face, risk. Does nothing when the session is no longer at this
 * epoch. Computing may happen twice, the effects once.
 */
export async function authenticateFace(
  deps: Deps,
  looks: BurstLooks,
  { epoch, ...ref }: AuthenticateJob,
): Promise<void> {
  const authentication = await deps.faceAuthentications.ofSession(ref)
  const session = authentication?.session
  if (!authentication || session?.status !== 'PROCESSING' || session.epoch !== epoch) return
  const watch = stopwatch()
  const captures = await deps.captures.ofSession(ref)
  const answered = answeredChallenge(await deps.challenges.ofSession(ref), captures)
  if (answered === null) throw new Error(`Session ${ref.sessionId} was submitted without frames.`)
  const { policy } = await policyInForce(deps, ref.tenantId)
  const enrolment = await enrolled(deps, authentication)
  const seen = await watch.time('frames', () => look(deps, looks, answered.captures))
  const found = await watch.time('face', () => judge(deps, { enrolment, policy, answered, seen }))
  const assurance =
    found.reasons.length === 0 && enrolment ? await assured(deps, enrolment, policy) : null
  const { enrolmentId } = authentication
  await conclude(deps, session, { enrolmentId, assurance, ...found })
  looks.forget(captures)
  const durationMs = watch.of('frames') + watch.of('face')
  const told = { sessionId: session.id, epoch, outcome: assurance ? 'AUTHORIZED' : 'REFUSED' }
  deps.log.info({ ...told, durationMs }, 'face authentication')
}

/** Null: it was revoked or replaced meanwhile, or is locked: too many failures elsewhere. */
async function enrolled(deps: Deps, of: FaceAuthentication): Promise<FaceEnrolment | null> {
  try {
    const enrolment = await enrolmentOf(deps, of)
    return (enrolment.lockedUntil ?? 0) > deps.now() ? null : enrolment
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_ENROLLED') return null
    throw error
  }
}

async function look(deps: Deps, looks: BurstLooks, captures: Capture[]): Promise<BurstLook[]> {
  const seen: BurstLook[] = []
  for (const capture of captures) seen.push(await looks.at(deps, capture))
  return seen
}

type Seen = {
  enrolment: FaceEnrolment | null
  policy: Policy
  answered: AnsweredChallenge
  seen: BurstLook[]
}

async function judge(deps: Deps, { enrolment, policy, answered, seen }: Seen): Promise<Finding> {
  const template = enrolment && (await deps.faceEnrolments.template(enrolment))
  if (enrolment === null || template === null)
    return { reasons: ['CHECK_UNAVAILABLE'], counts: false }
  const { challenge } = answered
  const { steps, bits, virtualCamera } = challenge
  const live = checkActiveLiveness({ challenge: { steps, bits }, virtualCamera, bursts: seen })
  const bar = barOf(policy, 'ACTIVE_LIVENESS')
  const isLive = passes(live, { ...bar, pass: Math.max(bar.pass, LEAST_LIVENESS) })
  const face = bestFace(seen)
  const protect = face && (await deps.faceEnrolments.protectionOf(enrolment, face.vector.length))
  const alike = face && protect && deps.faces.compare(protect(face), template)
  const isSame = alike !== null && alike.falseMatchRate <= policy.targetFalseMatchRate
  const codes = live.reasons.map(({ code }) => code)
  const reasons = [...(isLive ? [] : codes), ...(isSame ? [] : ['FACE_MISMATCH'])]
  return { reasons: [...new Set(reasons)], counts: reasons.length > 0 }
}

/** Of the step whose picture is the best. */
function bestFace(seen: BurstLook[]): FaceTemplate | null {
  const faces = seen.flatMap(({ face }) => face ?? [])
  const best = bestSelfie(faces.map(({ selfie }) => selfie))
  return faces.find(({ selfie }) => selfie === best)?.template ?? null
}

/** Risk is told and refuses nobody: what others' sessions say of a person is for a person to judge (docs/risk.md). */
async function assured(
  deps: Deps,
  { tenantId, sessionId }: FaceEnrolment,
  policy: Policy,
): Promise<Assurance> {
  const ref = { tenantId, sessionId }
  const device = await deps.deviceKeys.ofSession(ref)
  if (device === null) throw new Error(`The enrolled session ${sessionId} has no device.`)
  const risk = await currentRisk({ ...deps, policy }, ref)
  const { pass } = barOf(policy, 'RISK')
  return {
    device: device.thumbprint,
    liveness: 'ACTIVE',
    targetFalseMatchRate: policy.targetFalseMatchRate,
    policyVersion: policy.version,
    risk: risk && (1 - risk.risk >= pass ? 'CLEAR' : 'REFER'),
  }
}

async function conclude(deps: Deps, session: Session, authentication: Concluded): Promise<void> {
  const { assurance, reasons } = authentication
  const at = deps.now()
  const refused = assurance === null
  const { ofSession } = await deps.sessions.submissions(session)
  const isOver = ofSession >= MOST_SUBMISSIONS || !authentication.counts
  const again = isOver ? 'REJECT' : 'RETAKE'
  const trigger = refused ? again : 'APPROVE'
  try {
    await deps.sessions.apply({ session, trigger, at, actor: 'SYSTEM', reasons, authentication })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
    return deps.log.info({ sessionId: session.id }, 'session changed meanwhile; result dropped')
  }
  const { tenantId, id: sessionId } = session
  if (refused) tellSecurity(deps, 'FACE_REFUSED', { tenantId, sessionId })
}
