import type { Light } from '../vision/light'
import type { Colour, ColourStep } from './challenge'
import type { Seen } from './frame-measure'

/** What a screen of each colour sends out, red, green, blue. */
const SENT: Record<Colour, readonly number[]> = {
  RED: [1, 0, 0],
  YELLOW: [1, 1, 0],
  GREEN: [0, 1, 0],
  CYAN: [0, 1, 1],
  BLUE: [0, 0, 1],
  MAGENTA: [1, 0, 1],
}

/** How well the face follows: -1..1, and after how many milliseconds the camera saw what was shown. */
export type Reflection = { score: number; lagMs: number }

/**
 * Whether the light of the skin follows the colours shown. Of every frame the logarithm of skin over background is
 * taken in each colour, which rids it of exposure and white balance and of light that falls on both; less the mean of
 * the three, which leaves the hue. From one colour shown to the next its change is correlated with that of the
 * screen, red, green and blue each by itself, and averaged. Screen and camera lag behind the client's clock by up to
 * MOST_LAG_MS; the best lag counts. Null when some colour has no usable frame at any lag.
 */
export function reflectionOf({ colours, colourMs }: ColourStep, frames: Seen[]): Reflection | null {
  const hues = huesOf(frames)
  const sent = changes(colours.map((colour) => hueOf(SENT[colour])))
  let best: Reflection | null = null
  for (let lagMs = 0; lagMs <= MOST_LAG_MS; lagMs += LAG_STEP_MS) {
    const seen = perColour(hues, colours.length, colourMs, lagMs)
    if (seen === null) continue
    const score = agreement(changes(seen), sent)
    if (best === null || score > best.score) best = { score, lagMs }
  }
  return best
}

const MOST_LAG_MS = 300
const LAG_STEP_MS = 50

/** The first part of a colour's time, while screen and exposure change, is left out. */
const SETTLING_SHARE = 0.2

type Hue = { atMs: number; hue: number[] }

/** Frames without background make all be judged by the skin alone: mixed, they would jump. */
function huesOf(frames: Seen[]): Hue[] {
  const lit = frames.filter(({ measure }) => measure.skin !== null)
  const relative = lit.every(({ measure }) => measure.background !== null)
  return lit.flatMap(({ atMs, measure: { skin, background } }) => {
    if (skin === null) return []
    const around = relative && background !== null ? background : { r: 1, g: 1, b: 1 }
    return [{ atMs, hue: hueOf(logRatio(skin, around)) }]
  })
}

function logRatio(skin: Light, around: Light): number[] {
  return [skin.r / around.r, skin.g / around.g, skin.b / around.b].map(Math.log)
}

function hueOf(colour: readonly number[]): number[] {
  const mean = colour.reduce((sum, value) => sum + value, 0) / colour.length
  return colour.map((value) => value - mean)
}

/** The mean hue while each colour was on; null when there is none for one of them. */
function perColour(hues: Hue[], count: number, colourMs: number, lagMs: number): number[][] | null {
  const means = Array.from({ length: count }, (_, index) => {
    const from = index * colourMs + lagMs
    const during = hues.filter(
      ({ atMs }) => atMs >= from + SETTLING_SHARE * colourMs && atMs < from + colourMs,
    )
    return [0, 1, 2].map(
      (channel) => during.reduce((sum, { hue }) => sum + (hue[channel] ?? 0), 0) / during.length,
    )
  })
  return means.flat().every(Number.isFinite) ? means : null
}

function changes(rows: number[][]): number[][] {
  return rows
    .slice(1)
    .map((row, at) => row.map((value, channel) => value - (rows[at]?.[channel] ?? 0)))
}

function agreement(seen: number[][], sent: number[][]): number {
  const channel = (rows: number[][], at: number) => rows.map((row) => row[at] ?? 0)
  const each = [0, 1, 2].map((at) => correlation(channel(seen, at), channel(sent, at)))
  return each.reduce((sum, value) => sum + value, 0) / each.length
}

/** The cosine between two rows of changes; 0 when either is all zeros. */
function correlation(a: number[], b: number[]): number {
  const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  const lengths = Math.hypot(...a) * Math.hypot(...b)
  return lengths > 0 ? product / lengths : 0
}
