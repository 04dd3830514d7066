import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { trainCandidate } from '../../src/learning/train-candidate'
import { trainWhenDue } from '../../src/learning/train-when-due'
import { openDatabase } from '../../src/storage/database'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newMember } from '../support/members'
import { hastyFraud, pastSessions } from '../support/past-sessions'
import { reviewed } from '../support/reviewed'
import { turnOn } from '../support/risk'

jest.setTimeout(120_000)

const DAY_MS = 86_400_000

let app: TestApp
beforeAll(async () => {
  app = await startTestApp([])
})
afterAll(() => app.close())

const settings = (chosen: object) =>
  apiClient(app.url, app.key).mutate(
    'riskSettingsUpdate',
    { groups: ['CONDUCT'], ...chosen },
    'trainEvery',
  )

async function candidates() {
  return (await app.deps.candidates.list(app.tenantId, { first: 50 })).rows
}

/** So many more are told to be honest, that many days from today. */
const labelled = (count: number, days: number) =>
  pastSessions(
    app,
    Array.from({ length: count }, () => ({
      ...{ at: new Date(Date.now() + days * DAY_MS), signals: { ATTEMPTS: 1 } },
      label: 'LEGITIMATE' as const,
    })),
  )

async function dueIn(days: number) {
  app.later(days * DAY_MS)
  return trainWhenDue(app.deps)
}

describe('loop: training by itself', () => {
  beforeEach(async () => {
    app.later(0)
    await turnOn(app, [])
    await turnOn(app, ['CONDUCT'])
    await pastSessions(app, hastyFraud(420))
  })

  test('is off until it is turned on', async () => {
    const { data } = await apiClient(app.url, app.key).ask('{ riskSettings { trainEvery } }')
    expect(data.riskSettings).toEqual({ trainEvery: null })
    expect(await dueIn(400)).toBe(0)
    app.later(0)
    expect((await settings({ trainEvery: 'WEEKLY' })).result).toEqual({ trainEvery: 'WEEKLY' })
    expect(await dueIn(0)).toBe(1)
    // Said without it, it is off again.
    await settings({})
    await labelled(100, 10)
    expect(await dueIn(30)).toBe(0)
  })

  test('makes a candidate that is told of, and publishes nothing', async () => {
    await settings({ trainEvery: 'WEEKLY' })
    expect(await dueIn(0)).toBe(1)
    const [asked] = await candidates()
    if (!asked) throw new Error('There was to be one.')
    expect(asked).toMatchObject({ state: 'PENDING', createdBy: 'SYSTEM', load: 0.05, seed: 1 })
    const jobs: string[] = []
    await app.deps.outbox.relay(async (sent) => void jobs.push(...sent.map(({ job }) => job)))
    expect(jobs).toContain('trainCandidate')
    const ref = { tenantId: app.tenantId, candidateId: asked.id }
    expect(await trainCandidate(app.deps, ref)).toBe('READY')
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const event = await db.webhookEvent.findFirst({
      where: { type: 'risk.candidate_ready' },
      orderBy: { id: 'desc' },
    })
    expect(event?.payload).toMatchObject({ data: { id: asked.id } })
    const row = await db.auditEvent.findFirst({ where: { object: asked.id } })
    expect(row).toMatchObject({ actor: 'SYSTEM', action: 'CANDIDATE_ASKED' })
    await db.$disconnect()
    expect(await app.deps.policies.inForce(app.tenantId)).toBeNull()
    expect(await app.deps.policies.publications(app.tenantId)).toEqual([])
  })

  test('makes none twice of the same: it waits for its time, and for thirty sessions that are newly known', async () => {
    await settings({ trainEvery: 'WEEKLY' })
    const both = await Promise.all([dueIn(0), dueIn(0)])
    expect(both.sort()).toEqual([0, 1])
    await labelled(29, 1)
    expect(await dueIn(8)).toBe(0)
    await labelled(1, 2)
    expect(await dueIn(6)).toBe(0)
    expect(await dueIn(8)).toBe(1)
    expect(await dueIn(8)).toBe(0)
    expect(await candidates()).toHaveLength(2)
    await labelled(40, 9)
    app.later(0)
    await settings({ trainEvery: 'MONTHLY' })
    expect(await dueIn(20)).toBe(0)
    expect(await dueIn(39)).toBe(1)
  })

  test('counts what reviewers decided only where that is learned from', async () => {
    await settings({ trainEvery: 'WEEKLY' })
    expect(await dueIn(0)).toBe(1)
    const [ann, ben] = [
      await newMember(app, app.tenantId, ['REVIEWER']),
      await newMember(app, app.tenantId, ['REVIEWER']),
    ]
    const past = Array.from({ length: 30 }, () => ({ at: new Date(), signals: {} }))
    const review = { outcome: 'APPROVE' as const, reasons: [] }
    const cases = (await pastSessions(app, past)).map(({ sessionId }) => ({ sessionId, review }))
    await reviewed(app, [ann.id, ben.id], cases)
    expect(await dueIn(8)).toBe(0)
    app.later(0)
    await settings({ trainEvery: 'WEEKLY', learnFromReviews: true })
    expect(await dueIn(8)).toBe(1)
  })
})
