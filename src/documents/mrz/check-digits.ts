import type { CheckDigit } from '../reading'
import { checkDigit } from './check-digit'
import type { CheckSpec, MrzTable, Span } from './formats'

/** A check digit with what it covers: `touches` are the covered spans and the place of the digit itself. */
export type CheckedSpans = { check: CheckDigit; touches: Span[] }

/** All check digits of lines that fit the table, in its order. Never throws. */
export function checkLines(lines: string[], table: MrzTable): CheckedSpans[] {
  return table.checks.map((spec) => {
    const long = spec.field === 'DOCUMENT_NUMBER' ? longNumberOf(lines, table, spec) : null
    return long === null ? checkPlain(lines, spec) : checkLong(long, spec)
  })
}

/** How many check digits hold, and of how many. */
export function countValid(lines: string[], table: MrzTable): { valid: number; of: number } {
  const checks = checkLines(lines, table)
  return { valid: checks.filter(({ check }) => check.valid).length, of: checks.length }
}

/** A document number that goes on in the optional data: its parts, its check digit and where the digit stands. */
export type LongNumber = { head: string; tail: string; printed: string; at: Span; covers: Span[] }

/**
 * The long document number of TD1 and TD2 (ICAO 9303-5 §4.2.2 note j, 9303-6): a filler in place of the check
 * digit, the rest of the number, its check digit and a filler in the optional data. Null when the number is short.
 */
export function longNumberOf(lines: string[], table: MrzTable, spec: CheckSpec): LongNumber | null {
  const place = table.longNumber
  const [head] = spec.covers
  if (place === null || head === undefined || lines[spec.line]?.[spec.at] !== '<') return null
  const tail = (textAt(lines, place).match(/^[0-9A-Z]+/) ?? [''])[0]
  if (tail.length < 2) return null
  const end = place.start + tail.length
  return {
    head: textAt(lines, head),
    tail: tail.slice(0, -1),
    printed: tail.slice(-1),
    at: { line: place.line, start: end - 1, end },
    covers: [head, { line: place.line, start: place.start, end: end - 1 }],
  }
}

/** The characters of a span; shorter where the line is. */
export function textAt(lines: string[], { line, start, end }: Span): string {
  return (lines[line] ?? '').slice(start, end)
}

function checkPlain(lines: string[], spec: CheckSpec): CheckedSpans {
  const { field, line, at, covers } = spec
  const covered = covers.map((span) => textAt(lines, span)).join('')
  const printed = lines[line]?.[at] ?? ''
  const expected = checkDigit(covered)
  const empty = spec.mayBeFiller === true && printed === '<' && /^<*$/.test(covered)
  return {
    check: { field, printed, expected, valid: empty || printed === expected },
    touches: [...covers, { line, start: at, end: at + 1 }],
  }
}

/** States differ on whether the filler between the parts counts (a weight apart), so either digit is right. */
function checkLong({ head, tail, printed, at, covers }: LongNumber, spec: CheckSpec): CheckedSpans {
  const digits = [checkDigit(head + tail), checkDigit(`${head}<${tail}`)]
  const valid = digits.includes(printed)
  const expected = valid ? printed : (digits[0] ?? '')
  return {
    check: { field: spec.field, printed, expected, valid },
    touches: [...covers, { line: spec.line, start: spec.at, end: spec.at + 1 }, at],
  }
}
