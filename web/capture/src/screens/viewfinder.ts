import type { App } from '../app'
import { adviseDocument, adviseFace, type Hint, isBlack } from '../camera/advise'
import { coach } from '../camera/coach'
import { inVideo, widened } from '../camera/guide'
import type { Point } from '../camera/lines'
import type { DocumentMeasure } from '../camera/measure-document'
import { CameraError, openCamera } from '../camera/open-camera'
import { still } from '../camera/picture'
import { h } from '../dom'
import { adviseTracked } from '../face/advise-face'
import { followFace } from '../face/companion'
import { actions, quiet } from '../parts'
import { fileButton } from './camera-intro'
import type { Subject } from './picture'
import { createStage, type Stage } from './stage'

/** Good so many looks running, about half a second, and the picture is taken. */
const GOOD_LOOKS = 4
/** Black so many looks running, about two seconds, and something covers the lens. */
const BLACK_LOOKS = 15

/** What is around the frame goes with it: the edges of a document show whether it is whole. */
const AROUND = { document: 0.08, face: 0.35 }

/**
 * The camera with its advice: resolves with a picture, taken by itself when all is well or by hand at any time, or with a file
 * that was chosen instead.
 * @throws CameraError
 */
export async function film(app: App, subject: Subject, signal: AbortSignal): Promise<Blob | File> {
  const { t, frame } = app
  const leave = new AbortController()
  signal.addEventListener('abort', () => leave.abort())
  const stage = createStage(app, subject.aspect)
  try {
    return await new Promise<Blob | File>((done, fail) => {
      const take = () => void shoot(stage, subject).then(done, fail)
      const shutter = shutterButton(t.camera.shutter, take)
      frame.show(
        subject.heading,
        quiet(subject.lead),
        stage.element,
        actions(shutter, fileButton(t.camera.upload, subject, done)),
        quiet(t.camera.auto),
      )
      openCamera(subject.facing, stage.video, leave.signal)
        .then((camera) => {
          shutter.disabled = false
          camera.track.addEventListener('ended', () => fail(new CameraError('BUSY')))
          watchFrame(app, stage, subject, { take, fail }, leave.signal)
        })
        .catch(fail)
    })
  } finally {
    leave.abort()
  }
}

function shutterButton(label: string, onclick: () => void) {
  return h('button', {
    type: 'button',
    className: 'shutter',
    disabled: true,
    'aria-label': label,
    onclick,
  })
}

async function shoot({ video, place }: Stage, { aspect }: Subject): Promise<Blob> {
  const { frame, stage } = place()
  const size = { width: video.videoWidth, height: video.videoHeight }
  const around = aspect === null ? AROUND.face : AROUND.document
  return still(video, widened(inVideo(frame, stage, video), around, size))
}

type Ends = { take: () => void; fail: (error: unknown) => void }

function watchFrame(
  app: App,
  stage: Stage,
  { aspect }: Subject,
  { take, fail }: Ends,
  signal: AbortSignal,
): void {
  let [good, black, looks] = [0, 0, 0]
  const advise = aspect === null ? faceAdvice(stage, signal) : adviseDocument
  const told = (measure: DocumentMeasure) => {
    black = isBlack(measure) ? black + 1 : 0
    if (black >= BLACK_LOOKS) return fail(new CameraError('BLACK'))
    const hint = advise(measure)
    good = isGood(hint) ? good + 1 : 0
    looks += 1
    stage.element.dataset['looks'] = String(looks)
    showHint(app, stage, hint, aspect === null ? null : measure.outline)
    if (good === GOOD_LOOKS) take()
  }
  coach(stage.video, stage.place, told, signal)
}

const isGood = (hint: Hint) => hint === 'GOOD' || hint === 'FACE_GOOD'

/** Light and stillness first; then where the face is, once the help for that has come. */
function faceAdvice({ video }: Stage, signal: AbortSignal) {
  const face = followFace(video, () => undefined, signal)
  return (measure: DocumentMeasure): Hint => {
    const hint = adviseFace(measure)
    const seen = face.latest()
    return hint === 'FACE' && seen !== null ? adviseTracked(seen) : hint
  }
}

function showHint({ t, frame }: App, stage: Stage, hint: Hint, outline: Point[] | null): void {
  stage.outline(outline)
  stage.mood(isGood(hint) ? 'good' : outline ? 'almost' : 'search')
  stage.element.dataset['hint'] = hint
  if (stage.hint.textContent !== t.hint[hint]) stage.hint.textContent = t.hint[hint]
  frame.say(t.hint[hint])
}
