import type { GreyImage } from './luminance'
import { median } from './luminance'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { cos, hypot, PI, round, sin, sqrt } = Math

/** The frequencies looked at, in cycles a pixel: below it is the picture itself, above is only noise. */
const LEAST_FREQUENCY = 0.12
const MOST_FREQUENCY = 0.45

/** This many frequency steps beside the axes are left out: borders, and the 8 x 8 blocks of JPEG, live there. */
const AXIS = 3

/**
 * How far the strongest single pattern of a square picture stands out: its amplitude over the median amplitude of the
 * patterns as fine as it. About 4 for noise, more where something repeats. The side must be a power of two, 64 or more.
 */
export function peakOverRing(grey: GreyImage): number {
  const rings = new Map<number, number[]>()
  spectrum(grey).forEach((value, at) => {
    const ring = ringOf(at % grey.width, Math.floor(at / grey.width), grey.width)
    if (ring !== null) ringAt(rings, ring).push(value)
  })
  const ratios = [...rings.values()].map(
    (values) => Math.max(...values) / Math.max(ROUNDING * grey.width, median(values)),
  )
  return Math.max(0, ...ratios)
}

const RING_WIDTH = 4

/** The amplitude, per pixel of side, that the rounding of levels to whole numbers has after the window. */
const ROUNDING = 0.1

function ringAt(rings: Map<number, number[]>, ring: number): number[] {
  const values = rings.get(ring) ?? []
  rings.set(ring, values)
  return values
}

/** The ring of frequencies that a place of the spectrum belongs to; null where it is not looked at. */
function ringOf(column: number, row: number, side: number): number | null {
  const v = row <= side / 2 ? row : row - side
  if (column > side / 2 || column < AXIS || (v > -AXIS && v < AXIS)) return null
  const radius = hypot(column, v)
  if (radius < LEAST_FREQUENCY * side || radius > MOST_FREQUENCY * side) return null
  return round(radius / RING_WIDTH)
}

/** Amplitudes of the two-dimensional Fourier transform, windowed by Hann so that the picture's rim is no pattern. */
function spectrum({ width: side, data }: GreyImage): Float32Array {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length
  const window = Float32Array.from({ length: side }, (_, i) => 0.5 - 0.5 * cos((2 * PI * i) / side))
  const re = new Float32Array(side * side)
  const im = new Float32Array(side * side)
  for (let at = 0; at < re.length; at++) {
    const weight = (window[at % side] ?? 0) * (window[(at / side) | 0] ?? 0)
    re[at] = ((data[at] ?? 0) - mean) * weight
  }
  for (let row = 0; row < side; row++) fourier(re, im, row * side, 1, side)
  for (let column = 0; column < side; column++) fourier(re, im, column, side, side)
  return re.map((value, at) => sqrt(value * value + (im[at] ?? 0) ** 2))
}

/** The fast Fourier transform (Cooley and Tukey 1965) in place of `count` values from `start`, `step` apart. */
function fourier(re: Float32Array, im: Float32Array, start: number, step: number, count: number) {
  reorder(re, im, start, step, count)
  for (let size = 2; size <= count; size *= 2)
    for (let k = 0; k < size / 2; k++) {
      const angle = (-2 * PI * k) / size
      const turn = { re: cos(angle), im: sin(angle) }
      for (let block = k; block < count; block += size)
        butterfly(re, im, start + block * step, start + (block + size / 2) * step, turn)
    }
}

type Turn = { re: number; im: number }

function butterfly(re: Float32Array, im: Float32Array, a: number, b: number, turn: Turn): void {
  const bre = re[b] ?? 0
  const bim = im[b] ?? 0
  const x = bre * turn.re - bim * turn.im
  const y = bre * turn.im + bim * turn.re
  re[b] = (re[a] ?? 0) - x
  im[b] = (im[a] ?? 0) - y
  re[a] = (re[a] ?? 0) + x
  im[a] = (im[a] ?? 0) + y
}

/** Puts every value where its index with the bits reversed says. */
function reorder(re: Float32Array, im: Float32Array, start: number, step: number, count: number) {
  let reversed = 0
  for (let index = 1; index < count; index++) {
    let bit = count / 2
    for (; reversed >= bit; bit /= 2) reversed -= bit
    reversed += bit
    if (index < reversed) {
      swap(re, start + index * step, start + reversed * step)
      swap(im, start + index * step, start + reversed * step)
    }
  }
}

function swap(values: Float32Array, a: number, b: number): void {
  const kept = values[a] ?? 0
  values[a] = values[b] ?? 0
  values[b] = kept
}
