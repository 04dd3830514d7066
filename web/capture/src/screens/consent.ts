import { api } from '../api'
import type { App } from '../app'
import { MEASURED_TEXT, PLAIN_TEXT } from '../behaviour'
import { h, icon } from '../dom'
import { actions, button, chosen, lead } from '../parts'
import { persist } from '../persist'
import { handOver, handOverOffer } from './hand-over'

/** The name of a text: another when what one agrees to changes. */
const FACE_TEXT_VERSION = 'capture-page-face-1'

export async function consentScreen(app: App, signal: AbortSignal): Promise<void> {
  const { t, frame, session } = app
  const { name } = session.branding
  const need = (path: string, text: string) => h('li', {}, icon(path), text)
  const face = h('input', { type: 'checkbox', name: 'face' })
  const choice = await chosen<'AGREE' | 'PHONE'>((choose) =>
    frame.show(
      t.consent.heading,
      lead(t.consent.lead(name)),
      h('h2', {}, t.consent.need),
      h(
        'ul',
        { className: 'needs' },
        need(
          'M4 5h16v14H4zM7.5 15a3 3 0 0 1 6 0M10.5 9.5v.01M15.5 10h2M15.5 13h2',
          t.consent.document,
        ),
        need(
          'M4 8h3l2-2.5h6L17 8h3v11H4zM12 10a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7z',
          t.consent.camera,
        ),
      ),
      h('h2', {}, t.consent.what),
      h('p', {}, t.consent.biometric(name)),
      h('p', {}, t.consent.kept(name)),
      session.behaviourMeasured ? h('p', {}, t.consent.measured(name)) : null,
      session.faceConsentOffered
        ? h(
            'label',
            { className: 'choice' },
            face,
            h('span', {}, h('b', {}, t.consent.face), h('small', {}, t.consent.faceLead(name))),
          )
        : null,
      h('p', { className: 'quiet' }, t.consent.free),
      actions(
        button(t.consent.agree, () => choose('AGREE')),
        handOverOffer(app, () => choose('PHONE')),
      ),
    ),
  )
  if (choice === 'PHONE') return handOver(app, signal)
  const consent = {
    sessionId: session.id,
    textVersion: session.behaviourMeasured ? MEASURED_TEXT : PLAIN_TEXT,
    locale: document.documentElement.lang,
  }
  // First, for with the other the next step begins.
  const purpose = 'FACE_AUTHENTICATION'
  if (face.checked)
    await persist(() => api.recordConsent({ ...consent, textVersion: FACE_TEXT_VERSION, purpose }))
  await persist(() => api.recordConsent(consent))
}
