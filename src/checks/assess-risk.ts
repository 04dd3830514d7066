import type { Deps } from '../deps'
import type { FieldName } from '../documents/reading'
import { policyInForce } from '../policies/policy-in-force'
import { riskModelOf } from '../policies/risk-model'
import { faceLinks } from '../risk/face-links'
import { featureOf } from '../risk/features'
import { measureSignals, type Signal } from '../risk/measure-signals'
import { type Observation, UNKNOWN } from '../risk/observation'
import { type RiskScore, scoreRisk } from '../risk/score-risk'
import type { Capture, Session, SessionRef } from '../sessions/session'
import type { FoundRisk } from '../storage/risk-records'
import { findFaces, protectFace } from './find-faces'
import { gatherHistory } from './gather-history'
import { riskCountries } from './risk-countries'
import { riskFacts } from './risk-facts'
import { certainField, riskLinks } from './risk-links'
import type { Findings } from './run-checks'

type Kept = Pick<Deps, 'risk' | 'riskLabels' | 'riskFaces' | 'riskDetails' | 'faces' | 'policy'>
type World = Kept & Pick<Deps, 'deviceKeys' | 'sessions' | 'watchlists' | 'models'>

export type AssessedRisk = { score: RiskScore; found: FoundRisk }

/**
 * Compares a session with what is known of others, as far as the organisation asks for that; null: it asks for nothing.
 * `deps.policy`: the one in force, which has the model.
 */
export async function assessRisk(
  deps: World,
  session: Session,
  { reading, results, face }: Pick<Findings, 'reading' | 'results' | 'face'>,
  captures: readonly Capture[],
  at: Date,
): Promise<AssessedRisk | null> {
  const ref = { tenantId: session.tenantId, sessionId: session.id }
  const rules = await deps.risk.settings(session.tenantId)
  const { groups } = rules
  if (groups.length === 0) return null
  const details = await deps.riskDetails.ofSession(ref)
  const shared = await riskLinks(deps, session, { groups, reading, captures, details })
  const submissions = (await deps.sessions.history(ref))
    .filter(({ trigger }) => trigger === 'SUBMIT')
    .map((event) => event.at)
  const today = at.toISOString().slice(0, 10)
  const hits = groups.includes('WATCHLISTS') ? await watchlistHits(deps, reading) : null
  const given = { groups, reading, results, captures, details, submissions, today, hits }
  const known = groups.includes('FACES') && face ? await protectFace(deps, session, face) : null
  const alikeFaces = known && (await findFaces(deps, session, known))
  const facts = { ...riskFacts(given), ...(alikeFaces && { alikeFaces }) }
  const links = [...shared, ...(alikeFaces ? faceLinks(session.id, alikeFaces) : [])]
  const subject = { ...ref, applicantId: session.applicantId, atMs: at.getTime(), links }
  const history = await gatherHistory(deps, session.tenantId, subject)
  const model = riskModelOf(deps.policy)
  const score = scoreRisk(measureSignals(subject, facts, history, rules), model)
  const signals = score.contributions.map(({ contribution: _, ...signal }) => withoutTold(signal))
  const sealed = known && (await deps.riskFaces.seal(session, known))
  const { version } = model
  return { score, found: { links, face: sealed, signals, risk: score.risk, model: version } }
}

/** By the names of the document, not by those that were told. Null: there is no list, or no name. */
async function watchlistHits({ watchlists }: World, reading: Findings['reading']) {
  const fieldValue = (name: FieldName) => certainField(reading, name)?.value
  const name = [fieldValue('GIVEN_NAMES'), fieldValue('SURNAME')]
    .flatMap((part) => part ?? [])
    .join(' ')
  if (name === '') return null
  return watchlists.search({ name, birthDate: fieldValue('BIRTH_DATE') ?? null })
}

/** `model`: by which it is scored now; `assessedBy`: by which the check was. */
export type CurrentRisk = RiskScore & { model: string; assessedAt: Date; assessedBy: string }

/**
 * How a session stands now: what others show is measured anew, with every label that has come; what the session itself
 * showed is as it was. Null: it was not assessed, or that was erased or turned off.
 */
export async function currentRisk(
  deps: Kept & Pick<Deps, 'policies' | 'results'>,
  ref: SessionRef,
): Promise<CurrentRisk | null> {
  const assessed = await deps.risk.assessment(ref)
  const rules = await deps.risk.settings(ref.tenantId)
  if (assessed === null || rules.groups.length === 0) return null
  const { applicantId, at } = assessed
  const links = await deps.risk.ofSession(ref)
  const subject: Observation = { ...ref, applicantId, atMs: at.getTime(), links }
  const history = await gatherHistory(deps, ref.tenantId, subject)
  const known = rules.groups.includes('FACES') ? await deps.riskFaces.ofSession(ref) : null
  const whose = { ...ref, applicantId }
  const { policy } = await policyInForce(deps, ref.tenantId)
  const alikeFaces = known && (await findFaces({ ...deps, policy }, whose, known))
  const countries = rules.groups.includes('PLACES') ? await keptCountries(deps, ref) : {}
  const facts = { ...UNKNOWN, ...countries, ...(alikeFaces && { alikeFaces }) }
  const anew = measureSignals(subject, facts, history, rules).filter(
    ({ name }) => !OF_SESSION.includes(featureOf(name).group),
  )
  const own = assessed.signals.filter(({ name }) => OF_SESSION.includes(featureOf(name).group))
  const model = riskModelOf(policy)
  const score = scoreRisk([...anew, ...own], model)
  return { ...score, model: model.version, assessedAt: at, assessedBy: assessed.model }
}

/** Signals are kept as they are; what is known of the applicant lies encrypted where it was given and read, and is looked up there. */
function withoutTold(signal: Signal): Signal {
  return featureOf(signal.name).told ? { ...signal, evidence: [] } : signal
}

async function keptCountries(
  { riskDetails, results }: Pick<Deps, 'riskDetails' | 'results'>,
  ref: SessionRef,
) {
  const reading = await results.latestReading(ref)
  return reading ? riskCountries(reading.data, await riskDetails.ofSession(ref)) : {}
}

/** What a session shows by itself, and others do not change. */
const OF_SESSION: readonly string[] = ['CONDUCT', 'BEHAVIOUR', 'DETAILS', 'WATCHLISTS']
