import { monthOf } from './months'

/** What a date means: it decides the century of two-digit years. */
export type DateMeaning = 'BIRTH' | 'ISSUE' | 'EXPIRY'

/** The order of day and month in dates of figures alone. */
export type DateOrder = 'DAY_FIRST' | 'MONTH_FIRST'

/** A date found in a text: `YYYY-MM-DD`, and the characters `from` to `to` that it was read from. */
export type PrintedDate = { value: string; from: number; to: number }

type Context = { meaning: DateMeaning; order: DateOrder; today: string }

/** Year, month and day as printed; a year of two digits lacks its century. */
type Parts = { year: string; month: number; day: number }

type Shape = { pattern: RegExp; parts(match: RegExpExecArray, order: DateOrder): Parts | null }

/** What a recogniser takes figures for. */
const FIGURE = '[0-9OoQDIlSBZ]'

const SHAPES: Shape[] = [
  {
    pattern: new RegExp(
      `(${FIGURE}{1,2})[ .,-]*((?:(?:[A-Za-z\\u00c0-\\u024f] ?){3,12}(?:[ .,/|-]|[17](?=[A-Z]))*){1,3}?)(${FIGURE}{4}|${FIGURE}{2})(?![0-9])`,
      'g',
    ),
    parts: ([, day = '', months = '', year = '']) => {
      const month = monthIn(months)
      return month === null ? null : { year: figures(year), month, day: Number(figures(day)) }
    },
  },
  {
    pattern: /(?<!\d[-./]?)([12]\d{3}) ?[-./ ] ?(\d{1,2}) ?[-./ ] ?(\d{1,2})(?![-./]?\d)/g,
    parts: ([, year = '', month, day]) => ({ year, month: Number(month), day: Number(day) }),
  },
  {
    pattern: /(?<!\d[-./]?)(\d{2})[-./ ]{0,2}(\d{2})[-./ ]{0,2}([12]\d{3})(?![-./]?\d)/g,
    parts: ordered,
  },
  {
    pattern: /(?<!\d[-./]?)(\d{1,2}) ?[-./] ?(\d{1,2}) ?[-./] ?([12]\d{3}|\d{2})(?![-./]?\d)/g,
    parts: ordered,
  },
  { pattern: /(?<!\d[-./]?)(\d{2})([-./ ])(\d{2})\2(\d{2})(?![-./]?\d)/g, parts: yearFirst },
  { pattern: /(?<!\d[-./]?)(\d{2}) (\d{2}) (\d{2})(?![-./]?\d)/g, parts: ordered },
  { pattern: /(?<!\d[-./]?)(\d{2})[/.-](\d{2})(\d{2})(?![-./]?\d)/g, parts: ordered },
  { pattern: /(?<!\d[-./]?)(\d{2})(\d{2})[/.-](\d{2}|[12]\d{3})(?![-./]?\d)/g, parts: ordered },
  { pattern: /(?<!\d[-./]?)(\d{2})[17Il](\d{2})\/(\d{2}|[12]\d{3})(?![-./]?\d)/g, parts: ordered },
]

/**
 * The dates in a text, in order: `12 AUG/AOUT 74`, `12.08.1974`, `08/12/1974`, `1974-08-12`, `12 08 1974`, with blanks
 * or one separator lost. Where figures leave day and month open, `order` decides; where only one reading is a date,
 * that one. A birth or issue lies in the past of `today` (YYYY-MM-DD), an expiry at most 15 years after it.
 */
export function printedDates(text: string, context: Context): PrintedDate[] {
  const found: PrintedDate[] = []
  for (const { pattern, parts } of SHAPES)
    for (const match of text.matchAll(pattern)) {
      const date = toDate(parts(match, context.order), context)
      const from = match.index
      const to = from + match[0].length
      const free = found.every((other) => to <= other.from || from >= other.to)
      if (date !== null && free) found.push({ value: date, from, to })
    }
  return found.sort((a, b) => a.from - b.from)
}

function ordered([, first = '', second = '', year = '']: RegExpExecArray, order: DateOrder) {
  const [a, b] = [Number(first), Number(second)]
  const monthFirst = order === 'MONTH_FIRST' ? a <= 12 : b > 12
  return monthFirst ? { year, month: a, day: b } : { year, month: b, day: a }
}

/** `78.02.22`: only where the first number can be no day. */
function yearFirst([, year = '', , month, day]: RegExpExecArray): Parts | null {
  return Number(year) > 31 ? { year, month: Number(month), day: Number(day) } : null
}

/** The month that words such as `AUG/AOUT` name: the first word known; words joined by mistake are cut at three. */
function monthIn(words: string): number | null {
  const plain = words
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
  const parts = plain.split(/[^A-Z ]+/).map((word) => word.replace(/ /g, ''))
  const months = parts.map(monthOf).filter((month) => month !== null)
  const last = months[months.length - 1]
  if (last !== undefined) return last
  const inside = parts.flatMap((word) => [word.slice(-3), word.slice(0, 3)]).map(monthOf)
  return inside.find((month) => month !== null) ?? null
}

function figures(text: string): string {
  const digits: Record<string, string> = {
    O: '0',
    o: '0',
    Q: '0',
    D: '0',
    I: '1',
    l: '1',
    S: '5',
    B: '8',
    Z: '2',
  }
  return [...text].map((char) => digits[char] ?? char).join('')
}

function toDate(parts: Parts | null, { meaning, today }: Context): string | null {
  if (parts === null) return null
  const rest = `${pad(parts.month)}-${pad(parts.day)}`
  const year = parts.year.length === 4 ? parts.year : fullYear(parts.year, rest, meaning, today)
  return isDay(Number(year), parts.month, parts.day) ? `${year}-${rest}` : null
}

function fullYear(two: string, rest: string, meaning: DateMeaning, today: string): string {
  const latestYear = Number(today.slice(0, 4)) + (meaning === 'EXPIRY' ? 15 : 0)
  const latest = `${latestYear}${today.slice(4)}`
  const century = latest.slice(0, 2)
  return `${century}${two}-${rest}` <= latest ? `${century}${two}` : `${Number(century) - 1}${two}`
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}

/** Whether it is a day of the Gregorian calendar between 1900 and 2199: documents have no others. */
function isDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return year >= 1900 && year < 2200 && day >= 1 && day <= (lengths[month - 1] ?? 0)
}
