import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { create, type Font } from 'fontkit'
import { packageRoot } from '../package-root'

/** Liberation Sans: Latin, Greek and Cyrillic. */
export function reportFont(): Buffer {
  return readFileSync(join(packageRoot(), 'assets', 'fonts', 'LiberationSans-Regular.ttf'))
}

/** Written from the right: the font has a part of them, but nobody here puts mixed directions in order. */
const FROM_THE_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u

/** What is not seen: it moves no pen. */
const UNSEEN = /\p{Cc}|\p{Cf}/u

/**
 * Gives a text as the font can draw it: NFC, and in place of each run of characters that it lacks their Unicode numbers in
 * angle brackets, as ‹U+674E U+5C0F›. Nothing is left out, nothing becomes a box. `lacked` tells whether that ever happened.
 */
export function drawableText(font: Buffer) {
  const known = new Set((create(font) as Font).characterSet)
  let lacked = false
  const isDrawn = (char: string) => {
    const inFont = known.has(char.codePointAt(0) ?? 0)
    return char === '\n' || (inFont && !FROM_THE_RIGHT.test(char) && !UNSEEN.test(char))
  }
  const draw = (text: string): string => {
    const chars = [...text.normalize('NFC')]
    lacked ||= !chars.every(isDrawn)
    return closed(chars.map((char) => (isDrawn(char) ? char : numberOf(char))).join(''))
  }
  return { draw, lacked: () => lacked }
}

/** Begin and end of a number, while it is not known what stands beside it; never in a text that is drawn. */
const [BEGIN, END] = ['\u0001', '\u0002']

function numberOf(char: string): string {
  const number = (char.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return `${BEGIN}U+${number.padStart(4, '0')}${END}`
}

/** Numbers that stand side by side come into one pair of brackets. */
function closed(text: string): string {
  return text
    .replaceAll(END + BEGIN, ' ')
    .replaceAll(BEGIN, '‹')
    .replaceAll(END, '›')
}
