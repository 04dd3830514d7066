import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { watchDrift } from '../../src/learning/watch-drift'
import { openDatabase } from '../../src/storage/database'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { pastSessions } from '../support/past-sessions'
import { turnOn } from '../support/risk'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const START = Date.now()

let app: TestApp
beforeAll(async () => {
  app = await startTestApp([])
})
afterAll(() => app.close())

const api = () => apiClient(app.url, app.key)
const day = (days: number) => new Date(START + days * DAY_MS)

/** Three hundred sessions of that day. */
const sessions = (days: number, seconds: number) =>
  pastSessions(
    app,
    Array.from({ length: 300 }, (_, at) => ({
      at: new Date(day(days).getTime() - at * 1000),
      signals: { SECONDS_TO_COMPLETE: seconds + (at % 50), ATTEMPTS: 1 + (at % 2) },
    })),
  )

/** What was announced, and what was written into the audit log. */
async function told() {
  const db = openDatabase(app.config.DATABASE_URL, 1)
  const events = await db.webhookEvent.findMany({
    where: { type: 'risk.drift' },
    orderBy: { id: 'asc' },
  })
  const rows = await db.auditEvent.findMany({
    where: { action: 'RISK_DRIFT_CHANGED' },
    orderBy: { seq: 'asc' },
  })
  await db.$disconnect()
  return { events: events.map(({ payload }) => payload), rows }
}

const WATCHED = '{ riskDrift { watched { at state driftedSince signals { signal state } } } }'
const watched = async () => (await api().ask(WATCHED)).data.riskDrift.watched

/** Housekeeping, as late as that. */
async function watchedAt(at: Date) {
  app.later(at.getTime() - Date.now())
  return watchDrift(app.deps)
}

describe('loop: alarms of drift', () => {
  test('nothing is measured until a group is on', async () => {
    expect(await watchDrift(app.deps)).toBe(0)
    expect(await app.deps.riskDrift.due(new Date(), 10)).toEqual([])
    expect(await watched()).toBeNull()
  })

  test('tell once when sessions have drifted, stand while they do, and tell once when they are back', async () => {
    await turnOn(app, ['CONDUCT'])
    await sessions(-60, 100)
    await sessions(-1, 100)
    expect(await watchedAt(day(0))).toBe(0)
    expect(await watched()).toMatchObject({ state: 'STABLE', driftedSince: null })
    expect((await told()).events).toEqual([])

    await sessions(6, 5)
    const drifted = day(8)
    expect(await watchedAt(drifted)).toBe(1)
    const { events, rows } = await told()
    const psi = expect.any(Number)
    expect(events).toEqual([
      {
        type: 'risk.drift',
        timestamp: expect.any(String),
        data: {
          ...{ mode: 'TEST', model: 'rules-1', state: 'DRIFTED' },
          driftedSince: expect.any(String),
          signals: [{ name: 'SECONDS_TO_COMPLETE', psi }],
        },
      },
    ])
    expect(rows).toMatchObject([
      { actor: 'SYSTEM', details: { mode: 'TEST', model: 'rules-1', state: 'DRIFTED' } },
    ])
    // Nothing is measured twice a day; the day after it still stands, since when it began, and nobody is told again.
    expect(await watchedAt(new Date(drifted.getTime() + HOUR_MS))).toBe(0)
    const since = (await watched()).driftedSince
    expect(Math.abs(new Date(since).getTime() - drifted.getTime())).toBeLessThan(60_000)
    expect(await watchedAt(day(9.5))).toBe(0)
    expect(await watched()).toMatchObject({ state: 'DRIFTED', driftedSince: since })
    expect(await app.deps.metrics.text()).toMatch(/countersign_risk_drifted\{mode="TEST"\} 1\n/)
    // A week with hardly anybody says nothing, and ends nothing.
    expect(await watchedAt(day(20))).toBe(0)
    expect(await watched()).toMatchObject({ state: 'NOT_ENOUGH', driftedSince: since })

    await sessions(28, 100)
    expect(await watchedAt(day(30))).toBe(1)
    expect(await watched()).toMatchObject({ state: 'STABLE', driftedSince: null })
    const after = await told()
    expect(after.events).toHaveLength(2)
    expect(after.events[1]).toMatchObject({
      data: { state: 'STABLE', driftedSince: null, signals: [] },
    })
    expect(await app.deps.metrics.text()).toMatch(/countersign_risk_drifted\{mode="TEST"\} 0\n/)
  })

  test('are announced once however many measure at the same time', async () => {
    await sessions(38, 5)
    app.later(day(40).getTime() - Date.now())
    const changed = await Promise.all([1, 2, 3].map(() => watchDrift(app.deps)))
    expect(changed.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect((await told()).events).toHaveLength(3)
  })

  test('have a history, of their mode and organisation alone', async () => {
    const asked = (mode: string) =>
      `{ riskDriftHistory(mode: ${mode}, days: 400) { at model state psi signals { signal psi state } driftedSince } }`
    const { data } = await api().ask(asked('TEST'))
    const states = data.riskDriftHistory.map(({ state }: { state: string }) => state)
    expect(states).toEqual(['STABLE', 'DRIFTED', 'DRIFTED', 'NOT_ENOUGH', 'STABLE', 'DRIFTED'])
    const live = (await api().ask(asked('LIVE'))).data.riskDriftHistory
    for (const { state } of live) expect(state).toBe('NOT_ENOUGH')
  })

  test('lose a signal whose group is turned off, and go with the last', async () => {
    await turnOn(app, ['CONDUCT', 'DEVICES'])
    await turnOn(app, ['DEVICES'])
    expect((await watched()).signals).toEqual([])
    await turnOn(app, [])
    expect(await watched()).toBeNull()
    const db = openDatabase(app.config.DATABASE_URL, 1)
    expect(await db.riskDrift.count()).toBe(0)
    await db.$disconnect()
  })
})
