import { stateName } from '../states'
import { countValid } from './check-digits'
import { words } from './fields'
import type { MrzTable } from './formats'
import { type Glyph, textOf } from './glyph'

/**
 * How much a zone looks like one: about 16 is flawless, below 0 is no zone. `doubt` is how unsure the recogniser was of
 * its characters before check digits spoke, in nats; `surplus` counts characters seen beyond what the format has room for.
 */
export function scoreOf(
  glyphs: Glyph[][],
  table: MrzTable,
  { doubt, surplus }: { doubt: number; surplus: number },
): number {
  const texts = glyphs.map(textOf)
  const { valid, of } = countValid(texts, table)
  const repairs = glyphs.flat().some(({ repaired }) => repaired) ? 0.5 : 0
  const fillers = texts.join('').replace(/[^<]/g, '').length
  const begins = (beginsAsZone(texts) ? 1 : -1) + (issuerKnown(texts) ? 1.5 : 0)
  const all = valid === of ? 3 : 0
  const signs = (valid / of) * 10 + all + begins + Math.min(fillers, 20) / 20
  return signs - repairs - doubt * 0.25 - surplus
}

/**
 * Whether there is no reason to try harder: all check digits hold and hardly a character is in doubt, or every character
 * is clear and the zone itself is wrong.
 */
export function isComplete(
  texts: string[],
  table: MrzTable,
  { doubt, surplus }: { doubt: number; surplus: number },
): boolean {
  const { valid, of } = countValid(texts, table)
  return surplus < 2 && issuerKnown(texts) && doubt < (valid === of ? DOUBT.slight : DOUBT.clear)
}

/** In nats over the whole zone: every character is clear, or nearly all; mere noise gives a nat a character. */
const DOUBT = { clear: 1, slight: 3 }

/** How unsure the recogniser is of its characters, all together, in nats. */
export function doubtOf(lines: { glyphs: Glyph[] }[]): number {
  return lines
    .flatMap(({ glyphs }) => glyphs)
    .reduce((sum, { confidence }) => sum - Math.log(Math.max(confidence, 1e-6)), 0)
}

/** Whether the first line begins with a document code (ICAO 9303-4 to -7: P, V; A, C or I). */
export function beginsAsZone([first = '']: string[]): boolean {
  return /^[ACIPV]/.test(first)
}

function issuerKnown([first = '']: string[]): boolean {
  return stateName(words(first.slice(2, 5))) !== null
}
