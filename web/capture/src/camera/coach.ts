import type { Rect } from './guide'
import { inVideo, widened } from './guide'
import type { DocumentMeasure } from './measure-document'
import { MARGIN } from './measure-document'
import { drawn } from './picture'

const LOOK_WIDTH = 288
const DETAIL = { width: 288, height: 180 }
/** Looks a second are at most eight: more would heat a phone and help nobody. */
const INTERVAL_MS = 125

/**
 * Looks at what is in the frame, a few times a second, until `signal` ends it. All that is done here is to draw two small
 * pictures; a worker measures them, and the next look waits for it.
 * @param place the frame and the stage, in pixels of the page
 */
export function coach(
  video: HTMLVideoElement,
  place: () => { frame: Rect; stage: { width: number; height: number } },
  told: (measure: DocumentMeasure) => void,
  signal: AbortSignal,
): void {
  const worker = new Worker(new URL('./coach-worker.ts', import.meta.url), { type: 'module' })
  signal.addEventListener('abort', () => worker.terminate())
  const canvases = [document.createElement('canvas'), document.createElement('canvas')] as const
  const look = () => {
    if (signal.aborted) return
    if (document.hidden || video.videoWidth === 0) return void setTimeout(look, INTERVAL_MS)
    const { frame, stage } = place()
    const size = { width: video.videoWidth, height: video.videoHeight }
    const seen = inVideo(frame, stage, video)
    const pictures = [
      drawn(video, widened(seen, MARGIN, size), LOOK_WIDTH, canvases[0]),
      drawn(video, middleOf(seen), Math.min(DETAIL.width, seen.width), canvases[1]),
    ].map((context) => context.getImageData(0, 0, context.canvas.width, context.canvas.height))
    const [picture, detail] = pictures
    worker.postMessage(
      { picture, detail },
      pictures.map(({ data }) => data.buffer as ArrayBuffer),
    )
  }
  worker.onmessage = ({ data }: MessageEvent<DocumentMeasure>) => {
    if (signal.aborted) return
    told(data)
    setTimeout(look, INTERVAL_MS)
  }
  look()
}

function middleOf({ left, top, width, height }: Rect): Rect {
  const w = Math.min(DETAIL.width, width)
  const h = Math.min(DETAIL.height, height)
  return { left: left + (width - w) / 2, top: top + (height - h) / 2, width: w, height: h }
}
