import type { RelativeDistinguishedNames } from 'pkijs'

/** The name of a certificate's subject or issuer, for people and for comparing. */
export type Name = {
  /** As in `C=UT, O=Utopia, CN=Country Signer`. */
  text: string
  /** Equal for names that RFC 5280 §7.1 calls equal: case, blanks and the kind of string do not matter. */
  key: string
  /** The country code in capitals, or null. */
  country: string | null
}

export function nameOf({ typesAndValues }: RelativeDistinguishedNames): Name {
  const parts = typesAndValues.map(({ type, value }) => ({
    type: String(type),
    text: textOf(value),
  }))
  const country = parts.find(({ type }) => type === COUNTRY)
  return {
    text: parts.map(({ type, text }) => `${LABELS.get(type) ?? type}=${text}`).join(', '),
    key: parts.map(({ type, text }) => `${type}=${folded(text)}`).join('\n'),
    country: country === undefined ? null : country.text.toUpperCase(),
  }
}

const COUNTRY = '2.5.4.6'

const LABELS = new Map([
  [COUNTRY, 'C'],
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
])

type NameValue = RelativeDistinguishedNames['typesAndValues'][number]['value']

/** The characters of a string of any kind; the bytes in hexadecimal where the library knows no characters. */
function textOf({ valueBlock }: NameValue): string {
  const { value, valueHexView } = valueBlock as { value?: unknown; valueHexView?: Uint8Array }
  if (typeof value === 'string') return value
  return `#${Buffer.from(valueHexView ?? []).toString('hex')}`
}

function folded(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase()
}
