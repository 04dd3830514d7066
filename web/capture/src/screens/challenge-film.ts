import type { App } from '../app'
import { type Frame, filmFrames, type Pace } from '../camera/film'
import { openCamera } from '../camera/open-camera'
import { announceBurst, type Issue, sendBurst, startChallenge } from '../challenge'
import { h, icon, pause } from '../dom'
import { adviseTracked } from '../face/advise-face'
import { type Companion, followFace, movementWatch, untilFace } from '../face/companion'
import type { FaceMeasure } from '../face/tracker-worker'
import { lead } from '../parts'
import { createStage, type Stage } from './stage'

export type Wish = { flashes: boolean; moreTime: boolean }

type StepShown = NonNullable<Issue['step']>
type Outcome = 'DONE' | 'late' | 'hidden'

/** Time to come back to the middle before the next movement is shown: each begins with the face towards the camera. */
const READY_MS = 1500

/** Gestures ten times a second, colours five; where more time was asked for, slower, for no more frames are taken. */
function paceOf(
  { kind, deadlineMs, mostFrames, colours, colourMs }: StepShown,
  slow: boolean,
): Omit<Pace, 'isDone'> {
  if (kind === 'COLOURS') {
    const shown = (colours?.length ?? 0) * (colourMs ?? 0)
    return { intervalMs: 200, untilMs: Math.min(shown + 250, deadlineMs - 200), most: mostFrames }
  }
  return { intervalMs: slow ? 130 : 100, untilMs: slow ? 5200 : 3200, most: mostFrames }
}

/** Films every step of a challenge and sends each while the next one runs. @throws AskError, CameraError */
export async function performChallenge(
  app: App,
  wish: Wish,
  signal: AbortSignal,
): Promise<Outcome> {
  const leave = new AbortController()
  signal.addEventListener('abort', () => leave.abort())
  const stage = createStage(app, null)
  const task = h('p', { className: 'task', role: 'status' }, app.t.camera.starting)
  const count = h('p', { className: 'quiet count' })
  try {
    app.frame.show(app.t.liveness.heading, stage.element, task, count)
    const { label } = await openCamera('user', stage.video, leave.signal)
    const face = await companionOf(app, { stage, task, count }, leave.signal)
    const sent: Promise<void>[] = []
    let issue: Issue = await startChallenge({
      sessionId: app.session.id,
      ...wish,
      cameraLabel: label,
      sealed: true,
    })
    while (issue.step && !signal.aborted) {
      const frames = await filmStep(app, { stage, task, count }, face, issue, wish, leave.signal)
      if (frames === null) return 'hidden'
      if (frames.length < issue.step.leastFrames) return 'late'
      const { next, burst } = await announceBurst(issue, frames)
      const sending = sendBurst(app, burst)
      sending.catch(() => undefined) // it is heard of below
      sent.push(sending)
      issue = next
    }
    app.frame.show(app.t.liveness.heading, lead(app.t.liveness.done))
    await Promise.all(sent)
    return 'DONE'
  } finally {
    leave.abort()
  }
}

/** The help for the face, when it comes in time, and a face that is well placed: before any time runs. */
async function companionOf(
  { t }: App,
  { stage, task }: Shown,
  signal: AbortSignal,
): Promise<Companion> {
  const face = followFace(
    stage.video,
    (share) => {
      task.textContent = `${t.liveness.loading} ${Math.round(100 * share)} %`
    },
    signal,
  )
  const isThere = await Promise.race([face.arrived, pause(LOAD_MS).then(() => false)])
  task.textContent = t.liveness.ready
  if (!isThere) return { latest: () => null }
  await untilFace(
    face,
    (measure) => {
      const hint = adviseTracked(measure)
      stage.hint.textContent = t.hint[hint]
      return hint === 'FACE_GOOD'
    },
    PLACED_MS,
  )
  stage.hint.textContent = ''
  return face
}

const LOAD_MS = 30_000
const PLACED_MS = 12_000
const STRAIGHT_MS = 4000

/** As the server wants it at the start of a movement, and a little more. */
const isStraight = ({ pose }: FaceMeasure) => pose !== null && Math.abs(pose.yaw) < 12

type Shown = { stage: Stage; task: HTMLElement; count: HTMLElement }

async function filmStep(
  { t, frame }: App,
  { stage, task, count }: Shown,
  face: Companion,
  { step, challenge }: Issue,
  { moreTime }: Wish,
  signal: AbortSignal,
): Promise<Frame[] | null> {
  if (!step) return []
  delete document.body.dataset['act']
  task.replaceChildren(t.liveness.ready)
  frame.say(t.liveness.ready)
  stage.mood('search')
  await pause(moreTime ? 2 * READY_MS : READY_MS)
  await untilFace(face, isStraight, STRAIGHT_MS)
  task.replaceChildren(icon(ARROWS[step.kind] ?? ''), t.liveness[step.kind])
  count.textContent = t.liveness.of(challenge.stepsSubmitted + 1, challenge.stepCount)
  frame.say(t.liveness[step.kind])
  stage.mood('good')
  document.body.dataset['act'] = step.kind
  const stop = step.kind === 'COLOURS' ? flash(step) : () => undefined
  const pace = { ...paceOf(step, moreTime), isDone: movementWatch(face, step.kind) }
  const frames = await filmFrames(stage.video, pace, signal)
  stop()
  delete document.body.dataset['act']
  return frames
}

/** The preview is a mirror: one's own left is on the left of the screen. */
const ARROWS: Partial<Record<StepShown['kind'], string>> = {
  TURN_LEFT: 'M20 12H5M11 5l-7 7l7 7',
  TURN_RIGHT: 'M4 12h15M13 5l7 7l-7 7',
  LOOK_UP: 'M12 20V5M5 11l7-7l7 7',
  BLINK: 'M3 11c5 5 13 5 18 0M6 14.500l-1.500 2M12 15.500v2.500M18 14.500l1.500 2',
  OPEN_MOUTH: 'M12 6c4 0 6 2.500 6 6s-2 6-6 6s-6-2.500-6-6s2-6 6-6z',
}

const LIGHTS = {
  RED: '#ff0000',
  YELLOW: '#ffff00',
  GREEN: '#00ff00',
  CYAN: '#00ffff',
  BLUE: '#0000ff',
  MAGENTA: '#ff00ff',
} as const

/** Fills the screen with one colour after the other, the first at once. @returns what takes them away */
function flash({ colours, colourMs }: StepShown): () => void {
  const layer = h('div', { className: 'colours', 'aria-hidden': 'true' })
  document.body.append(layer)
  const start = performance.now()
  let runs = true
  const draw = () => {
    const at = Math.floor((performance.now() - start) / (colourMs ?? 500))
    const colour = colours?.[at]
    if (!runs || colour === undefined) return layer.remove()
    layer.style.backgroundColor = LIGHTS[colour]
    layer.dataset['colour'] = colour
    requestAnimationFrame(draw)
  }
  draw()
  return () => {
    runs = false
    layer.remove()
  }
}
