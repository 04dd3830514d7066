import type { AamvaRecord } from './aamva-record'
import { type AamvaValue, element } from './aamva-values'

/** The oldest person on record lived 122 years. */
const MAX_AGE_YEARS = 125

/** The birth date; not plausible in the future of `today` (YYYY-MM-DD) or beyond a human life. */
export function birthDate(record: AamvaRecord, today: string): AamvaValue | null {
  const earliest = `${Number(today.slice(0, 4)) - MAX_AGE_YEARS}${today.slice(4)}`
  return dateValue(element(record, 'DBB'), (date) => date >= earliest && date <= today)
}

/** The date of issue; not plausible in the future of `today` (YYYY-MM-DD) or before the birth. */
export function issueDate(record: AamvaRecord, today: string): AamvaValue | null {
  const birth = aamvaDate(element(record, 'DBB')) ?? ''
  return dateValue(element(record, 'DBD'), (date) => date <= today && date > birth)
}

/** The last day of validity; not plausible before the card was issued. Cards without an end have no date. */
export function expiryDate(record: AamvaRecord): AamvaValue | null {
  const issue = aamvaDate(element(record, 'DBD')) ?? aamvaDate(element(record, 'DBB')) ?? ''
  return dateValue(element(record, 'DBA'), (date) => date >= issue)
}

/**
 * The date as YYYY-MM-DD, or null when it is none of the years 1900 to 2099. US issuers print MMDDCCYY, Canadian
 * ones and the standard of 2000 CCYYMMDD, and some US issuers CCYYMMDD too: no month is 19 or 20, so that no text is
 * a date in both orders.
 */
export function aamvaDate(text: string): string | null {
  if (!/^\d{8}$/.test(text)) return null
  const yearFirst = /^(19|20)/.test(text)
  const year = yearFirst ? text.slice(0, 4) : text.slice(4)
  const monthDay = yearFirst ? text.slice(4) : text.slice(0, 4)
  if (!/^(19|20)/.test(year)) return null
  const [month, day] = [Number(monthDay.slice(0, 2)), Number(monthDay.slice(2))]
  const days = new Date(Date.UTC(Number(year), month, 0)).getUTCDate()
  if (month < 1 || month > 12 || day < 1 || day > days) return null
  return `${year}-${monthDay.slice(0, 2)}-${monthDay.slice(2)}`
}

function dateValue(text: string, possible: (date: string) => boolean): AamvaValue | null {
  if (text === '') return null
  const date = aamvaDate(text)
  return { value: date ?? text, plausible: date !== null && possible(date) }
}
