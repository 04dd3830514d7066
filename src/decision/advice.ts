import type { CaptureKind } from '../sessions/session'
import type { Reason } from './check-result'
import { REASONS, type ReasonCode } from './reasons'

/** Reasons that an honest person can do something about, and that tell nobody else how to pass. Only these are shown. */
const MENDABLE = [
  'MRZ_NOT_FOUND',
  'DOCUMENT_TYPE_UNEXPECTED',
  'IMAGE_BLURRED',
  'IMAGE_GLARE',
  'IMAGE_TOO_DARK',
  'IMAGE_TOO_BRIGHT',
  'IMAGE_FAINT',
  'IMAGE_DOCUMENT_SMALL',
  'IMAGE_CUT_OFF',
  'PORTRAIT_NOT_FOUND',
  'PORTRAIT_TOO_SMALL',
  'SELFIE_FACE_NOT_FOUND',
  'SELFIE_TOO_SMALL',
  'SELFIE_BLURRED',
  'SELFIE_TOO_DARK',
  'SELFIE_TOO_BRIGHT',
  'SELFIE_UNEVEN_LIGHT',
  'SELFIE_EYES_HIDDEN',
  'SELFIE_TURNED_AWAY',
  'SELFIE_CUT_OFF',
  'SELFIE_SEVERAL_FACES',
  'LIVENESS_STEP_NOT_DONE',
  'LIVENESS_WRONG_STEP',
  'LIVENESS_TOO_LATE',
  'LIVENESS_TOO_FEW_FRAMES',
  'LIVENESS_FACE_LOST',
  'LIVENESS_COLOURS_DO_NOT_FOLLOW',
] as const satisfies readonly ReasonCode[]

type Mendable = (typeof MENDABLE)[number]
export type AdviceCode = Mendable | 'TAKE_AGAIN' | 'ONE_MORE_STEP' | 'LIVENESS_TRY_AGAIN'

/** Every code that an applicant may be told, and what it says. */
export const ADVICE = {
  ...(Object.fromEntries(MENDABLE.map((code) => [code, REASONS[code].user])) as Record<
    Mendable,
    string
  >),
  TAKE_AGAIN: 'Take this picture again.',
  ONE_MORE_STEP: REASONS.STEP_UP_ASKED.user,
  LIVENESS_TRY_AGAIN: REASONS.LIVENESS_OTHER_PERSON.user,
} as const satisfies Record<AdviceCode, string>

/** What to do again, and why. */
export type Advice = { code: AdviceCode; kind: CaptureKind }

/**
 * What an applicant is told to mend: of the reasons those that are theirs to mend, each once. What points to deceit becomes
 * LIVENESS_TRY_AGAIN, all else is left out. `retakeKind`: what a reviewer, or a rule, asked for: never which rule, or why. Never empty: something was asked for.
 */
export function adviceFor(
  reasons: Reason[],
  retakeKind: CaptureKind | null,
  kindOf: (captureId: string) => CaptureKind | undefined,
): Advice[] {
  const found = reasons.flatMap(({ code, evidence }): Advice[] => {
    const told = toldAs(code)
    const seenOn = evidence.captureId === undefined ? undefined : kindOf(evidence.captureId)
    return told === null ? [] : [{ code: told, kind: seenOn ?? usualKind(code) }]
  })
  const asked = retakeKind === null ? found : found.filter(({ kind }) => kind === retakeKind)
  const stepUp = reasons.some(({ code }) => code === 'STEP_UP_ASKED')
  const fallback: Advice = {
    code: stepUp ? 'ONE_MORE_STEP' : 'TAKE_AGAIN',
    kind: retakeKind ?? 'DOCUMENT_FRONT',
  }
  const advice = asked.length > 0 ? asked : [fallback]
  const keys = advice.map(({ code, kind }) => `${code} ${kind}`)
  return advice.filter((_, at) => keys.indexOf(keys[at] ?? '') === at)
}

/** Signs of deceit that an honest person may show too: they are told no more than to try again. */
const AMBIGUOUS: readonly ReasonCode[] = [
  'LIVENESS_OTHER_PERSON',
  'LIVENESS_MOTION_NOT_NATURAL',
  'LIVENESS_NOT_THREE_DIMENSIONAL',
  'LIVENESS_FRAMES_REPEATED',
]

function toldAs(code: ReasonCode): AdviceCode | null {
  if (AMBIGUOUS.includes(code)) return 'LIVENESS_TRY_AGAIN'
  return MENDABLE.find((each) => each === code) ?? null
}

function usualKind(code: ReasonCode): CaptureKind {
  if (code.startsWith('LIVENESS_')) return 'LIVENESS'
  return code.startsWith('SELFIE_') ? 'SELFIE' : 'DOCUMENT_FRONT'
}
