import type { App, Screen } from '../app'
import { h } from '../dom'
import { keep } from '../memory'
import { actions, button, chosen, lead, notice, quiet } from '../parts'

/** Shows what is to be confirmed, in plain words, and what happens with the face. */
export const confirmScreen: Screen = async (app) => {
  const { t, frame, session, memory } = app
  const { name } = session.branding
  await chosen<void>((choose) =>
    frame.show(
      t.confirm.heading(name),
      session.faceConfirmation?.failedBefore ? notice('warn', t.confirm.failed) : null,
      h('p', { className: 'lead', 'data-action': '' }, sentenceOf(app)),
      lead(t.confirm.lead),
      h('h2', {}, t.consent.what),
      h('p', {}, t.confirm.biometric(name)),
      quiet(t.confirm.free(name)),
      actions(button(t.confirm.agree, () => choose())),
    ),
  )
  // Frames of an attempt before are none of this one's.
  Object.assign(memory, { agreed: true, hashes: {} })
  await keep(memory)
}

/** The organisation's words stand apart from ours, whichever way they are written, and never as markup. */
function sentenceOf({ t, session }: App): string {
  const { kind, amount, currency, display } = session.faceConfirmation?.action ?? NOTHING
  if (kind !== 'PAYMENT') return apart(display)
  return t.confirm.payment(apart(`${amount} ${currency}`), apart(display))
}

const NOTHING = { kind: 'OTHER', amount: null, currency: null, display: '' }

/** Unicode's first strong isolate, and its end (UAX #9). */
const apart = (text: string) => `\u2068${text}\u2069`
