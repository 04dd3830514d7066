/** Why a challenge is not passed. */
export const LIVENESS_FAILURES = [
  'STEP_NOT_DONE',
  'WRONG_STEP',
  'TOO_LATE',
  'TOO_FEW_FRAMES',
  'OTHER_PERSON',
  'FACE_LOST',
  'NOT_THREE_DIMENSIONAL',
  'COLOURS_DO_NOT_FOLLOW',
  'FRAMES_REPEATED',
  'MOTION_NOT_NATURAL',
] as const

export type LivenessFailure = (typeof LIVENESS_FAILURES)[number]

/** Something that was measured against a limit, both with their unit; `margin` 0..1 is 0.5 or more when it holds. */
export type Finding = { code: LivenessFailure; measured: string; limit: string; margin: number }

/** A value that has to reach a positive limit: the margin is 0.5 at the limit, 1 at twice it. */
export function atLeast(
  code: LivenessFailure,
  value: number,
  limit: number,
  unit: string,
): Finding {
  const margin = clamp(value / (2 * limit))
  return { code, measured: shown(value, unit), limit: `at least ${shown(limit, unit)}`, margin }
}

/** A value of 0 or more that must not pass a positive limit: the margin is 1 at 0, 0.5 at the limit. */
export function atMost(code: LivenessFailure, value: number, limit: number, unit: string): Finding {
  const margin = value <= limit ? clamp(1 - value / (2 * limit)) : clamp((0.499 * limit) / value)
  return { code, measured: shown(value, unit), limit: `at most ${shown(limit, unit)}`, margin }
}

/** Something that is so or is not. */
export function mustBe(
  code: LivenessFailure,
  holds: boolean,
  measured: string,
  limit: string,
): Finding {
  return { code, measured, limit, margin: holds ? 1 : 0 }
}

/** Whether the limit is kept. */
export function holds({ margin }: Finding): boolean {
  return margin >= 0.5
}

function shown(value: number, unit: string): string {
  return `${Number(value.toFixed(3))} ${unit}`.trim()
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
