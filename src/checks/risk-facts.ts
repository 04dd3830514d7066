import type { CheckResult } from '../decision/check-result'
import type { ReadingData } from '../documents/reading'
import { compareNames } from '../documents/visual-zone/compare-names'
import { lettersOf } from '../documents/visual-zone/fold'
import type { RiskGroup } from '../risk/features'
import type { SessionFacts } from '../risk/observation'
import type { Capture } from '../sessions/session'
import type { RiskDetails } from '../storage/risk-details'
import type { WatchlistHit } from '../watchlists/match-names'
import { riskCountries } from './risk-countries'
import { certainField } from './risk-links'

type Given = {
  groups: readonly RiskGroup[]
  reading: ReadingData
  results: readonly CheckResult[]
  captures: readonly Capture[]
  details: RiskDetails
  /** When it was submitted, each time; the latest last. */
  submissions: readonly Date[]
  today: string
  /** The nearest first; null: no list was searched. */
  hits: readonly WatchlistHit[] | null
}

/** What the session itself shows, of the groups that are on. */
export function riskFacts(given: Given): SessionFacts {
  const { groups, reading, details, hits } = given
  const told = groups.includes('DETAILS') ? (details.DETAILS ?? {}) : {}
  return {
    ...(groups.includes('CONDUCT') ? conductOf(given) : NO_CONDUCT),
    nameDistance: nameDistance(reading, told),
    birthDateDiffers: birthDateDiffers(reading, told.birthDate),
    ageYears: groups.includes('DETAILS') ? ageOf(reading, given.today) : null,
    ...(groups.includes('BEHAVIOUR') && {
      behaviour: { form: details.FORM, page: details.PAGE },
    }),
    ...(groups.includes('PLACES') && riskCountries(reading, details)),
    watchlistSimilarity: hits && (hits[0]?.similarity ?? 0),
    watchlistEntries: hits?.map(({ id }) => id) ?? [],
  }
}

const NO_CONDUCT = { secondsToComplete: null, attempts: null, injectionHints: null }

function conductOf({ captures, submissions, results }: Given) {
  const [begun] = captures.map(({ createdAt }) => createdAt.getTime()).sort((a, b) => a - b)
  const done = submissions.at(-1)?.getTime()
  const known = begun !== undefined && done !== undefined && submissions.length === 1
  const liveness = results.find(({ check }) => check === 'ACTIVE_LIVENESS')
  const hints = liveness?.notes?.filter(({ code }) => code === 'INJECTION_HINT') ?? []
  const hinted = new Set(hints.map(({ evidence }) => evidence.field)).size
  return {
    secondsToComplete: known ? (done - begun) / 1000 : null,
    attempts: submissions.length,
    injectionHints: liveness?.score === null ? null : hinted,
  }
}

/** 0: the same as names may be written; otherwise the share of letters to change. Null where one is not known. */
function nameDistance(
  reading: ReadingData,
  { surname, givenNames }: NonNullable<RiskDetails['DETAILS']>,
): number | null {
  const printed = [
    certainField(reading, 'SURNAME')?.value,
    certainField(reading, 'GIVEN_NAMES')?.value,
  ]
  const [ours, theirs] = [printed, [surname, givenNames]].map((parts) =>
    parts.flatMap((part) => part ?? []).join(' '),
  )
  if (!ours || !theirs || printed.includes(undefined)) return null
  const { result, distance } = compareNames(ours, theirs, true)
  if (result !== 'DIFFERS') return 0
  return Math.min(1, distance / Math.max(lettersOf(ours).length, lettersOf(theirs).length, 1))
}

function birthDateDiffers(reading: ReadingData, told: string | undefined): boolean | null {
  const printed = certainField(reading, 'BIRTH_DATE')?.value
  return printed && told ? printed !== told : null
}

/** Whole years today. */
function ageOf(reading: ReadingData, today: string): number | null {
  const born = certainField(reading, 'BIRTH_DATE')?.value ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(born)) return null
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4))
  return today.slice(5) < born.slice(5) ? years - 1 : years
}
