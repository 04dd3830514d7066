import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { hashOf, readDefinition } from '../../src/policies/policy-definition'
import { RULES_ONLY } from '../../src/risk/score-risk'
import { DRIFTED_AT, driftOf, LEAST_SESSIONS } from '../../src/risk/stability'
import { createRandom } from '../../src/specimens/random'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newMember } from '../support/members'
import { type Past, pastSessions } from '../support/past-sessions'
import { turnOn } from '../support/risk'

const random = createRandom(11)
const normal = (count: number, mean = 0) =>
  Array.from({ length: count }, () => mean + random.normal())

describe('loop: the stability index', () => {
  test('is that of two halves by hand', () => {
    const of = (share: number) => Array.from({ length: 1000 }, (_, at) => Number(at < 1000 * share))
    const { psi, state } = driftOf(of(0.5), of(0.8))
    expect(psi).toBeCloseTo(0.3 * Math.log(0.8 / 0.5) - 0.3 * Math.log(0.2 / 0.5), 10)
    expect(psi).toBeGreaterThan(DRIFTED_AT)
    expect(state).toBe('DRIFTED')
  })

  test('calls hardly any of a thousand unchanged distributions moved, and every one that moved by a deviation', () => {
    const states = Array.from({ length: 1000 }, () => driftOf(normal(250), normal(220)).state)
    expect(states.filter((state) => state !== 'STABLE').length).toBeLessThan(15)
    for (let round = 0; round < 100; round++)
      expect(driftOf(normal(250), normal(220, 1)).state).toBe('DRIFTED')
  })

  test('sees that a signal is known of fewer people than before', () => {
    const before = normal(1000)
    const now = before.map((value, at) => (at % 2 === 0 ? null : value))
    expect(driftOf(before, now).state).toBe('DRIFTED')
    expect(driftOf(now, now)).toEqual({ psi: 0, state: 'STABLE' })
  })

  test('says nothing of too few', () => {
    const few = driftOf(normal(1000), normal(LEAST_SESSIONS - 1))
    expect(few).toEqual({ psi: null, state: 'NOT_ENOUGH' })
  })
})

describe('loop: drift of an organisation', () => {
  const DAY_MS = 86_400_000
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp([])
    await turnOn(app, ['CONDUCT'])
  })
  afterAll(() => app.close())

  const drift = async (mode = 'TEST') => {
    const shown =
      'model reference { from sessions } recent { sessions } signals { signal psi state bins { from to known unknown reference recent } }'
    const { data } = await apiClient(app.url, app.key).ask(
      `{ riskDrift(mode: ${mode}) { ${shown} } }`,
    )
    return data.riskDrift
  }
  const sessions = (daysAgo: number, count: number, seconds: number): Past[] =>
    Array.from({ length: count }, (_, at) => ({
      at: new Date(Date.now() - daysAgo * DAY_MS - at * 1000),
      signals: { SECONDS_TO_COMPLETE: seconds + (at % 50), ATTEMPTS: 1 + (at % 2) },
    }))

  test('compares the last week with the first thirty days, signal by signal and in the score', async () => {
    expect((await drift()).signals).toEqual([
      { signal: null, psi: null, state: 'NOT_ENOUGH', bins: [] },
    ])
    await pastSessions(app, sessions(60, 300, 100))
    // Neither of the windows: after the first thirty days, before the last seven.
    await pastSessions(app, sessions(20, 50, 900))
    await pastSessions(app, sessions(1, 199, 5))
    const few = await drift()
    expect([few.reference.sessions, few.recent.sessions]).toEqual([300, 199])
    for (const { state, bins } of few.signals) expect([state, bins]).toEqual(['NOT_ENOUGH', []])
    await pastSessions(app, sessions(2, 100, 5))
    const { model, signals } = await drift()
    expect(model).toBe('rules-1')
    const states = signals.map(({ signal, state }: Record<string, string>) => [signal, state])
    expect(states).toEqual([
      [null, 'DRIFTED'],
      ['SECONDS_TO_COMPLETE', 'DRIFTED'],
      ['ATTEMPTS', 'STABLE'],
    ])
    const [, seconds, attempts] = signals
    const sums = (bins: Record<string, number>[]) =>
      ['reference', 'recent'].map((window) =>
        bins.reduce((sum, bin) => sum + (bin[window] ?? 0), 0),
      )
    expect(sums(seconds.bins)).toEqual([300, 299])
    // All that were hasty are below the first cut, where few were before.
    expect(seconds.bins[0]).toMatchObject({ from: null, known: true, unknown: false, recent: 299 })
    expect(attempts.bins).toEqual([
      { from: null, to: 1, known: true, unknown: false, reference: 150, recent: 150 },
      { from: 1, to: 2, known: true, unknown: false, reference: 150, recent: 149 },
      { from: 2, to: null, known: true, unknown: false, reference: 0, recent: 0 },
    ])
  })

  test('is of tests or of real sessions, as is asked, and of none of the other kind', async () => {
    expect((await drift('LIVE')).reference.sessions).toBe(0)
    expect((await drift('TEST')).reference.sessions).toBe(300)
  })
})

describe('loop: where the reference of drift begins', () => {
  const DAY_MS = 86_400_000
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
  let app: TestApp
  let [ann, ben] = [{ id: '' }, { id: '' }]
  beforeAll(async () => {
    app = await startTestApp([])
    await turnOn(app, ['CONDUCT'])
    await pastSessions(app, [{ at: daysAgo(90), signals: { ATTEMPTS: 1 } }])
    ann = await newMember(app, app.tenantId, ['ADMIN'])
    ben = await newMember(app, app.tenantId, ['ADMIN'])
  })
  afterAll(() => app.close())

  const from = async () => {
    const { data } = await apiClient(app.url, app.key).ask('{ riskDrift { reference { from } } }')
    return data.riskDrift.reference.from
  }

  /** A candidate that says nothing, as if it had been trained. */
  async function candidate() {
    const { tenantId, deps } = app
    const deed = { actor: ann.id, at: new Date() }
    const wish = { kind: 'RISK_MODEL', load: 0.1, seed: 1, here: true } as const
    const { id } = await deps.candidates.ask(tenantId, wish, deed)
    const made = { doneAt: new Date(), codeVersion: 'test', effect: {} as never }
    const parameters = { ...RULES_ONLY, version: id }
    const ref = { tenantId, candidateId: id }
    await deps.candidates.finish(ref, { state: 'READY', parameters, ...made })
    return id
  }

  async function publish(at: Date, riskModel?: { candidate: string }, targetFalseMatchRate = 1e-4) {
    const { tenantId, deps } = app
    const written = { targetFalseMatchRate, ...(riskModel && { riskModel }) }
    const definition = await readDefinition(deps, tenantId, written)
    const content = { definition, sha256: hashOf(definition), note: '' }
    const { id } = await deps.policies.draft(tenantId, content, { actor: ann.id, at })
    await deps.policies.publish({ tenantId, id }, content.sha256, { actor: ben.id, at })
    return at.toISOString()
  }

  test('is where its model came into force, whatever is published with the same model after', async () => {
    const first = await from()
    expect(first).toBe(
      (await app.deps.riskAssessments.firstAt(app.tenantId, 'TEST'))?.toISOString(),
    )
    // A policy without a model changes nothing: the rules have scored from the beginning.
    await publish(daysAgo(80))
    expect(await from()).toBe(first)
    const [one, other] = [{ candidate: await candidate() }, { candidate: await candidate() }]
    const began = await publish(daysAgo(70), one)
    expect(await from()).toBe(began)
    await publish(daysAgo(60), one, 1e-3)
    await publish(daysAgo(50), one, 2e-4)
    expect(await from()).toBe(began)
    const another = await publish(daysAgo(40), other)
    expect(await from()).toBe(another)
    // It comes back: what it was long ago is interrupted.
    const again = await publish(daysAgo(30), one)
    await publish(daysAgo(20), one, 3e-4)
    expect(await from()).toBe(again)
    const rules = await publish(daysAgo(10))
    await publish(daysAgo(9), undefined, 5e-4)
    expect(await from()).toBe(rules)
  })
})
