import type { Point, Quad } from '../../vision/geometry'

/** The 37 characters of a machine-readable zone (ICAO 9303-3 §4.3). */
export const MRZ_ALPHABET = '<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * One character as a recogniser saw it: `confidence` 0..1, `at` the place of its centre along the line's picture,
 * 0 (left edge) to 1 (right edge), or null when it was put in afterwards. `repaired` says that a check digit, not
 * the picture, decided the character. `scores` are the recogniser's probabilities of the 37 characters in the order
 * of `MRZ_ALPHABET`, where it gave them.
 */
export type Glyph = {
  char: string
  confidence: number
  at: number | null
  repaired: boolean
  scores?: ArrayLike<number>
}

/** The recogniser's probability, 0..1, that a glyph is the character; its confidence where it gave no scores. */
export function scoreOf(glyph: Glyph, char: string): number {
  if (glyph.scores !== undefined) return glyph.scores[MRZ_ALPHABET.indexOf(char)] ?? 0
  return glyph.char === char ? glyph.confidence : 0
}

/** A line of text as recognised, with the quad of its picture in pixels of the whole image (null: unknown). */
export type OcrLine = { glyphs: Glyph[]; quad: Quad | null }

/** The glyph of the likeliest character; what the probabilities of the 37 lack of 1 may be any of them. */
export function glyphAt(probabilities: Float64Array, at: number): Glyph {
  const unseen = 1 - probabilities.reduce((sum, probability) => sum + probability, 0)
  const scores = probabilities.map(
    (probability) => probability + Math.max(0, unseen) / probabilities.length,
  )
  const confidence = Math.max(...scores)
  const char = MRZ_ALPHABET[scores.indexOf(confidence)] ?? '<'
  return { char, confidence, at, repaired: false, scores }
}

/** A filler that nobody saw: it stands where a character was cut off. */
export const UNSEEN_FILLER: Glyph = { char: '<', confidence: 0.5, at: null, repaired: false }

/** The characters of the glyphs. */
export function textOf(glyphs: Glyph[]): string {
  return glyphs.map(({ char }) => char).join('')
}

/** The fixed pitch of a line: character `i` is centred at `offset + i * pitch` (fractions of the line's picture). */
export type Pitch = { offset: number; pitch: number }

/** The pitch of a line of glyphs, from those that were seen, an index being a place. Null when they are too few. */
export function pitchOf(glyphs: Glyph[]): Pitch | null {
  const seen = glyphs.flatMap(({ at }, index) => (at === null ? [] : [{ index, at }]))
  return fitLine(
    seen.map(({ index }) => index),
    seen.map(({ at }) => at),
  )
}

/** Least squares of places over indexes; null with fewer than eight, or when the line does not advance. */
export function fitLine(indexes: number[], places: number[]): Pitch | null {
  if (indexes.length < 8) return null
  const meanX = mean(indexes)
  const meanY = mean(places)
  const covariance = mean(indexes.map((x, i) => (x - meanX) * ((places[i] ?? 0) - meanY)))
  const pitch = covariance / mean(indexes.map((x) => (x - meanX) ** 2))
  return pitch > 0 ? { offset: meanY - pitch * meanX, pitch } : null
}

/** The quad of the line's text alone: from the left edge of the first glyph to the right edge of the last. */
export function textQuad({ glyphs, quad }: OcrLine): Quad | null {
  const line = pitchOf(glyphs)
  if (quad === null || line === null) return quad
  const start = line.offset - line.pitch / 2
  return sliceQuad(quad, start, start + line.pitch * glyphs.length)
}

/** The part of a quad between the fractions `from` and `to` of its width; they may lie outside 0..1. */
export function sliceQuad(quad: Quad, from: number, to: number): Quad {
  const [topLeft, topRight, bottomRight, bottomLeft] = quad
  return [
    between(topLeft, topRight, from),
    between(topLeft, topRight, to),
    between(bottomLeft, bottomRight, to),
    between(bottomLeft, bottomRight, from),
  ]
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
