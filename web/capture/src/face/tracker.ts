import detection from '../../../../models/face-detection.onnx?gz'
import mesh from '../../../../models/face-mesh.onnx?gz'
import wasm from '../../../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm?gz'
import { drawn } from '../camera/picture'
import type { Engine, FaceMeasure } from './tracker-worker'

/** Of what is looked at: 4:3 of the video's middle. */
const WIDTH = 480
const HEIGHT = 360
const INTERVAL_MS = 120

export type Tracker = {
  /** Tells what is seen, a few times a second, until `signal` ends it. */
  follow(video: HTMLVideoElement, told: (measure: FaceMeasure) => void, signal: AbortSignal): void
}

let tracker: Promise<Tracker> | null = null

/** The help for the face, loaded once; `progress` hears which share has arrived. @throws Error where it cannot be had */
export function loadTracker(progress: (share: number) => void): Promise<Tracker> {
  tracker ??= load(progress).catch((error: unknown) => {
    tracker = null
    throw error
  })
  return tracker
}

async function load(progress: (share: number) => void): Promise<Tracker> {
  const arrived = [0, 0, 0]
  const total = SIZES.reduce((sum, size) => sum + size, 0)
  const files = await Promise.all(
    [wasm, detection, mesh].map((url, at) =>
      fetched(url, (bytes) => {
        arrived[at] = bytes
        progress(Math.min(1, arrived.reduce((sum, each) => sum + each, 0) / total))
      }),
    ),
  )
  const [engine, faces, points] = files as [ArrayBuffer, ArrayBuffer, ArrayBuffer]
  const worker = new Worker(new URL('./tracker-worker.ts', import.meta.url), { type: 'module' })
  const message: Engine = { wasm: engine, detection: faces, mesh: points }
  worker.postMessage(message, [engine, faces, points])
  await new Promise((done, fail) => {
    worker.onmessage = done
    worker.onerror = () => fail(new Error('The help for the face does not start.'))
  })
  return { follow: (video, told, signal) => follow(worker, video, told, signal) }
}

/** Bytes of the three, as they are sent: for the progress alone. */
const SIZES = [3_690_000, 1_040_000, 1_410_000]

/** A file that was compressed when the page was built. */
async function fetched(url: string, told: (bytes: number) => void): Promise<ArrayBuffer> {
  const { body, ok } = await fetch(url)
  if (!ok || body === null) throw new Error('A part of the help for the face is missing.')
  let bytes = 0
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.length
      told(bytes)
      controller.enqueue(chunk)
    },
  })
  const plain = body.pipeThrough(counted).pipeThrough(new DecompressionStream('gzip'))
  return new Response(plain).arrayBuffer()
}

function follow(
  worker: Worker,
  video: HTMLVideoElement,
  told: (measure: FaceMeasure) => void,
  signal: AbortSignal,
): void {
  const canvas = document.createElement('canvas')
  const look = () => {
    if (signal.aborted) return
    if (document.hidden || video.videoWidth === 0) return void setTimeout(look, INTERVAL_MS)
    const { videoWidth: width, videoHeight: height } = video
    const w = Math.min(width, (height * 4) / 3)
    const h = (w * 3) / 4
    const middle = { left: (width - w) / 2, top: (height - h) / 2, width: w, height: h }
    const context = drawn(video, middle, WIDTH, canvas)
    const picture = context.getImageData(0, 0, WIDTH, HEIGHT)
    worker.postMessage(picture, [picture.data.buffer as ArrayBuffer])
  }
  worker.onmessage = ({ data }: MessageEvent<FaceMeasure>) => {
    if (signal.aborted) return
    told(data)
    setTimeout(look, INTERVAL_MS)
  }
  look()
}
