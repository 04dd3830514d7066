import qrcode from 'qrcode-generator'
import { AskError } from '../../../shared/ask'
import { api } from '../api'
import type { App } from '../app'
import { h, pause, svg } from '../dom'
import { actions, button, chosen, lead, quiet, SIGNS, sign } from '../parts'
import { persist } from '../persist'
import { watch } from '../watch'
import { showResult } from './result'

/**
 * Shows the code for the phone and waits: until the phone has opened it (this device is out then, and only watches how it
 * ends), the code is no longer good, or the applicant stays here.
 */
export async function handOverScreen(app: App, signal: AbortSignal): Promise<void> {
  const { t, frame, session } = app
  const link = await persist(() => api.createLink({ sessionId: session.id }))
  const leave = new AbortController()
  signal.addEventListener('abort', () => leave.abort())
  // Begun before the phone takes over: it goes on telling afterwards, though the cookie has ended.
  const status = statusOf(session.id, leave.signal)
  const stays = chosen<'STAY'>((choose) =>
    frame.show(
      t.handOver.heading,
      lead(t.handOver.scan),
      codeOf(link.url, t.handOver.code),
      h('p', { className: 'quiet waiting', role: 'status' }, t.handOver.waiting),
      actions(button(t.handOver.here, () => choose('STAY'), 'plain')),
    ),
  )
  const what = await Promise.race([stays, takenOver(session.id, link.expiresAt, leave.signal)])
  if (what !== 'TAKEN') return leave.abort()
  frame.progress(null, 0)
  frame.show(
    t.handOver.heading,
    sign('info', SIGNS.phone),
    lead(t.handOver.taken),
    quiet(t.wait.lead),
  )
  app.embed.tell({ type: 'step', step: 'PHONE' })
  showResult(app, await status)
  await new Promise(() => undefined) // this device has no part in it any more
}

/** A QR code as an image: dark on white in both schemes, for cameras. */
function codeOf(url: string, label: string): Element {
  const code = qrcode(0, 'M')
  code.addData(url)
  code.make()
  const count = code.getModuleCount()
  const all = Array.from({ length: count }, (_, at) => at)
  const path = all.flatMap((y) =>
    all.filter((x) => code.isDark(y, x)).map((x) => `M${x} ${y}h1v1h-1z`),
  )
  const box = `-4 -4 ${count + 8} ${count + 8}`
  const image = svg('svg', { viewBox: box, role: 'img', 'aria-label': label, class: 'code' })
  image.append(
    svg('rect', { x: -4, y: -4, width: count + 8, height: count + 8, fill: '#fff' }),
    svg('path', { d: path.join(''), fill: '#000', 'shape-rendering': 'crispEdges' }),
  )
  return image
}

const LOOK_MS = 1500

/** Whoever opens a newer link puts this device out: it is no longer answered. */
async function takenOver(sessionId: string, until: string, signal: AbortSignal) {
  while (!signal.aborted && new Date(until) > new Date()) {
    await pause(LOOK_MS)
    try {
      await api.session(sessionId)
    } catch (error) {
      if (error instanceof AskError && error.code === 'UNAUTHENTICATED') return 'TAKEN' as const
    }
  }
  return 'OVER' as const
}

/** How it ends, as soon as it has. */
function statusOf(sessionId: string, signal: AbortSignal): Promise<string> {
  const open = ['AWAITING_CAPTURE', 'PROCESSING']
  return new Promise((done) =>
    watch(
      sessionId,
      (change) => change && !open.includes(change.status) && done(change.status),
      signal,
    ),
  )
}
