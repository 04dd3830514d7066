import type { CV, Mat } from '@techstark/opencv-js'
import type { RgbImage } from '../vision/geometry'

export type OpenCv = CV

/** OpenCV compiled to WebAssembly: loaded once per process (0.3 to 0.8 s, about 150 MB). */
export function openCv(): Promise<OpenCv> {
  opening ??= load()
  return opening
}

/** A thing in OpenCV's own memory, which no garbage collector frees. */
type Owned = { delete(): void }

/**
 * Runs `work` and then frees everything it gave to `keep`, also when it throws. `work` must be done when it
 * returns: copy out what is to live on.
 */
export function withMats<T>(work: (keep: <M extends Owned>(mat: M) => M) => T): T {
  const owned: Owned[] = []
  try {
    return work((mat) => {
      owned.push(mat)
      return mat
    })
  } finally {
    for (const mat of owned) mat.delete()
  }
}

/** The image as an 8-bit RGB Mat; the caller frees it. */
export function toMat(cv: OpenCv, image: RgbImage): Mat {
  const mat = new cv.Mat(image.height, image.width, cv.CV_8UC3)
  mat.data.set(image.data)
  return mat
}

let opening: Promise<OpenCv> | undefined

const HOOKED_EVENTS = ['uncaughtException', 'unhandledRejection'] as const

/**
 * The module hooks the process's last-resort handlers, and an exception then prints its ten megabytes of source:
 * its listeners are taken off again. It is also a thenable whose `then` never settles inside a promise.
 */
async function load(): Promise<OpenCv> {
  const before = HOOKED_EVENTS.map((event) => process.listeners(event as 'uncaughtException'))
  const loaded = require('@techstark/opencv-js') as OpenCv & LoadingModule
  HOOKED_EVENTS.forEach((event, i) => {
    for (const listener of process.listeners(event as 'uncaughtException'))
      if (!before[i]?.includes(listener)) process.removeListener(event, listener)
  })
  if (loaded.Mat === undefined) await runtimeOf(loaded)
  delete loaded.then
  return loaded
}

type LoadingModule = { then?: unknown; onRuntimeInitialized?: () => void }

function runtimeOf(loading: LoadingModule): Promise<void> {
  return new Promise((resolve) => {
    loading.onRuntimeInitialized = () => resolve()
  })
}
