import { editDistance } from '../../documents/edit-distance'
import { lettersOf } from './fold'
import { spellings, withoutMarks } from './transliterations'

/**
 * AGREES: both say the same. DIFFERS: they do not. DOUBTFUL: the difference may be the recogniser's or the print's, so a
 * person should look. MISSING: one of the two does not have it.
 */
export type ComparisonResult = 'AGREES' | 'DIFFERS' | 'DOUBTFUL' | 'MISSING'

/**
 * Why: the same letters; the same by ICAO 9303-3 §6; the machine-readable zone had no room for the rest; the same names
 * in another order, or not all of them; characters that a recogniser confuses; something else; not there.
 */
export type ComparisonReason =
  | 'EQUAL'
  | 'TRANSLITERATED'
  | 'TRUNCATED'
  | 'REORDERED'
  | 'PARTIAL'
  | 'OCR_DOUBT'
  | 'MISMATCH'
  | 'ABSENT'

/** Two values judged. `distance`: the fewest letters or digits to change to make one of the other. */
export type Judgement = { result: ComparisonResult; reason: ComparisonReason; distance: number }

/**
 * Compares two names, printed or as a machine-readable zone spells them; hyphens, apostrophes and blanks do not count.
 * `cut` says that one of them comes from a zone so full that names may have been shortened or left out.
 */
export function compareNames(left: string, right: string, cut: boolean): Judgement {
  const [a, b] = [spellings(left), spellings(right)]
  const distance = Math.min(...a.flatMap((one) => b.map((other) => editDistance(one, other))))
  const judged = (result: ComparisonResult, reason: ComparisonReason) => ({
    result,
    reason,
    distance,
  })
  if (lettersOf(left) === lettersOf(right) && lettersOf(left) !== '')
    return judged('AGREES', 'EQUAL')
  if (distance === 0 || sameBare(left, right)) return judged('AGREES', 'TRANSLITERATED')
  if (cut && isShortened(left, right)) return judged('AGREES', 'TRUNCATED')
  if (sortedWords(left) === sortedWords(right)) return judged('AGREES', 'REORDERED')
  if (hasWordsOf(left, right) || hasWordsOf(right, left)) return judged('DOUBTFUL', 'PARTIAL')
  if (lookAlike(left) === lookAlike(right)) return judged('DOUBTFUL', 'OCR_DOUBT')
  return judged('DIFFERS', 'MISMATCH')
}

/** Equal once marks, and what a zone writes for them, are taken off: the recogniser of print does not see all marks. */
function sameBare(left: string, right: string): boolean {
  const bare = withoutMarks(lettersOf(left))
  return bare !== '' && bare === withoutMarks(lettersOf(right))
}

/** Whether one is the other cut short: at its end, or word by word. */
function isShortened(left: string, right: string): boolean {
  const [shorter, longer] = [wordsOf(left), wordsOf(right)].sort(
    (a, b) => a.join('').length - b.join('').length,
  )
  if (shorter === undefined || longer === undefined || shorter.length === 0) return false
  if (longer.join('').startsWith(shorter.join(''))) return true
  return shorter.every((word, i) => longer[i]?.startsWith(word) ?? false)
}

/** The words as a zone recommends to spell them, bare of what it writes for marks. */
function wordsOf(name: string): string[] {
  const words = name.split(/[^\p{L}\p{M}\p{N}'’]+/u).map((word) => spellings(word)[0] ?? '')
  return words.map(withoutMarks).filter((word) => word !== '')
}

function sortedWords(name: string): string {
  return wordsOf(name).sort().join(' ')
}

/** Whether every word of the second, at least one of more than an initial, is among the first's. */
function hasWordsOf(whole: string, part: string): boolean {
  const words = wordsOf(whole)
  const parts = wordsOf(part)
  return parts.some((word) => word.length > 1) && parts.every((word) => words.includes(word))
}

/** Print that a recogniser takes for one another, in one form. */
function lookAlike(name: string): string {
  const pairs = lettersOf(name).replace(/RN/g, 'M').replace(/VV/g, 'W')
  return [...pairs].map((char) => FORMS[char] ?? char).join('')
}

const FORMS: Record<string, string> = {
  '0': 'O',
  Q: 'O',
  '1': 'I',
  L: 'I',
  '5': 'S',
  '8': 'B',
  '2': 'Z',
}
