import type { App } from '../app'
import { type CameraProblem, isAllowed, permissionSteps } from '../camera/open-camera'
import { h } from '../dom'
import type { Messages } from '../messages/en'
import { actions, button, chosen, lead, notice } from '../parts'
import { illustration } from './illustration'
import type { Subject } from './picture'

/** How the picture is made: with the camera, or from this file. */
export type Way = 'CAMERA' | File

/** Before the browser asks for the camera: what will be photographed. Where it is allowed already and all is well, nothing. */
export async function introduction(app: App, subject: Subject, told: Element[]): Promise<Way> {
  const { t, frame } = app
  if (told.length === 0 && (await isAllowed())) return 'CAMERA'
  return chosen<Way>((choose) =>
    frame.show(
      subject.heading,
      lead(subject.lead),
      ...told,
      illustration(subject.aspect),
      actions(
        button(t.camera.start, () => choose('CAMERA')),
        fileButton(t.camera.upload, subject, choose),
      ),
    ),
  )
}

/** Why there is no camera, what to do about it, and the way without one. */
export function trouble(app: App, subject: Subject, problem: CameraProblem): Promise<Way> {
  const { t, frame, embed } = app
  embed.tell({ type: 'problem', code: `CAMERA_${problem}` })
  return chosen<Way>((choose) =>
    frame.show(
      t.trouble[problem],
      notice('warn', t.trouble[`${problem}_LEAD`]),
      permissionHelp(t, problem),
      actions(
        problem !== 'UNSUPPORTED' && button(t.tryAgain, () => choose('CAMERA')),
        fileButton(t.camera.uploadOnly, subject, choose),
      ),
    ),
  )
}

/** Where this browser hides the permission of the camera; null for other problems. */
export function permissionHelp(t: Messages, problem: CameraProblem): HTMLElement | null {
  if (problem !== 'DENIED') return null
  const steps = t.trouble.steps[permissionSteps()]
  return h('ol', { className: 'steps' }, ...steps.map((text) => h('li', {}, text)))
}

/** A button that chooses a file; phones offer their camera app there too. */
export function fileButton(text: string, { facing }: Subject, choose: (file: File) => void) {
  const input = h('input', {
    type: 'file',
    accept: 'image/jpeg,image/png,image/webp',
    className: 'unseen',
    tabIndex: -1,
    'aria-hidden': 'true',
    onchange: () => {
      const [file] = input.files ?? []
      if (file) choose(file)
    },
  })
  input.setAttribute('capture', facing)
  if (!window.matchMedia('(pointer: coarse)').matches) input.removeAttribute('capture')
  return h(
    'div',
    { className: 'file' },
    button(text, () => input.click(), 'plain'),
    input,
  )
}
