import type { Deps } from '../deps'
import type { Session, SessionRef } from './session'

/**
 * The session as it is, then as it is after each change, until the reader stops. Changes that come faster than
 * they are read are told as one.
 * @throws AppError NOT_FOUND
 */
export async function* watchSession(
  deps: Pick<Deps, 'sessions' | 'changes'>,
  ref: SessionRef,
): AsyncGenerator<Session> {
  let changed = true
  let wake: () => void = () => undefined
  const stop = deps.changes.onSession(ref, () => {
    changed = true
    wake()
  })
  try {
    let told = -1
    for (;;) {
      if (!changed)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      changed = false
      const session = await deps.sessions.get(ref)
      if (session.sequence === told) continue
      told = session.sequence
      yield session
    }
  } finally {
    stop()
  }
}
