/**
 * The date `YYMMDD` of a machine-readable zone as `YYYY-MM-DD`, or null when it is none or a part is unknown (`<`,
 * ICAO 9303-3 §4.8). The century follows from the meaning: a birth lies at most 100 years in the past of `today`
 * (`YYYY-MM-DD`), an expiry at most 15 years in its future.
 */
export function mrzDate(text: string, meaning: 'BIRTH' | 'EXPIRY', today: string): string | null {
  if (!/^\d{6}$/.test(text)) return null
  const latest = meaning === 'BIRTH' ? today : yearsAfter(today, 15)
  const monthDay = `${text.slice(2, 4)}-${text.slice(4, 6)}`
  const century = Number(latest.slice(0, 2))
  const date = `${century}${text.slice(0, 2)}-${monthDay}`
  const dated = date <= latest ? date : `${century - 1}${date.slice(2)}`
  return isCalendarDate(dated) ? dated : null
}

/** Whether a birth or expiry date has parts that its issuer marked as unknown: fillers in place of digits. */
export function hasUnknownParts(text: string): boolean {
  return /^(\d\d|<<){3}$/.test(text) && text.includes('<')
}

/** Whether `YYYY-MM-DD` is a day of the Gregorian calendar. */
function isCalendarDate(date: string): boolean {
  const [year, month, day] = date.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (lengths[month - 1] ?? 0)
}

function yearsAfter(today: string, years: number): string {
  return `${Number(today.slice(0, 4)) + years}${today.slice(4)}`
}
