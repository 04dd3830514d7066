import { AskError } from '../../../shared/ask'
import type { App } from '../app'
import { CameraError, type CameraProblem } from '../camera/open-camera'
import { deviceKey } from '../device'
import { h } from '../dom'
import { actions, button, chosen, lead, notice, quiet } from '../parts'
import { permissionHelp } from './camera-intro'
import { performChallenge, type Wish } from './challenge-film'
import { illustration } from './illustration'

/** Asks how, films the challenge step by step, and sends it; anew as often as it takes, while attempts are left. */
export async function livenessScreen(app: App, signal: AbortSignal): Promise<void> {
  const { t, session, memory } = app
  let told = adviceOf(app)
  while (!signal.aborted) {
    const wish = await wishes(app, told)
    try {
      if (session.faceConfirmation === null) await deviceKey(session, memory)
      else memory.hashes = {} // each film is signed by itself
      const outcome = await performChallenge(app, wish, signal)
      if (outcome === 'DONE') return
      told = [notice('warn', t.liveness[outcome])]
    } catch (error) {
      told = [toldOf(app, error)]
    }
  }
}

function adviceOf({ t, session }: App): Element[] {
  const mine = session.advice.filter(({ kind }) => kind === 'LIVENESS')
  return mine.length > 0 ? [notice('warn', ...mine.map(({ code }) => t.advice[code]))] : []
}

/** A step that came too late, or a camera that fails, is no end; the rest is. @throws what it was given */
function toldOf(app: App, error: unknown): Element {
  if (error instanceof CameraError) return cameraNotice(app, error.problem)
  if (error instanceof AskError && ['EXPIRED', 'INVALID'].includes(error.code))
    return notice('warn', app.t.liveness.late)
  throw error
}

function cameraNotice({ t }: App, problem: CameraProblem): Element {
  const help = permissionHelp(t, problem)
  const box = notice('bad', t.trouble[problem], t.trouble[`${problem}_LEAD`])
  return help ? h('div', {}, box, help) : box
}

/** What the applicant wants: flashing colours or none, which nobody else can know, and how much time. */
function wishes({ t, frame }: App, told: Element[]): Promise<Wish> {
  const { liveness } = t
  return chosen<Wish>((choose) => {
    const start = button(liveness.start, () =>
      choose({ flashes: flashes.checked, moreTime: moreTime.checked }),
    )
    const enable = () => {
      start.disabled = !(flashes.checked || none.checked)
    }
    const radio = (value: string, checked = false) =>
      h('input', { type: 'radio', name: 'flashes', value, checked, onchange: enable })
    const flashes = radio('yes')
    const none = radio('no', window.matchMedia('(prefers-reduced-motion: reduce)').matches)
    const moreTime = h('input', { type: 'checkbox', name: 'more-time' })
    const option = (input: HTMLInputElement, text: string, more: string) =>
      h(
        'label',
        { className: 'choice' },
        input,
        h('span', {}, h('b', {}, text), h('small', {}, more)),
      )
    enable()
    frame.show(
      liveness.heading,
      lead(liveness.lead),
      ...told,
      illustration(null),
      quiet(liveness.trackerLead),
      h(
        'fieldset',
        { className: 'choices' },
        option(flashes, liveness.flashes, liveness.flashesLead),
        option(none, liveness.noFlashes, liveness.noFlashesLead),
      ),
      h(
        'div',
        { className: 'choices' },
        option(moreTime, liveness.moreTime, liveness.moreTimeLead),
      ),
      actions(start),
      quiet(liveness.none),
    )
  })
}
