import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Client, openDatabase } from '../../src/storage/database'
import { dispatchEvent } from '../../src/webhooks/dispatch-event'
import { pruneWebhookHistory } from '../../src/webhooks/prune-history'
import { apiKeyOf } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let client: Client
let tenantId: string
let api: ReturnType<typeof apiClient>
let organizations = 0
const DAY_MS = 24 * 3_600_000

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  client = openDatabase(app.config.DATABASE_URL, 2)
})
beforeEach(async () => {
  organizations += 1
  tenantId = `org_${String(organizations).padStart(32, '0')}`
  await client.organization.create({ data: { id: tenantId, name: 'x' } })
  api = apiClient(app.url, await apiKeyOf(app, tenantId, {}))
  for (const url of ['https://one.example/hook', 'https://two.example/hook'])
    await api.mutate('webhookEndpointCreate', { url, eventTypes: [] }, 'endpoint { id }')
})
afterAll(async () => {
  await client.$disconnect()
  await app.close()
})

/** An event with a delivery to each endpoint and an attempt of each, in these states. */
async function told(...states: ('DELIVERED' | 'PENDING' | 'DEAD')[]): Promise<string> {
  await api.mutate('kycSessionCancel', { sessionId: await api.newSession() })
  const sent = { where: { tenantId, sentAt: null }, data: { sentAt: new Date() } }
  await client.outboxEntry.updateMany(sent)
  const [event] = await client.webhookEvent.findMany({
    where: { tenantId, type: 'kyc_session.cancelled' },
    orderBy: { id: 'desc' },
  })
  const eventId = event?.id ?? ''
  await dispatchEvent(app.deps, { tenantId, eventId })
  const deliveries = await client.webhookDelivery.findMany({ where: { eventId } })
  for (const [at, { id }] of deliveries.entries()) {
    const state = states[at] ?? 'DELIVERED'
    await client.webhookDelivery.update({ where: { id }, data: { state } })
    const attempt = { id: `att_${id}`, tenantId, deliveryId: id, at: new Date() }
    await client.webhookAttempt.create({
      data: { ...attempt, status: 200, latencyMs: 1, excerpt: '' },
    })
  }
  return eventId
}

const prune = (days: number) =>
  pruneWebhookHistory({ ...app.deps, now: () => new Date(Date.now() + days * DAY_MS) })

/** How many events, deliveries and attempts the organisation has of these events. */
const left = (...events: string[]) =>
  Promise.all([
    client.webhookEvent.count({ where: { id: { in: events } } }),
    client.webhookDelivery.count({ where: { eventId: { in: events } } }),
    client.webhookAttempt.count({ where: { delivery: { eventId: { in: events } } } }),
  ])

describe('erasure: the history of webhooks', () => {
  test('is kept for ninety days, or as many as the organisation says, not fewer than eight', async () => {
    const event = await told()
    await prune(89)
    expect(await left(event)).toEqual([1, 2, 2])
    await prune(91)
    expect(await left(event)).toEqual([0, 0, 0])
    const another = await told()
    const set = (webhookHistoryDays: number) =>
      api.mutate('organizationUpdate', { webhookHistoryDays }, 'webhookHistoryDays')
    await expect(set(7)).rejects.toThrow('must not be less than 8')
    expect((await set(8)).result.webhookHistoryDays).toBe(8)
    await prune(7)
    expect(await left(another)).toEqual([1, 2, 2])
    await prune(9)
    expect(await left(another)).toEqual([0, 0, 0])
  })

  test('of what is undelivered to anybody, or was never handed on, stays however old it is', async () => {
    const kept = [await told('DELIVERED', 'PENDING'), await told('DEAD', 'DELIVERED')]
    const fine = await told()
    const waiting = await told()
    const where = { tenantId, jobId: waiting }
    await client.outboxEntry.updateMany({ where, data: { sentAt: null } })
    await prune(3650)
    expect(await left(...kept)).toEqual([2, 4, 4])
    expect(await left(waiting)).toEqual([1, 2, 2])
    expect(await left(fine)).toEqual([0, 0, 0])
  })

  test('of one organisation goes by its own time, and a long one goes in batches', async () => {
    const mine = await told()
    await api.mutate('organizationUpdate', { webhookHistoryDays: 365 }, 'id')
    const [other] = await client.organization.findMany({ where: { id: app.tenantId } })
    const createdAt = new Date()
    const many = Array.from({ length: 1200 }, (_, at) => ({
      id: `evt_${at}`,
      tenantId: other?.id ?? '',
      type: 'review_case.overdue',
      sequence: 0,
      payload: {},
      createdAt,
    }))
    await client.webhookEvent.createMany({ data: many })
    expect(await prune(100)).toBe(1200)
    expect(await left(mine)).toEqual([1, 2, 2])
  })
})
