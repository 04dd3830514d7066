import type { FrameMeasure, Seen } from '../../src/liveness/frame-measure'
import { PATCH_SIDE } from '../../src/vision/face-patch'

/** What a frame of a still, neutral face measures, save what is given. Its patch is blank. */
export function frameMeasure(given: Partial<FrameMeasure> = {}): FrameMeasure {
  return {
    width: 640,
    height: 480,
    faces: 1,
    box: { x: 200, y: 100, width: 200, height: 260 },
    presence: 20,
    pose: { yaw: 0, pitch: -5, roll: 0 },
    eyesClosed: [0.01, 0.02],
    eyeAspect: [0.3, 0.3],
    mouthOpening: 0.02,
    skin: { r: 0.4, g: 0.2, b: 0.15 },
    background: { r: 0.2, g: 0.2, b: 0.2 },
    template: Float32Array.of(1, 0, 0),
    patch: {
      grey: { width: PATCH_SIDE, height: PATCH_SIDE, data: new Float32Array(PATCH_SIDE ** 2) },
      points: Array.from({ length: 468 }, (_, at) => ({
        x: 20 + (at % 22) * 3,
        y: 20 + Math.floor(at / 22) * 3,
        z: (at % 7) - 3,
      })),
    },
    edgeWidth: 5,
    grid: Uint8Array.of(100, 120, 140, 160),
    ...given,
  }
}

export function seenFrame(atMs: number, given: Partial<FrameMeasure> = {}): Seen {
  return { atMs, measure: frameMeasure(given) }
}
