import type { App } from '../app'
import { h, icon } from '../dom'
import { SIGNS } from '../parts'

/** Something better than a mouse in hand is a phone: it has the camera at the back. */
const isPhone = () => window.matchMedia('(pointer: coarse)').matches

/** The way over to a phone: as long as nothing binds the session to this device. */
export function handOverOffer({ t, session }: App, onclick: () => void): HTMLElement | null {
  if (isPhone() || session.deviceKey !== null) return null
  return h(
    'button',
    { type: 'button', className: 'button plain offer', onclick },
    icon(SIGNS.phone),
    h('span', {}, h('b', {}, t.handOver.offer), h('small', {}, t.handOver.why)),
  )
}

/** Loaded when it is asked for: few need the code. */
export async function handOver(app: App, signal: AbortSignal): Promise<void> {
  const { handOverScreen } = await import('./hand-over-screen')
  await handOverScreen(app, signal)
}
