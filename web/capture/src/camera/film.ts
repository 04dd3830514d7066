import { drawn, jpegOf } from './picture'

export type Frame = { atMs: number; bytes: Uint8Array<ArrayBuffer> }

/** The shorter side of what is sent, in pixels: a face in the oval is then some 300 high. */
const SHORT = 480
const LONGEST = 4 / 3
const QUALITY = 0.9

/** How often, until when and how many at most; `isDone`: whether it may end before that, a moment later. */
export type Pace = {
  intervalMs: number
  untilMs: number
  most: number
  isDone: () => boolean
}

/** The movement goes a little further than where it is enough. */
const AFTER_MS = 400
const FEWEST = 12

/**
 * Films from now on: frames as the camera sees them, not mirrored, none twice, with their times in milliseconds.
 * @returns null when the page was hidden or left meanwhile: what was filmed then is no answer
 */
export async function filmFrames(
  video: HTMLVideoElement,
  pace: Pace,
  signal: AbortSignal,
): Promise<Frame[] | null> {
  const start = performance.now()
  const canvas = document.createElement('canvas')
  const taken: Promise<Frame>[] = []
  const isOver = ending(pace)
  for (let due = 0; ; ) {
    await nextFrame(video)
    const atMs = Math.round(performance.now() - start)
    if (signal.aborted || document.hidden) return null
    if (isOver(atMs, taken.length)) return Promise.all(taken)
    if (atMs < due) continue
    due = Math.max(due + pace.intervalMs, atMs + pace.intervalMs / 2)
    taken.push(frameOf(video, canvas, atMs))
  }
}

/** Whether a film is over: at its end, or a moment after what was asked for was done. */
function ending({ untilMs, most, isDone }: Pace): (atMs: number, taken: number) => boolean {
  let endMs = untilMs
  return (atMs, taken) => {
    if (endMs === untilMs && isDone()) endMs = Math.min(untilMs, atMs + AFTER_MS)
    return taken >= most || atMs > untilMs || (atMs > endMs && taken >= FEWEST)
  }
}

async function frameOf(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  atMs: number,
): Promise<Frame> {
  const { videoWidth, videoHeight } = video
  const short = Math.min(videoWidth, videoHeight)
  const width = Math.min(videoWidth, short * LONGEST)
  const height = Math.min(videoHeight, short * LONGEST)
  const place = { left: (videoWidth - width) / 2, top: (videoHeight - height) / 2, width, height }
  drawn(video, place, (width * Math.min(SHORT, short)) / short, canvas)
  const blob = await jpegOf(canvas, QUALITY)
  return { atMs, bytes: new Uint8Array(await blob.arrayBuffer()) }
}

/** The next picture of the camera, so that none is taken twice; where the browser cannot say, the next one on the screen. */
function nextFrame(video: HTMLVideoElement): Promise<void> {
  const late = new Promise<void>((done) => setTimeout(done, 500))
  const next = new Promise<void>((done) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => done())
    else requestAnimationFrame(() => done())
  })
  return Promise.race([next, late])
}
