import { AskError } from '../../shared/ask'
import type { Frame } from './app'
import type { Messages } from './messages/en'
import { actions, button, chosen, lead, SIGNS, sign } from './parts'

export type ProblemCode =
  | 'NO_LINK'
  | 'LINK_USED'
  | 'EXPIRED'
  | 'CONFLICT'
  | 'NOT_FOUND'
  | 'ENDED'
  | 'ELSEWHERE'
  | 'OTHER_DEVICE'
  | 'TOO_MANY_ATTEMPTS'
  | 'MANIFEST_INVALID'
  | 'BROWSER'
  | 'OTHER'

const KNOWN: Record<string, ProblemCode> = {
  LINK_USED: 'LINK_USED',
  EXPIRED: 'EXPIRED',
  CONFLICT: 'CONFLICT',
  NOT_FOUND: 'NOT_FOUND',
  UNAUTHENTICATED: 'ENDED',
  TOO_MANY_ATTEMPTS: 'TOO_MANY_ATTEMPTS',
  MANIFEST_INVALID: 'MANIFEST_INVALID',
}

export function problemOf(error: unknown): ProblemCode {
  return (error instanceof AskError && KNOWN[error.code]) || 'OTHER'
}

/** After which one can go on, and with what. */
const WAYS: Partial<Record<ProblemCode, (t: Messages) => string>> = {
  OTHER: (t) => t.tryAgain,
  MANIFEST_INVALID: (t) => t.problem.again,
}

/** Says what is wrong and what to do; resolves when the applicant wants to go on, which is not possible after all of them. */
export function showProblem(frame: Frame, t: Messages, code: ProblemCode): Promise<void> {
  return chosen<void>((choose) => {
    const way = WAYS[code]
    frame.progress(null, 0)
    frame.show(
      t.problem[code],
      sign(code === 'CONFLICT' ? 'info' : 'warn', SIGNS.bad),
      lead(t.problem[`${code}_LEAD`]),
      way ? actions(button(way(t), () => choose())) : null,
    )
    document.body.dataset['problem'] = code
  })
}
