import { expect, test } from '@jest/globals'
import {
  cameraHints,
  type InjectionHint,
  injectionHints,
  virtualCameraIn,
} from '../../src/liveness/injection-hints'
import { seenFrame } from '../support/frame-measure'

/** Twelve frames of a camera: uneven gaps, noise of a grey level or two. */
function camera(size: { width: number; height: number } = { width: 1280, height: 720 }) {
  return Array.from({ length: 12 }, (_, at) =>
    seenFrame(100 * at + ((at * 37) % 11), {
      ...size,
      grid: Uint8Array.from({ length: 100 }, (_, place) => 100 + ((place * 7 + at * 13) % 4)),
    }),
  )
}

function codes(hints: InjectionHint[]) {
  return hints.map(({ code }) => code)
}

test('a camera gives no hint', () => {
  expect(injectionHints(camera())).toEqual([])
  expect(injectionHints(camera({ width: 480, height: 640 }))).toEqual([])
  for (const label of [
    'FaceTime HD Camera (Built-in)',
    'camera2 1, facing front',
    'Jobsite Cam',
    '',
    null,
  ])
    expect(cameraHints(virtualCameraIn(label))).toEqual([])
})

test.each([
  'OBS Virtual Camera',
  'OBS-Camera2',
  'ManyCam Virtual Webcam',
  'e2eSoft iVCam',
  'Dummy video device (0x0000)',
  'fake_device_0',
  'Unity Video Capture',
  'Snap Camera',
])('%s is a virtual camera', (label) => {
  expect(codes(cameraHints(virtualCameraIn(label)))).toEqual(['VIRTUAL_CAMERA'])
})

test('frames at gaps that are all equal come from a program', () => {
  const regular = camera().map((frame, at) => ({ ...frame, atMs: 100 * at }))
  expect(injectionHints(regular)).toEqual([
    { code: 'TIMING_TOO_REGULAR', value: 'gaps deviate by 0.00 %', limit: '0.4 % or more' },
  ])
})

test('a frame that comes twice running is told', () => {
  const [first, second, ...rest] = camera()
  if (first === undefined || second === undefined) throw new Error('There are twelve frames.')
  const repeated = [first, { ...first, atMs: second.atMs }, ...rest]
  expect(codes(injectionHints(repeated))).toEqual(['FRAMES_REPEATED'])
})

test('a picture without a trace of noise is told', () => {
  const still = camera().map(({ atMs }, at) =>
    seenFrame(atMs, {
      grid: Uint8Array.from({ length: 100 }, (_, place) => (place === at ? 9 : 8)),
    }),
  )
  expect(codes(injectionHints(still))).toEqual(['NO_SENSOR_NOISE'])
})

test('a size that no camera has, or that changes, is told', () => {
  expect(codes(injectionHints(camera({ width: 777, height: 480 })))).toEqual(['RESOLUTION_ODD'])
  const changing = [...camera().slice(0, 6), ...camera({ width: 640, height: 480 }).slice(6)]
  expect(codes(injectionHints(changing))).toEqual(['RESOLUTION_ODD'])
})

test('no frames give no hints', () => {
  expect(injectionHints([])).toEqual([])
  expect(injectionHints([{ atMs: 3, measure: null }])).toEqual([])
})
