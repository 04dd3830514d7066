import { admits, CONFUSABLE, classesOf, foldGlyphs } from './character-classes'
import { countValid } from './check-digits'
import { lengthVariants } from './fit-length'
import { foldStates } from './fold-states'
import type { MrzTable } from './formats'
import { type Glyph, MRZ_ALPHABET, scoreOf, textOf } from './glyph'

/**
 * Repairs what check digits can decide, and marks it: the length of a line read one or two characters off (`raw` are
 * the lines before they were made to fit), then one character the recogniser was not sure of, if a single exchange
 * in the whole zone makes every check digit valid. A repair can be wrong with all check digits valid (one slip in ten passes
 * modulo 10), so a repaired field is never certain.
 */
export function repairMrz(lines: Glyph[][], raw: Glyph[][], table: MrzTable): Glyph[][] {
  const checked = new Set(table.checks.flatMap(({ covers }) => covers.map(({ line }) => line)))
  let repaired = lines
  for (const line of [...checked].sort((a, b) => b - a))
    if (raw[line]?.length !== table.width) repaired = repairLength(repaired, raw, line, table)
  return repairCharacter(repaired, [...checked], table)
}

function repairLength(lines: Glyph[][], raw: Glyph[][], at: number, table: MrzTable): Glyph[][] {
  const before = validOf(lines, table)
  const classes = classesOf(table, at)
  const scored = lengthVariants(raw[at] ?? [], table.width).map((variant) => {
    const glyphs = foldStates(foldGlyphs(variant, classes), table, at)
    return { glyphs, valid: validOf(replaceLine(lines, at, glyphs), table) }
  })
  const most = Math.max(before, ...scored.map(({ valid }) => valid))
  if (most === before) return lines
  const ties = scored.filter(({ valid }) => valid === most).map(({ glyphs }) => glyphs)
  return replaceLine(lines, at, markDoubt(ties, lines[at] ?? []))
}

/** The first of equally good lines, marked where any of them, or the line before, reads otherwise. */
function markDoubt(ties: Glyph[][], before: Glyph[]): Glyph[] {
  const [best = []] = ties
  return best.map((glyph, i) => {
    const same = [...ties, before].every((line) => line[i]?.char === glyph.char)
    return same ? glyph : { ...glyph, repaired: true }
  })
}

function repairCharacter(lines: Glyph[][], checked: number[], table: MrzTable): Glyph[][] {
  const { valid, of } = countValid(lines.map(textOf), table)
  if (valid === of) return lines
  const found: Glyph[][][] = []
  for (const at of checked)
    for (const exchanged of exchanges(lines[at] ?? [], table, at)) {
      const candidate = replaceLine(lines, at, exchanged)
      if (validOf(candidate, table) === of) found.push(candidate)
    }
  const [only] = found
  return only !== undefined && found.length === 1 ? only : lines
}

function exchanges(line: Glyph[], table: MrzTable, at: number): Glyph[][] {
  const classes = classesOf(table, at)
  return line.flatMap((glyph, i) =>
    alternatives(glyph)
      .filter((char) => admits(classes[i] ?? 'ANY', char))
      .map((char) => replaceAt(line, i, { ...glyph, char, repaired: true })),
  )
}

/** Less than this share of what speaks for the character read, and the recogniser did not see the other at all. */
const LEAST_SHARE = 0.05

/** From this confidence on, a recogniser without scores is taken to have seen what is printed. */
const SURE = 0.9

/**
 * What else the picture may show. Where the recogniser was sure there is nothing: then the document itself is wrong, and
 * a repair would hide a forgery.
 */
function alternatives(glyph: Glyph): string[] {
  if (glyph.scores === undefined)
    return glyph.confidence < SURE ? [...(CONFUSABLE[glyph.char] ?? '')] : []
  const least = scoreOf(glyph, glyph.char) * LEAST_SHARE
  return [...MRZ_ALPHABET].filter((char) => char !== glyph.char && scoreOf(glyph, char) > least)
}

function validOf(lines: Glyph[][], table: MrzTable): number {
  return countValid(lines.map(textOf), table).valid
}

function replaceLine(lines: Glyph[][], at: number, line: Glyph[]): Glyph[][] {
  return replaceAt(lines, at, line)
}

function replaceAt<T>(list: T[], at: number, item: T): T[] {
  return [...list.slice(0, at), item, ...list.slice(at + 1)]
}
