import type { MrzFields } from '../documents/mrz/build-mrz'
import type { MrzFormat } from '../documents/reading'
import { UTOPIA } from '../documents/states'
import type { Random } from './random'

/** Of citizens of Utopia. */
export const SURNAMES = [
  'ERIKSSON',
  'VAN DER BERG',
  "O'CONNOR",
  'NGUYEN',
  'GARCÍA LÓPEZ',
  'MÜLLER',
  'OKAFOR',
  'TANAKA',
  'KOWALSKA',
  'HADDAD',
  'SILVA',
  'PETROV',
]
/** Of citizens of Utopia; middle names after a blank. */
export const GIVEN_NAMES = [
  'ANNA MARIA',
  'JOHN',
  'LI',
  'PIETER JAN',
  'ZOÉ',
  'MOHAMMED ALI',
  'AMARA',
  'YUKI',
  'ELENA',
  'KWAME',
  'SOFÍA',
  'VICTOR HUGO',
]
const SERIES = ['A', 'C', 'E', 'H', 'K', 'L', 'M', 'P', 'R', 'T', 'X']

/**
 * An invented citizen of Utopia with a document valid on `today` (YYYY-MM-DD): an adult, the document running for one
 * to nine more years.
 */
export function inventPerson(format: MrzFormat, random: Random, today: string): MrzFields {
  const year = Number(today.slice(0, 4))
  const digits = String(random.whole(0, 99_999_999)).padStart(8, '0')
  return {
    documentCode: format === 'TD3' ? 'P' : 'I',
    issuingState: UTOPIA,
    nationality: UTOPIA,
    documentNumber: random.pick(SERIES, 'L') + digits,
    surname: random.pick(SURNAMES, 'SPECIMEN'),
    givenNames: random.pick(GIVEN_NAMES, 'SPECIMEN'),
    birthDate: dateIn(random, year - 80, year - 19),
    expiryDate: dateIn(random, year + 1, year + 9),
    sex: random.pick(['F', 'M', 'X'] as const, 'X'),
  }
}

/** A date (YYYY-MM-DD) in the years `from` to `to`, both included. */
export function dateIn(random: Random, from: number, to: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${random.whole(from, to)}-${two(random.whole(1, 12))}-${two(random.whole(1, 28))}`
}
