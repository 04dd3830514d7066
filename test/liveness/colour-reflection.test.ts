import { expect, test } from '@jest/globals'
import type { Colour, ColourStep } from '../../src/liveness/challenge'
import { reflectionOf } from '../../src/liveness/colour-reflection'
import type { Seen } from '../../src/liveness/frame-measure'
import type { Light } from '../../src/vision/light'
import { lightOf } from '../support/camera'
import { OTHER, SHOWN } from '../support/colours'
import { seenFrame } from '../support/frame-measure'

function step(colours: Colour[]): ColourStep {
  return {
    kind: 'COLOURS',
    colours,
    colourMs: 500,
    deadlineMs: 5500,
    leastFrames: 18,
    mostFrames: 60,
  }
}

type Room = { lagMs?: number; exposure?: (atMs: number) => Light; background?: boolean }

/** Frames of skin on which the screen sheds 6 % more light in its colour; ten frames a second. */
function frames(shown: Colour[], { lagMs = 0, exposure, background = true }: Room = {}): Seen[] {
  return Array.from({ length: 46 }, (_, index) => {
    const atMs = 100 * index + 50
    const colour = shown[Math.floor((atMs - lagMs) / 500)]
    const { red, green, blue } = colour ? lightOf(colour, 0.06) : { red: 0, green: 0, blue: 0 }
    const camera = exposure?.(atMs) ?? { r: 1, g: 1, b: 1 }
    return seenFrame(atMs, {
      skin: {
        r: 0.4 * (1 + red) * camera.r,
        g: 0.2 * (1 + green) * camera.g,
        b: 0.15 * (1 + blue) * camera.b,
      },
      background: background ? { r: 0.2 * camera.r, g: 0.2 * camera.g, b: 0.2 * camera.b } : null,
    })
  })
}

test('skin that reflects the colours in their order follows them', () => {
  expect(reflectionOf(step(SHOWN), frames(SHOWN))?.score).toBeGreaterThan(0.99)
})

test('skin that reflects another order does not', () => {
  expect(reflectionOf(step(SHOWN), frames(OTHER))?.score).toBeLessThan(0.5)
  expect(reflectionOf(step(SHOWN), frames([...SHOWN].reverse()))?.score).toBeLessThan(0.5)
})

test('skin that reflects nothing scores nothing', () => {
  expect(reflectionOf(step(SHOWN), frames([]))?.score).toBeCloseTo(0, 6)
})

test('screen and camera may lag, and the lag is found', () => {
  const seen = reflectionOf(step(SHOWN), frames(SHOWN, { lagMs: 200 }))
  expect(seen?.score).toBeGreaterThan(0.99)
  expect(Math.abs((seen?.lagMs ?? 0) - 200)).toBeLessThanOrEqual(100)
})

test('a camera that changes exposure and white balance is seen through by the background', () => {
  const exposure = (atMs: number) => ({
    r: 1 + 0.3 * Math.sin(atMs / 300),
    g: 1 + 0.2 * Math.sin(atMs / 450),
    b: 1 + 0.3 * Math.cos(atMs / 380),
  })
  const withBackground = reflectionOf(step(SHOWN), frames(SHOWN, { exposure }))
  const without = reflectionOf(step(SHOWN), frames(SHOWN, { exposure, background: false }))
  expect(withBackground?.score).toBeGreaterThan(0.95)
  expect(without?.score).toBeLessThan(0.7)
})

test('a steady camera needs no background', () => {
  const seen = reflectionOf(step(SHOWN), frames(SHOWN, { background: false }))
  expect(seen?.score).toBeGreaterThan(0.99)
})

test('a colour without a frame is not judged', () => {
  const seen = frames(SHOWN).filter(({ atMs }) => atMs < 2000 || atMs > 3200)
  expect(reflectionOf(step(SHOWN), seen)).toBeNull()
})

test('skin that is overexposed throughout is not judged', () => {
  const blown = frames(SHOWN).map(({ atMs }) => seenFrame(atMs, { skin: null }))
  expect(reflectionOf(step(SHOWN), blown)).toBeNull()
})
