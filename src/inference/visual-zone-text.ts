import { readFileSync } from 'node:fs'
import type { Glyph } from '../documents/mrz/glyph'
import { sliceQuad } from '../documents/mrz/glyph'
import type { TextLine } from '../documents/reading'
import { type Model, modelPath } from './models'
import { cropBox, pixelsOf } from './mrz-page'
import { rowsQuad, type TextBox, uncrop } from './ocr-geometry'
import { type Alphabet, LINE_HEIGHT_PX, recognizeLine } from './ocr-recognize'
import { withMats } from './opencv'
import type { UprightPage } from './visual-zone-page'

/** Full-width and other forms the recogniser has, by the plain character they stand for. */
const FORMS: Record<string, string> = {
  ':': '：',
  ',': '，、',
  '.': '．。',
  '(': '（',
  ')': '）',
  '/': '／',
  '-': '－—',
  "'": '’‘',
  '<': '＜〈《≤',
  '°': '˚º',
}

/** The Latin letters, digits and signs that PP-OCRv4 knows, the blank between words included. */
export function latinAlphabet(): Alphabet {
  const keys = readFileSync(modelPath('pp-ocrv4-keys'), 'utf8').split(/\r?\n/)
  const latin = keys.filter(
    (key) => /^[\x21-\x7e°·§±\u00c0-\u024f]$/.test(key) && !/[×÷]/.test(key),
  )
  const classes = latin.map((char) =>
    [char, ...(FORMS[char] ?? '')]
      .map((form) => keys.indexOf(form) + 1)
      .filter((label) => label > 0),
  )
  return { chars: [...latin, ' '], classes: [...classes, [keys.length + 1]] }
}

/** Reads the text in a box of the page. Wide gaps split it: columns that the detector took for one line. */
export async function readBox(
  page: UprightPage,
  box: TextBox,
  recognizer: Model,
  alphabet: Alphabet,
): Promise<TextLine[]> {
  const scale = LINE_HEIGHT_PX / box.height
  const width = Math.max(16, Math.round(box.width * scale))
  const pixels = withMats((keep) =>
    pixelsOf(keep(cropBox(page.cv, page.rgb, box, width, LINE_HEIGHT_PX, scale))),
  )
  const glyphs = await recognizeLine(recognizer, pixels, alphabet)
  const back = uncrop(box, width, LINE_HEIGHT_PX, scale)
  const quad = rowsQuad(width, 0, LINE_HEIGHT_PX, (point) => page.toImage(back(point)))
  return splitAtGaps(withBlanks(glyphs, width), width).map((part) => {
    const first = part[0]?.at ?? 0
    const last = part[part.length - 1]?.at ?? 1
    const half = (LINE_HEIGHT_PX * 0.25) / width
    return {
      text: part.map(({ char }) => char).join(''),
      confidence: part.reduce((sum, { confidence }) => sum + confidence, 0) / part.length,
      quad: sliceQuad(quad, Math.max(0, first - half), Math.min(1, last + half)),
    }
  })
}

/** Two glyphs further apart than this many line heights belong to different columns. */
const GAP_HEIGHTS = 1.4

function splitAtGaps(glyphs: Glyph[], width: number): Glyph[][] {
  const parts: Glyph[][] = []
  let last: number | null = null
  for (const glyph of glyphs) {
    const at = (glyph.at ?? 0) * width
    if (glyph.char !== ' ') {
      if (last === null || at - last > GAP_HEIGHTS * LINE_HEIGHT_PX) parts.push([])
      last = at
    }
    parts[parts.length - 1]?.push(glyph)
  }
  return parts
}

/** Widths of characters in a usual typeface, in small letters; a blank adds about `BLANK_WIDTH` of one or more. */
const WIDTHS: [RegExp, number][] = [
  [/[iljtfrI.,:;'’|!\-/()]/, 0.65],
  [/[mwMW]/, 1.55],
  [/\p{Lu}/u, 1.25],
]
const BLANK_WIDTH = 0.62
const BLANK_LEAST_PX = 12

/** Adds the blanks that the recogniser left out, as it often does; not between figures, which are spaced anyhow. */
function withBlanks(glyphs: Glyph[], width: number): Glyph[] {
  const gaps = glyphs.slice(1).map((glyph, i) => ({
    px: ((glyph.at ?? 0) - (glyphs[i]?.at ?? 0)) * width,
    usual: (widthOf(glyph) + widthOf(glyphs[i])) / 2,
    pair: (glyphs[i]?.char ?? '') + glyph.char,
  }))
  const unit = median(gaps.map(({ px, usual }) => px / usual))
  return glyphs.flatMap((glyph, i) => {
    const gap = gaps[i]
    const next = glyphs[i + 1]
    if (gap === undefined || next === undefined || /\d\d| /.test(gap.pair)) return [glyph]
    const extra = gap.px - gap.usual * unit
    if (extra < BLANK_WIDTH * unit || extra < BLANK_LEAST_PX) return [glyph]
    return [glyph, { ...glyph, char: ' ', at: ((glyph.at ?? 0) + (next.at ?? 0)) / 2 }]
  })
}

function widthOf(glyph: Glyph | undefined): number {
  const char = glyph?.char ?? ''
  return WIDTHS.find(([pattern]) => pattern.test(char))?.[1] ?? 1
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0
}
