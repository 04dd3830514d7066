import { type Candidate, candidateAt, type PageText } from './candidates'
import { whole } from './layout'

/** What the order of a page's dates says of their meaning: much less than a label. */
const ORDER_SUPPORT = 0.3

/** A document lives at least as long after its holder's birth as this, in years, or the two are not told apart. */
const LEAST_YEARS_APART = 5

/**
 * Dates without a readable label: of all dates on a page the earliest is the birth, the latest the expiry, where they lie
 * years apart.
 */
export function dateCandidates(page: PageText): Candidate[] {
  const births = datesAs('BIRTH_DATE', page)
  const expiries = datesAs('EXPIRY_DATE', page)
  const [birth] = births
  const expiry = expiries[expiries.length - 1]
  if (birth === undefined || expiry === undefined) return []
  const years = Number(expiry.value.slice(0, 4)) - Number(birth.value.slice(0, 4))
  return years < LEAST_YEARS_APART ? [] : [birth, expiry]
}

function datesAs(field: 'BIRTH_DATE' | 'EXPIRY_DATE', page: PageText): Candidate[] {
  const support = { label: ORDER_SUPPORT, likeness: 0 }
  const dates = page.segments.flatMap(
    (segment) => candidateAt(field, whole(segment), page, support) ?? [],
  )
  return dates.sort((a, b) => a.value.localeCompare(b.value))
}
