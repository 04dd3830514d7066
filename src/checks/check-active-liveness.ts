import type { CheckResult, Reason } from '../decision/check-result'
import type { ReasonCode } from '../decision/reasons'
import type { LivenessFailure } from '../liveness/finding'
import { cameraHints, type InjectionHint, injectionHints } from '../liveness/injection-hints'
import { type Failure, judgeChallenge } from '../liveness/judge-challenge'
import type { MeasuredChallenge } from './measure-challenge'

const CODES: Record<LivenessFailure, ReasonCode> = {
  STEP_NOT_DONE: 'LIVENESS_STEP_NOT_DONE',
  WRONG_STEP: 'LIVENESS_WRONG_STEP',
  TOO_LATE: 'LIVENESS_TOO_LATE',
  TOO_FEW_FRAMES: 'LIVENESS_TOO_FEW_FRAMES',
  OTHER_PERSON: 'LIVENESS_OTHER_PERSON',
  FACE_LOST: 'LIVENESS_FACE_LOST',
  NOT_THREE_DIMENSIONAL: 'LIVENESS_NOT_THREE_DIMENSIONAL',
  COLOURS_DO_NOT_FOLLOW: 'LIVENESS_COLOURS_DO_NOT_FOLLOW',
  FRAMES_REPEATED: 'LIVENESS_FRAMES_REPEATED',
  MOTION_NOT_NATURAL: 'LIVENESS_MOTION_NOT_NATURAL',
}

/**
 * Whether one living person did what was asked for. The score is the margin of the weakest measure. Hints of a camera
 * that is none are notes: they stand against nothing.
 */
export function checkActiveLiveness(
  measured: MeasuredChallenge | null,
): Omit<CheckResult, 'durationMs'> {
  const check = 'ACTIVE_LIVENESS'
  if (!measured)
    return {
      check,
      score: null,
      reasons: [],
      notes: [{ code: 'LIVENESS_NOT_CHALLENGED', evidence: {} }],
    }
  const { challenge, virtualCamera, bursts } = measured
  const { score, steps, failures } = judgeChallenge(
    challenge,
    bursts.map(({ frames }) => frames),
    bursts.map(({ findings }) => findings),
  )
  const ofSteps = steps.flatMap(({ kind, failures: own }, at) =>
    own.map((failure) => failed(failure, kind, bursts[at]?.captureId)),
  )
  const hints = [
    ...cameraHints(virtualCamera).map((hint) => hinted(hint)),
    ...bursts.flatMap(({ captureId, frames }) =>
      injectionHints(frames).map((hint) => hinted(hint, captureId)),
    ),
  ]
  return {
    check,
    score,
    reasons: [...ofSteps, ...failures.map((failure) => failed(failure))],
    notes: hints,
  }
}

function failed({ code, measured, limit }: Failure, field?: string, captureId?: string): Reason {
  const place = { ...(field && { field }), ...(captureId && { captureId }) }
  return { code: CODES[code], evidence: { ...place, measured, limit } }
}

function hinted({ code, value, limit }: InjectionHint, captureId?: string): Reason {
  const place = captureId ? { captureId } : {}
  return { code: 'INJECTION_HINT', evidence: { ...place, field: code, measured: value, limit } }
}
