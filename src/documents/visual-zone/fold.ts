/**
 * A text reduced to what a comparison looks at: capital Latin letters and digits. `places[i]` is the index in the
 * text (UTF-16) of the character that `letters[i]` comes from; one character may give two letters.
 */
export type Folded = { letters: string; places: number[] }

/** Letters that no accent explains; the others lose their accents by decomposition. */
const LETTERS: Record<string, string> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  ẞ: 'SS',
  Ł: 'L',
  Ħ: 'H',
  Ŧ: 'T',
  Ĳ: 'IJ',
  Ŋ: 'N',
  İ: 'I',
  ı: 'I',
}

/** Folds a text: accents, blanks and punctuation are left out, letters of other scripts too. */
export function fold(text: string): Folded {
  let letters = ''
  const places: number[] = []
  let at = 0
  for (const char of text) {
    for (const letter of foldChar(char)) {
      letters += letter
      places.push(at)
    }
    at += char.length
  }
  return { letters, places }
}

/** The letters of a text alone, as `fold` gives them. */
export function lettersOf(text: string): string {
  return fold(text).letters
}

function foldChar(char: string): string {
  const upper = char.toUpperCase()
  const plain = LETTERS[upper] ?? upper.normalize('NFD')
  return plain.replace(/[^A-Z0-9]/g, '')
}

/**
 * Whether something begins at `letters[index]`: the text's start, or behind a separator, a small letter before a
 * capital, or where letters and digits meet. The index after the last letter counts as a beginning.
 */
export function beginsAt(text: string, { places }: Folded, index: number): boolean {
  const place = places[index]
  const before = places[index - 1]
  if (place === undefined || before === undefined) return true
  if (place - before > 1) return true
  const a = text[before] ?? ''
  const b = text[place] ?? ''
  return (/\p{Ll}/u.test(a) && /\p{Lu}/u.test(b)) || /\d/.test(a) !== /\d/.test(b)
}
