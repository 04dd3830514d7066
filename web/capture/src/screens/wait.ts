import { api } from '../api'
import type { App } from '../app'
import { h } from '../dom'
import { lead } from '../parts'
import { persist } from '../persist'
import { watch } from '../watch'

/** The checks run: shows how far they are, and resolves when it is somebody else's turn. */
export async function waitScreen(app: App, signal: AbortSignal): Promise<void> {
  const { t, frame, session } = app
  const stage = (text: string, state: 'done' | 'now' | 'next') =>
    h('li', { className: state, ...(state === 'now' && { 'aria-current': 'step' }) }, text)
  frame.progress(null, 1)
  frame.show(
    t.wait.heading,
    lead(t.wait.lead),
    h(
      'ol',
      { className: 'stages' },
      stage(t.wait.received, 'done'),
      stage(t.wait.checking, 'now'),
      stage(t.wait.result, 'next'),
    ),
  )
  await changed(session.id, session.sequence, signal)
}

/** Resolves when the session is no longer what it was, however that is heard of. */
export function changed(sessionId: string, sequence: number, signal: AbortSignal): Promise<void> {
  const leave = new AbortController()
  signal.addEventListener('abort', () => leave.abort())
  return new Promise((done, fail) => {
    const end = (finish: () => void) => {
      leave.abort()
      finish()
    }
    const look = async () => {
      const session = await persist(() => api.session(sessionId))
      if (session.sequence > sequence) end(done)
    }
    const told = (change: { sequence: number } | null) => {
      if (change !== null && change.sequence > sequence) end(done)
      if (change === null) look().catch((error: unknown) => end(() => fail(error)))
    }
    watch(sessionId, told, leave.signal)
  })
}
