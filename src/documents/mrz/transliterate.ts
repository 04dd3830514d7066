/**
 * A name or text in the characters of a machine-readable zone: upper case, Latin letters without marks by the
 * table of ICAO 9303-3 §6 (the first form where it offers two), apostrophes left out, everything else a filler.
 */
export function transliterate(text: string): string {
  return [...text.toUpperCase().replace(/['’ʼ.]/g, '')].map(letter).join('').replace(/<+/g, '<')
}

const LETTERS: Record<string, string> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Ö: 'OE',
  Ø: 'OE',
  Þ: 'TH',
  Ü: 'UE',
  ẞ: 'SS',
  ß: 'SS',
  Đ: 'D',
  Ħ: 'H',
  Ĳ: 'IJ',
  Ł: 'L',
  Ŋ: 'N',
  Œ: 'OE',
  Ŧ: 'T',
}

function letter(character: string): string {
  const known = LETTERS[character]
  if (known !== undefined) return known
  const plain = character.normalize('NFD').replace(/\p{Mn}/gu, '')
  return /^[A-Z0-9]+$/.test(plain) ? plain : '<'
}
