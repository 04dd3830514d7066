import type { Deps } from '../deps'
import { AppError } from '../errors'
import { type Capture, REQUIRED_CAPTURES, type Session, type SessionRef } from './session'

/**
 * The captures are complete: verification starts.
 * @throws AppError CAPTURE_MISSING naming what is missing, EXPIRED, CONFLICT when it is not the applicant's turn
 */
export async function submitSession(deps: Deps, ref: SessionRef, actor: string): Promise<Session> {
  const session = await deps.sessions.get(ref)
  const at = deps.now()
  if (session.status === 'AWAITING_CAPTURE') {
    if (session.expiresAt <= at)
      throw new AppError('EXPIRED', 'The session has expired; create a new one.', 'sessionId')
    assertComplete(await deps.captures.ofSession(ref))
  }
  return deps.sessions.apply({ session, trigger: 'SUBMIT', at, actor })
}

function assertComplete(captures: Capture[]): void {
  const ready = new Set(captures.filter(({ status }) => status === 'READY').map(({ kind }) => kind))
  const missing = REQUIRED_CAPTURES.filter((kind) => !ready.has(kind))
  if (missing.length > 0)
    throw new AppError(
      'CAPTURE_MISSING',
      `Still needed, uploaded and completed: ${missing.join(', ')}.`,
      'sessionId',
    )
}
