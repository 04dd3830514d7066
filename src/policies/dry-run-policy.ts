import { judgeAgain, keysOf } from '../decision/facts'
import type { Policy } from '../decision/policy'
import type { ReasonCode } from '../decision/reasons'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { OUTCOMES } from '../sessions/verify-session'
import type { PastDecision } from '../storage/past-decisions'
import { eachPast, MOST_EXAMPLES } from './each-past'
import { policyOf, readDefinition } from './policy-definition'
import { readyPolicy } from './policy-in-force'
import { riskModelOf } from './risk-model'
import { withRisk } from './score-again'

type Outcome = PastDecision['outcome']

/** How many sessions came out as `before`, and would as `after`; `examples`: ids of some. */
export type OutcomeShift = { before: Outcome; after: Outcome; count: number; examples: string[] }

/** In how many decisions a reason stands, and would. `rule`: its name, of a rule's reason. `examples`: of those that differ. */
export type ReasonShift = {
  code: ReasonCode
  rule: string | null
  before: number
  after: number
  examples: string[]
}

/**
 * What a policy would have made of past sessions. `unknown`: not counted in anything else, for what the policy asks for was
 * not measured or not kept then. `hasMore`: there were more sessions than are tried at once; the newest were.
 */
export type DryRun = {
  sessions: number
  unknown: number
  changed: number
  hasMore: boolean
  outcomes: OutcomeShift[]
  reasons: ReasonShift[]
}

type World = Pick<Deps, 'policies' | 'candidates' | 'pastDecisions' | 'faces'>

/** Of a stored policy, or of a definition that is not stored yet. */
export type DryRunWish = { from: Date; before: Date; id: string | null; definition: unknown }

/** So many are read and judged at once: some tens of milliseconds in which nobody else is answered. */
const BATCH = 200

/**
 * Tries a policy on what the checks found of past sessions: the last decision of each, made from `from` on and before `before`.
 * Nothing is changed, and no session's key is needed.
 * @throws AppError INVALID, NOT_FOUND
 */
export async function dryRunPolicy(
  deps: World,
  tenantId: string,
  { from, before, ...which }: DryRunWish,
): Promise<DryRun> {
  if (from >= before) throw new AppError('INVALID', 'before must be after from.', 'before')
  const policy = await policyToTry(deps, tenantId, which)
  const tally = newTally()
  const list = (last: PastDecision | null) =>
    deps.pastDecisions.list(tenantId, { from, before, olderThan: last?.id ?? null, limit: BATCH })
  const hasMore = await eachPast(list, BATCH, (decision) => count(tally, decision, policy))
  return concluded(tally, hasMore)
}

async function policyToTry(
  deps: World,
  tenantId: string,
  { id, definition }: Pick<DryRunWish, 'id' | 'definition'>,
): Promise<Policy> {
  if ((id === null) === (definition === null))
    throw new AppError('INVALID', 'Give either a policy or a definition.', 'id')
  if (id !== null) return readyPolicy(await deps.policies.get({ tenantId, id })).policy
  return policyOf({ id: null, version: 'draft' }, await readDefinition(deps, tenantId, definition))
}

type Tally = {
  run: Pick<DryRun, 'sessions' | 'unknown' | 'changed'>
  outcomes: Map<string, OutcomeShift>
  reasons: Map<string, ReasonShift>
}

function newTally(): Tally {
  return {
    run: { sessions: 0, unknown: 0, changed: 0 },
    outcomes: new Map(),
    reasons: new Map(),
  }
}

function count({ run, outcomes, reasons }: Tally, decision: PastDecision, policy: Policy): void {
  run.sessions += 1
  const again = judgedAgain(decision, policy)
  if (again === null) {
    run.unknown += 1
    return
  }
  const { sessionId, outcome: before, facts } = decision
  if (again.outcome !== before) run.changed += 1
  const shift = { before, after: again.outcome, count: 0, examples: [] }
  const outcome = placed(outcomes, `${before} ${again.outcome}`, shift)
  outcome.count += 1
  addExample(outcome.examples, sessionId)
  const [then, now] = [facts?.reasons ?? [], again.reasons]
  for (const key of new Set([...then, ...now])) {
    const reason = placed(reasons, key, newReason(key))
    reason.before += then.includes(key) ? 1 : 0
    reason.after += now.includes(key) ? 1 : 0
    if (then.includes(key) !== now.includes(key)) addExample(reason.examples, sessionId)
  }
}

/** Null: cannot be told. A sandbox specimen comes out as its number says, by any policy. */
function judgedAgain(
  { facts: kept, outcome, country, documentType, ...assessed }: PastDecision,
  policy: Policy,
): { outcome: Outcome; reasons: string[] } | null {
  const facts = kept && withRisk(kept, assessed, riskModelOf(policy))
  if (facts === null) return null
  if (facts.reasons.includes('SANDBOX_OUTCOME')) return { outcome, reasons: facts.reasons }
  const judgement = judgeAgain(facts, policy, { country, documentType })
  if (judgement === null) return null
  return { outcome: OUTCOMES[judgement.verdict].outcome, reasons: keysOf(judgement.reasons) }
}

function placed<T>(map: Map<string, T>, key: string, fresh: T): T {
  const known = map.get(key) ?? fresh
  map.set(key, known)
  return known
}

function newReason(key: string): ReasonShift {
  const [code = '', rule = null] = key.split(' ')
  return { code: code as ReasonCode, rule, before: 0, after: 0, examples: [] }
}

function addExample(examples: string[], sessionId: string): void {
  if (examples.length < MOST_EXAMPLES) examples.push(sessionId)
}

function concluded({ run, outcomes, reasons }: Tally, hasMore: boolean): DryRun {
  const most = (a: { count: number }, b: { count: number }) => b.count - a.count
  const moved = ({ before, after }: ReasonShift) => Math.abs(after - before)
  return {
    ...run,
    hasMore,
    outcomes: [...outcomes.values()].sort(most),
    reasons: [...reasons.values()].sort((a, b) => moved(b) - moved(a)),
  }
}
