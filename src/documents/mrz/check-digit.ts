/**
 * The check digit of a text over `0-9A-Z<`: the sum of the character values times 7, 3, 1, 7, …, modulo 10
 * (ICAO 9303-3 §4.9). A digit counts as itself, A..Z as 10..35, everything else (the filler) as 0.
 */
export function checkDigit(text: string): string {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum += characterValue(text[i] ?? '<') * weightAt(i)
  return String(sum % 10)
}

/** What a character counts in a check digit, 0..35. */
export function characterValue(character: string): number {
  if (character >= '0' && character <= '9') return Number(character)
  if (character >= 'A' && character <= 'Z') return character.charCodeAt(0) - 55
  return 0
}

function weightAt(index: number): number {
  return [7, 3, 1][index % 3] ?? 1
}
