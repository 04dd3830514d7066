import { AppError } from '../../errors'

/** What a licence says; dates as YYYY-MM-DD, printable ASCII throughout. Equal to what `aamvaFields` reads back. */
export type Licence = {
  type: 'DL' | 'ID'
  /** Issuer identification number: six digits. */
  issuer: string
  /** Postal code of the state or province: two letters. */
  jurisdiction: string
  /** ICAO code; CAN makes dates year first and heights metric. */
  country: string
  documentNumber: string
  surname: string
  /** First name, then middle names, blanks between. */
  givenNames: string
  birthDate: string
  issueDate: string
  expiryDate: string
  sex: 'M' | 'F' | 'X'
  street: string
  city: string
  postalCode: string
  heightCm: number
  /** ANSI D-20: BLU, BRO, GRN, ... */
  eyes: string
  /** Tells this card from the holder's others. */
  discriminator: string
}

/**
 * The text of a licence's barcode by the AAMVA standard of 2020 (version 10), with one subfile.
 * @throws AppError INVALID when a value is empty, has more characters than its element, or others than printable ASCII
 */
export function buildAamva(licence: Licence): string {
  const lines = elementsOf(licence).map(([name, value]) => name + value)
  const subfile = `${licence.type}${lines.join('\n')}\r`
  const start = `@\n\x1e\rANSI ${fitting('IIN', licence.issuer, 6)}${VERSION}0001`
  const offset = start.length + DIRECTORY_LENGTH
  return `${start}${licence.type}${four(offset)}${four(subfile.length)}${subfile}`
}

const VERSION = '10'

const DIRECTORY_LENGTH = 10

const SEX_DIGITS = { M: '1', F: '2', X: '9' }

const CM_PER_INCH = 2.54

/** In the order of the standard's examples: mandatory elements and the truncation marks. */
function elementsOf(licence: Licence): [string, string][] {
  const [first = '', ...middle] = licence.givenNames.split(' ')
  const date = (name: string, value: string) => fitting(name, printedDate(licence, value), 8)
  return [
    ['DAQ', fitting('DAQ', licence.documentNumber, 25)],
    ['DCS', fitting('DCS', licence.surname, 40)],
    ['DDE', 'N'],
    ['DAC', fitting('DAC', first, 40)],
    ['DDF', 'N'],
    ['DAD', fitting('DAD', middle.join(' ') || 'NONE', 40)],
    ['DDG', 'N'],
    ['DCA', licence.type === 'DL' ? 'D' : 'NONE'],
    ['DCB', 'NONE'],
    ['DCD', 'NONE'],
    ['DBD', date('DBD', licence.issueDate)],
    ['DBB', date('DBB', licence.birthDate)],
    ['DBA', date('DBA', licence.expiryDate)],
    ['DBC', SEX_DIGITS[licence.sex]],
    ['DAU', printedHeight(licence)],
    ['DAY', fitting('DAY', licence.eyes, 3)],
    ['DAG', fitting('DAG', licence.street, 35)],
    ['DAI', fitting('DAI', licence.city, 20)],
    ['DAJ', fitting('DAJ', licence.jurisdiction, 2)],
    ['DAK', fitting('DAK', licence.postalCode, 11).padEnd(11)],
    ['DCF', fitting('DCF', licence.discriminator, 25)],
    ['DCG', fitting('DCG', licence.country, 3)],
  ]
}

function printedDate({ country }: Licence, date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return country === 'CAN' ? year + month + day : month + day + year
}

function printedHeight({ country, heightCm }: Licence): string {
  const inches = Math.round(heightCm / CM_PER_INCH)
  const [number, unit] = country === 'CAN' ? [heightCm, 'cm'] : [inches, 'in']
  return `${String(number).padStart(3, '0')} ${unit}`
}

function four(number: number): string {
  return String(number).padStart(4, '0')
}

function fitting(name: string, value: string, length: number): string {
  if (/^[\x20-\x7e]+$/.test(value) && value.length <= length) return value
  throw new AppError(
    'INVALID',
    `${name} must have 1 to ${length} printable ASCII characters; shorten or transliterate it.`,
  )
}
