import { AskError } from '../../../shared/ask'
import type { CaptureKind } from '../../generated/graphql'
import type { App } from '../app'
import { CameraError } from '../camera/open-camera'
import { chosenPicture } from '../camera/picture'
import { h } from '../dom'
import { actions, button, chosen, lead, notice } from '../parts'
import { dropPending, sendImage } from '../upload'
import { introduction, trouble, type Way } from './camera-intro'
import { film } from './viewfinder'

/** What is to be photographed. `aspect`: of the frame; null: an oval for a face. */
export type Subject = {
  kind: CaptureKind
  heading: string
  lead: string
  facing: 'environment' | 'user'
  aspect: number | null
}

/** A picture by camera or file, looked at once more by the applicant, then sealed and sent. */
export async function pictureScreen(
  app: App,
  subject: Subject,
  signal: AbortSignal,
): Promise<void> {
  const { t, frame } = app
  const told = whatToMend(app, subject.kind)
  let picture: Blob | null
  do {
    picture = await takePicture(app, subject, told, signal)
    if (picture === null || signal.aborted) return
  } while (!(await isGood(app, subject, picture)))
  frame.say(t.camera.sending)
  await send(app, { kind: subject.kind, file: picture })
  frame.say(t.camera.sent)
}

/** What was spoilt on the way has FAILED: the flow finds that and asks for it again, saying why. */
const SPOILT = ['SHA256_MISMATCH', 'UPLOAD_MISSING', 'UPLOAD_TOO_LARGE', 'UPLOAD_EMPTY', 'EXPIRED']

async function send(app: App, image: { kind: CaptureKind; file: Blob }): Promise<void> {
  try {
    await sendImage(app.session, app.memory, image)
  } catch (error) {
    if (!(error instanceof AskError) || !SPOILT.includes(error.code)) throw error
    await dropPending(app.memory)
  }
}

/** What came of one try: a picture, or another way to try. */
type Try = { picture: Blob } | { way: Way }

/** By the camera, or from a file where there is none or none is wanted; null when the screen was left. */
async function takePicture(app: App, subject: Subject, told: Element[], signal: AbortSignal) {
  let next: Try = { way: await introduction(app, subject, told) }
  while ('way' in next && !signal.aborted)
    next =
      next.way === 'CAMERA'
        ? await fromCamera(app, subject, signal)
        : await fromFile(app, subject, next.way)
  return 'picture' in next ? next.picture : null
}

async function fromFile(app: App, subject: Subject, file: File): Promise<Try> {
  const picture = await chosenPicture(file)
  if (picture !== null) return { picture }
  return { way: await introduction(app, subject, [notice('bad', app.t.camera.wrongFile)]) }
}

async function fromCamera(app: App, subject: Subject, signal: AbortSignal): Promise<Try> {
  try {
    const taken = await film(app, subject, signal)
    return taken instanceof File ? { way: taken } : { picture: taken }
  } catch (error) {
    if (!(error instanceof CameraError)) throw error
    return { way: await trouble(app, subject, error.problem) }
  }
}

async function isGood({ t, frame }: App, { aspect }: Subject, picture: Blob): Promise<boolean> {
  const url = URL.createObjectURL(picture)
  const [question, hint] =
    aspect === null
      ? [t.camera.checkFace, t.camera.checkFaceLead]
      : [t.camera.check, t.camera.checkLead]
  const uses = await chosen<boolean>((choose) => {
    const use = button(t.camera.use, () => {
      use.disabled = true
      use.replaceChildren(t.camera.sending)
      choose(true)
    })
    const again = button(t.camera.again, () => choose(false), 'plain')
    frame.show(
      question,
      lead(hint),
      h('img', { className: 'taken', src: url, alt: t.camera.preview }),
      actions(use, again),
    )
  })
  URL.revokeObjectURL(url)
  return uses
}

/** Why this picture is asked for again: what the checks advised, and what was wrong with the file sent last. */
function whatToMend({ t, session, memory }: App, kind: CaptureKind): Element[] {
  const advice = session.advice
    .filter((each) => each.kind === kind)
    .map(({ code }) => t.advice[code])
  const last = session.captures.filter((each) => each.kind === kind).at(-1)
  const failed = last?.status === 'FAILED' && memory.hashes[last.id] !== undefined
  const codes: Record<string, string> = t.failure
  const failure = failed ? [codes[last.failure ?? ''] ?? t.failure.OTHER] : []
  const lines = [...failure, ...advice]
  return lines.length > 0 ? [notice('warn', t.result.mend, ...lines)] : []
}
