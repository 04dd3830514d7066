import { gridDifference } from '../vision/frame-grid'
import { type BurstFrame, type Seen, seenIn } from './frame-measure'
import { median } from './median'
import { SAME_FRAME } from './repeated-frames'

/** Traces of a camera that is none. Hints for a person or a risk score; each has honest causes, none decides alone. */
export type InjectionHint = {
  code:
    | 'VIRTUAL_CAMERA'
    | 'TIMING_TOO_REGULAR'
    | 'FRAMES_REPEATED'
    | 'NO_SENSOR_NOISE'
    | 'RESOLUTION_ODD'
  value: string
  limit: string
}

/** The hints in the frames of one burst. */
export function injectionHints(burst: BurstFrame[]): InjectionHint[] {
  const seen = seenIn(burst)
  return [
    ...regularTiming(burst),
    ...repeatedFrames(seen),
    ...missingNoise(seen),
    ...oddResolution(seen),
  ]
}

/** Programs that offer a picture of theirs as a camera, and the fake cameras of browsers and Linux. */
const VIRTUAL_CAMERAS = [
  'obs',
  'manycam',
  'xsplit',
  'snap camera',
  'splitcam',
  'youcam',
  'camtwist',
  'altercam',
  'webcamoid',
  'e2esoft',
  'vcam',
  'virtual',
  'v4l2loopback',
  'dummy video',
  'fake_device',
  'fake device',
  'unity video capture',
  'ndi video',
  'mmhmm',
  'prism live',
]

/** The program or device that a camera's label names, if it names one that is no physical camera. */
export function virtualCameraIn(label: string | null): string | null {
  const words = (label ?? '').toLowerCase()
  return VIRTUAL_CAMERAS.find((camera) => new RegExp(`(^|[^a-z])${camera}`).test(words)) ?? null
}

/** The hint that `virtualCameraIn` gives. */
export function cameraHints(name: string | null): InjectionHint[] {
  if (name === null) return []
  return [{ code: 'VIRTUAL_CAMERA', value: name, limit: 'the label of a physical camera' }]
}

/**
 * Deviation of the gaps between frames over their mean. A guess: cameras and browsers jitter by a millisecond or so.
 */
const LEAST_JITTER = 0.004
const FRAMES_FOR_TIMING = 10

function regularTiming(burst: BurstFrame[]): InjectionHint[] {
  if (burst.length < FRAMES_FOR_TIMING) return []
  const gaps = burst.slice(1).map(({ atMs }, at) => atMs - (burst[at]?.atMs ?? 0))
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const square = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
  const jitter = Math.sqrt(square) / mean
  if (jitter >= LEAST_JITTER) return []
  return [
    {
      code: 'TIMING_TOO_REGULAR',
      value: `gaps deviate by ${(100 * jitter).toFixed(2)} %`,
      limit: `${100 * LEAST_JITTER} % or more`,
    },
  ]
}

/** A player that is slower than the camera shows frames twice. */
function repeatedFrames(seen: Seen[]): InjectionHint[] {
  const same = differences(seen).filter((difference) => difference <= SAME_FRAME).length
  if (same === 0) return []
  return [
    { code: 'FRAMES_REPEATED', value: `${same} frames like the one before`, limit: '0 frames' },
  ]
}

/**
 * Mean difference of frames in a row, in grey levels, median over the burst. Low-rate videos of two people, from
 * which the coding has taken most of the noise, have 0.6 to 1.2; a still picture has 0.
 */
const LEAST_NOISE = 0.15

function missingNoise(seen: Seen[]): InjectionHint[] {
  const noise = median(differences(seen))
  if (!(noise < LEAST_NOISE)) return []
  return [
    {
      code: 'NO_SENSOR_NOISE',
      value: `${noise.toFixed(2)} levels between frames`,
      limit: `${LEAST_NOISE} levels or more`,
    },
  ]
}

/** Longer over shorter side of what cameras give: 1:1, 5:4, 4:3, 3:2, 16:10, 16:9, 2:1 and wide phone screens. */
const SHAPES = [1, 5 / 4, 4 / 3, 3 / 2, 16 / 10, 16 / 9, 2, 19.5 / 9]
const SHAPE_TOLERANCE = 0.01

function oddResolution(seen: Seen[]): InjectionHint[] {
  const sizes = new Set(seen.map(({ measure: { width, height } }) => `${width} x ${height}`))
  const odd = seen.some(({ measure: { width, height } }) => {
    const shape = Math.max(width, height) / Math.min(width, height)
    const known = SHAPES.some((ratio) => Math.abs(shape / ratio - 1) <= SHAPE_TOLERANCE)
    return !known || width % 2 === 1 || height % 2 === 1
  })
  if (!odd && sizes.size <= 1) return []
  return [
    {
      code: 'RESOLUTION_ODD',
      value: [...sizes].join(', '),
      limit: 'one size, even, in the shape of a camera',
    },
  ]
}

function differences(seen: Seen[]): number[] {
  return seen
    .slice(1)
    .map(({ measure }, at) => gridDifference(measure.grid, (seen[at]?.measure ?? measure).grid))
}
