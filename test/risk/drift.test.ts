import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { DRIFTED_AT, driftOf, LEAST_SESSIONS } from '../../src/risk/stability'
import { createRandom } from '../../src/specimens/random'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
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

  const drift = async () => {
    const shown = 'model reference { sessions } recent { sessions } signals { signal psi state }'
    const { data } = await apiClient(app.url, app.key).ask(`{ riskDrift { ${shown} } }`)
    return data.riskDrift
  }
  const sessions = (daysAgo: number, count: number, seconds: number): Past[] =>
    Array.from({ length: count }, (_, at) => ({
      at: new Date(Date.now() - daysAgo * DAY_MS - at * 1000),
      signals: { SECONDS_TO_COMPLETE: seconds + (at % 50), ATTEMPTS: 1 + (at % 2) },
    }))

  test('compares the last week with the first thirty days, signal by signal and in the score', async () => {
    expect((await drift()).signals).toEqual([{ signal: null, psi: null, state: 'NOT_ENOUGH' }])
    await pastSessions(app, sessions(60, 300, 100))
    // Neither of the windows: after the first thirty days, before the last seven.
    await pastSessions(app, sessions(20, 50, 900))
    await pastSessions(app, sessions(1, 199, 5))
    const few = await drift()
    expect([few.reference.sessions, few.recent.sessions]).toEqual([300, 199])
    for (const { state } of few.signals) expect(state).toBe('NOT_ENOUGH')
    await pastSessions(app, sessions(2, 100, 5))
    const { model, signals } = await drift()
    expect(model).toBe('rules-1')
    const states = signals.map(({ signal, state }: Record<string, string>) => [signal, state])
    expect(states).toEqual([
      [null, 'DRIFTED'],
      ['SECONDS_TO_COMPLETE', 'DRIFTED'],
      ['ATTEMPTS', 'STABLE'],
    ])
  })
})
