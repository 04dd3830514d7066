import { SPECIMEN_ISSUER, SPECIMEN_JURISDICTION } from '../documents/barcode/aamva-issuers'
import type { Licence } from '../documents/barcode/build-aamva'
import { UTOPIA } from '../documents/states'
import type { Random } from './random'
import { dateIn, GIVEN_NAMES, SURNAMES } from './specimen-person'

const EYES = ['BLU', 'BRO', 'GRN', 'GRY', 'HAZ']
const STREETS = ['NOWHERE ROAD', 'HYTHLODAY STREET', 'ANYDER LANE', 'SPECIMEN AVENUE']

/**
 * An invented holder of a driving licence of Utopia, valid on `today` (YYYY-MM-DD): an adult, the licence issued one
 * to four years ago and running for one to four more.
 */
export function inventLicence(random: Random, today: string): Licence {
  const year = Number(today.slice(0, 4))
  return {
    type: 'DL',
    issuer: SPECIMEN_ISSUER,
    jurisdiction: SPECIMEN_JURISDICTION,
    country: UTOPIA,
    documentNumber: random.pick(['D', 'S', 'T', 'W'], 'D') + digits(random, 8),
    surname: plainLetters(random.pick(SURNAMES, 'SPECIMEN')),
    givenNames: plainLetters(random.pick(GIVEN_NAMES, 'SPECIMEN')),
    birthDate: dateIn(random, year - 80, year - 25),
    issueDate: dateIn(random, year - 4, year - 1),
    expiryDate: dateIn(random, year + 1, year + 4),
    sex: random.pick(['F', 'M', 'X'] as const, 'X'),
    street: `${random.whole(1, 9999)} ${random.pick(STREETS, 'SPECIMEN AVENUE')}`,
    city: 'AMAUROT',
    postalCode: `00${digits(random, 3)}`,
    heightCm: random.whole(150, 200),
    eyes: random.pick(EYES, 'BRO'),
    discriminator: digits(random, 20),
  }
}

/** Letters without their marks, as American issuers print names. */
function plainLetters(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '')
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.whole(0, 9)).join('')
}
