import { automationSigns, shortestStep } from './behaviour'
import { FEATURE_NAMES, type FeatureName, featureOf, type RiskGroup } from './features'
import type { History } from './history'
import { type Neighbourhood, neighbourhoodOf } from './link-graph'
import type { LinkKind, Observation, SessionFacts } from './observation'

/**
 * A feature as measured, in its unit (features.ts); null: not known. `windowMs`: how far back, null where it does not matter.
 * `evidence`: ids of sessions, or of entries on watchlists, it rests on, at most MOST_EVIDENCE; or the countries that differ.
 */
export type Signal = {
  name: FeatureName
  value: number | null
  windowMs: number | null
  evidence: string[]
}

/** What an organisation asks for: which groups, and the ages it serves. */
export type RiskRules = {
  groups: readonly RiskGroup[]
  leastAge: number | null
  mostAge: number | null
}

type Case = {
  subject: Observation
  facts: SessionFacts
  history: History
  rules: RiskRules
  neighbourhood: Neighbourhood
}

type Measured = { value: number | null; windowMs?: number; evidence?: string[] }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MONTH_MS = 30 * DAY_MS
const MOST_EVIDENCE = 20

/** Every signal of the groups that are on, in the order of the catalogue. Pure: what is near in time is told by the session. */
export function measureSignals(
  subject: Observation,
  facts: SessionFacts,
  history: History,
  rules: RiskRules,
): Signal[] {
  const neighbourhood = rules.groups.includes('GRAPH')
    ? neighbourhoodOf(subject, history)
    : { applicants: 1, fraudAt: null, evidence: [] }
  const given = { subject, facts, history, rules, neighbourhood }
  return FEATURE_NAMES.filter((name) => rules.groups.includes(featureOf(name).group)).map(
    (name) => {
      const { value, windowMs = null, evidence = [] } = MEASURES[name](given)
      return { name, value, windowMs, evidence: [...new Set(evidence)].slice(0, MOST_EVIDENCE) }
    },
  )
}

const MEASURES: Record<FeatureName, (given: Case) => Measured> = {
  DEVICE_SESSIONS_DAY: (given) => sessions(given, 'DEVICE', DAY_MS),
  DEVICE_APPLICANTS: (given) => applicants(given, 'DEVICE', MONTH_MS),
  DEVICE_CHANGED: deviceChanged,
  INJECTION_HINTS: ({ facts }) => ({ value: facts.injectionHints }),
  DOCUMENT_APPLICANTS: (given) => applicants(given, 'DOCUMENT'),
  IMAGE_APPLICANTS: (given) => applicants(given, 'IMAGE'),
  EMAIL_APPLICANTS: (given) => applicants(given, 'EMAIL'),
  PHONE_APPLICANTS: (given) => applicants(given, 'PHONE'),
  ADDRESS_APPLICANTS: (given) => applicants(given, 'ADDRESS'),
  NETWORK_SESSIONS_HOUR: (given) => sessions(given, 'NETWORK', HOUR_MS),
  IP_COUNTRY_DIFFERS: ipCountryDiffers,
  SECONDS_TO_COMPLETE: ({ facts }) => ({ value: facts.secondsToComplete }),
  ATTEMPTS: ({ facts }) => ({ value: facts.attempts }),
  FORM_AUTOMATION: ({ facts }) => ({ value: automationSigns(facts.behaviour?.form) }),
  SHORTEST_STEP: ({ facts }) => ({ value: shortestStep(facts.behaviour?.page) }),
  TIMES_AWAY: ({ facts }) => ({ value: facts.behaviour?.page?.timesAway ?? null }),
  NAME_DISTANCE: ({ facts }) => ({ value: facts.nameDistance }),
  BIRTH_DATE_DIFFERS: ({ facts: { birthDateDiffers: differs } }) => ({
    value: differs === null ? null : Number(differs),
  }),
  AGE_OUTSIDE: ageOutside,
  WATCHLIST_SIMILARITY: ({ facts: { watchlistSimilarity: value, watchlistEntries = [] } }) => ({
    value,
    evidence: [...watchlistEntries],
  }),
  FACE_APPLICANTS: ({ facts: { alikeFaces } }) => ({
    value: alikeFaces ? new Set(alikeFaces.map(({ applicantId }) => applicantId)).size : null,
    evidence: alikeFaces?.map(({ sessionId }) => sessionId) ?? [],
  }),
  COMPONENT_APPLICANTS: ({ neighbourhood: { applicants: value, evidence } }) => ({
    value,
    evidence,
  }),
  FRAUD_NEARNESS: ({ neighbourhood: { fraudAt, evidence } }) =>
    fraudAt === null ? { value: 0 } : { value: 1 / (1 + fraudAt), evidence },
}

/** Other sessions that share a link of the kind; null when the subject has none. */
function sharing({ subject, history }: Case, kind: LinkKind, windowMs?: number) {
  const links = subject.links.filter((link) => link.kind === kind)
  if (links.length === 0) return null
  return links
    .flatMap((link) => history.sharing(link))
    .filter(({ sessionId, atMs }) => {
      const near = windowMs === undefined || Math.abs(atMs - subject.atMs) <= windowMs
      return near && sessionId !== subject.sessionId
    })
}

function sessions(given: Case, kind: LinkKind, windowMs: number): Measured {
  const found = sharing(given, kind, windowMs)
  if (found === null) return { value: null, windowMs }
  const evidence = [...new Set(found.map(({ sessionId }) => sessionId))]
  return { value: evidence.length, windowMs, evidence }
}

function applicants(given: Case, kind: LinkKind, windowMs?: number): Measured {
  const window = windowMs === undefined ? {} : { windowMs }
  const found = sharing(given, kind, windowMs)
  if (found === null) return { value: null, ...window }
  const others = found.filter(({ applicantId }) => applicantId !== given.subject.applicantId)
  const value = new Set(others.map(({ applicantId }) => applicantId)).size
  return { value, ...window, evidence: others.map(({ sessionId }) => sessionId) }
}

/** Null for whoever comes for the first time, or with no device. */
function deviceChanged({ subject, history }: Case): Measured {
  const own = devicesOf(subject)
  const before = history
    .ofApplicant(subject.applicantId)
    .filter(({ sessionId, atMs }) => sessionId !== subject.sessionId && atMs <= subject.atMs)
  const known = before.flatMap(devicesOf)
  if (own.length === 0 || known.length === 0) return { value: null }
  const changed = !own.some((key) => known.includes(key))
  return { value: Number(changed), evidence: before.map(({ sessionId }) => sessionId) }
}

function devicesOf({ links }: Observation): string[] {
  return links.filter(({ kind }) => kind === 'DEVICE').map(({ key }) => key)
}

/** Everybody who lives abroad, travels or hides their address has it: weak, and never more. */
function ipCountryDiffers({ facts: { countries } }: Case): Measured {
  if (countries === undefined) return { value: null }
  const { ip, document } = countries
  if (document.includes(ip)) return { value: 0 }
  return { value: 1, evidence: [`IP:${ip}`, ...document.map((code) => `DOCUMENT:${code}`)] }
}

function ageOutside({ facts: { ageYears }, rules: { leastAge, mostAge } }: Case): Measured {
  if (ageYears === null || (leastAge === null && mostAge === null)) return { value: null }
  const below = (leastAge ?? 0) - ageYears
  const above = ageYears - (mostAge ?? Number.POSITIVE_INFINITY)
  return { value: Math.max(0, below, above) }
}
