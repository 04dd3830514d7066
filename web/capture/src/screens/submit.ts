import { AskError } from '../../../shared/ask'
import { api } from '../api'
import type { App } from '../app'
import { isMeasured } from '../behaviour'
import { confirm } from '../confirmation'
import { pause } from '../dom'
import { submit } from '../manifest'
import { keep } from '../memory'
import { lead } from '../parts'
import { persist } from '../persist'

const OPENED_MS = 400

/** Something changed meanwhile, or is missing after all: the flow looks again. */
const AGAIN = ['CONFLICT', 'CAPTURE_MISSING']

/** Waits until the workers have opened what was sealed, then submits it, signed; not if a picture turned out to be bad. */
export async function submitScreen(app: App, signal: AbortSignal): Promise<void> {
  const { t, frame, memory } = app
  frame.progress(null, 1)
  frame.show(t.submit.heading, lead(t.submit.opening))
  const session = await opened(app, signal)
  const isBad = ({ id, status }: App['session']['captures'][number]) =>
    status === 'FAILED' &&
    app.session.captures.some((was) => was.id === id && was.status === 'OPENING')
  if (signal.aborted || session.captures.some(isBad)) return
  try {
    const send = session.faceConfirmation === null ? submit : confirm
    await tellBehaviour(app, session)
    await persist(() => send(session, memory))
    app.embed.tell({ type: 'submitted' })
  } catch (error) {
    if (!(error instanceof AskError) || !AGAIN.includes(error.code)) throw error
    if (error.code === 'CAPTURE_MISSING') await forgetFilms(app, session)
  }
}

/** What was measured, where the organisation still asks for it. It stands in nobody's way. */
async function tellBehaviour({ behaviour }: App, session: App['session']): Promise<void> {
  const measured = isMeasured(session) ? behaviour.summary() : null
  if (measured === null) return
  try {
    await api.recordBehaviour({ sessionId: session.id, ...measured })
  } catch (error) {
    if (!(error instanceof AskError)) throw error
  }
}

async function opened(app: App, signal: AbortSignal): Promise<App['session']> {
  for (;;) {
    const session = await persist(() => api.session(app.session.id))
    if (signal.aborted || session.captures.every(({ status }) => status !== 'OPENING'))
      return session
    await pause(OPENED_MS)
  }
}

/** A challenge of which a film did not arrive is of no use: it is asked for again. */
async function forgetFilms({ memory }: App, { captures }: App['session']): Promise<void> {
  for (const { id, kind } of captures) if (kind === 'LIVENESS') delete memory.hashes[id]
  await keep(memory)
}
