import { STATE_CODES } from '../states'
import type { MrzTable } from './formats'
import { type Glyph, scoreOf, textOf } from './glyph'

/** How much less likely than the letters read a known code may be and still be what is printed. */
const LEAST_RATIO = 0.01

/** A letter the recogniser gave no probability may still stand there: it is not that good. */
const DOUBT = 0.003

/**
 * Line `line` with each state read as the known code the recogniser finds likeliest, unless that is far less likely than
 * the letters it read. The confidence is the code's share among all known codes.
 */
export function foldStates(glyphs: Glyph[], table: MrzTable, line: number): Glyph[] {
  const states = table.fields.filter((field) => field.line === line && field.kind === 'STATE')
  return states.reduce((folded, { start, end }) => {
    const state = foldState(folded.slice(start, end))
    return [...folded.slice(0, start), ...state, ...folded.slice(end)]
  }, glyphs)
}

function foldState(glyphs: Glyph[]): Glyph[] {
  if (glyphs.some(({ scores }) => scores === undefined)) return glyphs
  const known = CODES.map((code) => ({ code, likelihood: likelihood(glyphs, code) }))
  const best = known.reduce((a, b) => (b.likelihood > a.likelihood ? b : a))
  if (best.likelihood < LEAST_RATIO * likelihood(glyphs, textOf(glyphs))) return glyphs
  const confidence = best.likelihood / known.reduce((sum, { likelihood }) => sum + likelihood, 0)
  return glyphs.map((glyph, i) => ({ ...glyph, char: best.code[i] ?? '<', confidence }))
}

const CODES = STATE_CODES.map((code) => code.padEnd(3, '<'))

function likelihood(glyphs: Glyph[], text: string): number {
  let product = 1
  for (const [i, glyph] of glyphs.entries()) product *= scoreOf(glyph, text[i] ?? '<') + DOUBT
  return product
}
