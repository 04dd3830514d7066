import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Webhook } from 'standardwebhooks'
import type { PostAnswer, PostRefused, PostRequest } from '../../src/deps'
import { openDatabase } from '../../src/storage/database'
import { verifyStatement } from '../../src/trust/sign'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

type Post = PostRequest & { url: string; type: string }
type Answer = Partial<PostAnswer> | Pick<PostRefused, 'refused'>

let app: TestApp
let api: ReturnType<typeof apiClient>
let posts: Post[]
let answers: Record<string, Answer>
let urls = 0
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const realNow = () => new Date()

beforeAll(async () => {
  app = await startTestApp(['webhooks', 'housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  app.deps.net.post = async (url, request) => {
    const { type } = JSON.parse(request.body) as { type: string }
    posts.push({ ...request, url, type })
    const given = answers[url] ?? {}
    if ('refused' in given) return { refused: given.refused, message: '', latencyMs: 15_000 }
    return { status: 200, latencyMs: 12, excerpt: 'thanks', retryAfterSec: null, ...given }
  }
})
beforeEach(async () => {
  posts = []
  answers = {}
  api = apiClient(app.url, await anotherKey(app)) // an organisation without endpoints
})
afterEach(() => {
  app.deps.now = realNow
})
afterAll(() => app.close())

async function endpoint(eventTypes: string[] = []) {
  urls += 1
  const url = `https://consumer-${urls}.example/hook`
  const { result } = await api.mutate(
    'webhookEndpointCreate',
    { url, eventTypes },
    'secret publicKey endpoint { id url eventTypes state }',
  )
  return { ...result.endpoint, secret: result.secret as string }
}

async function cancelled(): Promise<string> {
  const sessionId = await api.newSession()
  await api.mutate('kycSessionCancel', { sessionId })
  return sessionId
}

type Found<T> = Exclude<T, false | null | undefined>

async function until<T>(look: () => T | Promise<T>): Promise<Found<T>> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look()
    if (found) return found as Found<T>
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('It did not come about within ten seconds.')
}

const DELIVERY =
  'id state attempts endpointId event { type } log { status error latencyMs excerpt }'

async function deliveries(filter: object = {}) {
  const document = `query($filter: WebhookDeliveryFilter) { webhookDeliveries(filter: $filter) { nodes { ${DELIVERY} } } }`
  const { data } = await api.ask(document, { filter })
  return data.webhookDeliveries.nodes
}

const seen = async (id: string) => {
  const { data } = await api.ask('{ webhookEndpoints { id state disabledReason failures } }')
  return data.webhookEndpoints.find((each: { id: string }) => each.id === id)
}

const sentTo = (url: string) => posts.filter((post) => post.url === url)
const asleep = () => new Promise((done) => setTimeout(done, 2500)) // two rounds of housekeeping

function later(ms: number): void {
  app.deps.now = () => new Date(Date.now() + ms)
}

describe('an endpoint', () => {
  test('is told of the events it chose, and of those alone', async () => {
    const all = await endpoint()
    const chosen = await endpoint(['kyc_session.cancelled'])
    const others = await endpoint(['kyc_session.approved', 'kyc_session.rejected'])
    await cancelled()
    await until(() => sentTo(all.url).length === 1 && sentTo(chosen.url).length === 1)
    expect(posts.map(({ type }) => type)).toEqual(Array(2).fill('kyc_session.cancelled'))
    expect(sentTo(others.url)).toEqual([])
  })

  test('is refused a choice there is not, and is told what there is', async () => {
    const wanted = { url: 'https://consumer.example/', eventTypes: ['kyc_session.lost'] }
    const { userErrors } = await api.mutate('webhookEndpointCreate', wanted, 'secret')
    expect(userErrors[0]).toMatchObject({ code: 'INVALID', field: 'eventTypes' })
    expect(userErrors[0]?.message).toContain('kyc_session.approved, kyc_session.rejected')
  })

  test('has secrets that are encrypted where they lie', async () => {
    const { id, secret } = await endpoint()
    const client = openDatabase(app.config.DATABASE_URL, 1)
    const row = await client.webhookEndpoint.findUniqueOrThrow({ where: { id } })
    await client.$disconnect()
    const stored = [JSON.stringify(row), Buffer.from(row.secrets).toString('latin1')].join()
    expect(stored).not.toContain(secret.slice('whsec_'.length))
    expect(stored).toContain(id)
  })

  test('is sent a test event, whatever it chose, and what it answered can be seen', async () => {
    const { id, url, secret } = await endpoint(['kyc_session.approved'])
    answers[url] = { excerpt: 'it works' }
    const { result } = await api.mutate('webhookEndpointTest', { id }, 'id state')
    const [delivery] = await until(async () => {
      const found = await deliveries({ endpointId: id, states: ['DELIVERED'] })
      return found.length > 0 && found
    })
    expect(delivery).toEqual({
      id: result.id,
      state: 'DELIVERED',
      attempts: 1,
      endpointId: id,
      event: { type: 'webhook_endpoint.test' },
      log: [{ status: 200, error: null, latencyMs: 12, excerpt: 'it works' }],
    })
    const [{ body, headers }] = sentTo(url) as [Post]
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ data: { id } })
  })

  test('has a new secret beside the old one for a while, then alone', async () => {
    const { id, url, secret } = await endpoint()
    const { result } = await api.mutate(
      'webhookSecretRotate',
      { id, overlapHours: 1 },
      'secret publicKey endpoint { publicKey }',
    )
    expect(result.endpoint.publicKey).toBe(result.publicKey)
    await api.mutate('webhookEndpointTest', { id })
    const [during] = await until(() => sentTo(url).length === 1 && sentTo(url))
    for (const known of [secret, result.secret])
      expect(() =>
        new Webhook(known).verify(during?.body ?? '', during?.headers ?? {}),
      ).not.toThrow()
    expect(during?.headers['webhook-signature']?.match(/v1a,/g)).toHaveLength(2)
    later(HOUR_MS)
    await api.mutate('webhookEndpointTest', { id })
    const [, after] = await until(() => sentTo(url).length === 2 && sentTo(url))
    expect(after?.headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/)
    for (const overlapHours of [-1, 169]) {
      const refused = await api.mutate('webhookSecretRotate', { id, overlapHours }, 'secret')
      expect(refused.userErrors[0]?.code).toBe('INVALID')
    }
  })

  test('that is paused is sent nothing; when it goes on it gets what waited', async () => {
    const { id, url } = await endpoint()
    await api.mutate('webhookEndpointUpdate', { id, paused: true })
    expect((await seen(id)).state).toBe('PAUSED')
    await cancelled()
    await until(async () => (await deliveries({ endpointId: id })).length === 1)
    await asleep()
    expect(sentTo(url)).toEqual([])
    await api.mutate('webhookEndpointUpdate', { id, paused: false })
    await until(() => sentTo(url).length === 1)
  })

  test('that moved is sent what failed at the old address', async () => {
    const { id, url } = await endpoint()
    answers[url] = { refused: 'DNS' }
    await cancelled()
    await until(async () => (await seen(id)).state === 'FAILING')
    const moved = `${url}/new`
    await api.mutate('webhookEndpointUpdate', { id, url: moved })
    later(HOUR_MS)
    await until(() => sentTo(moved).length === 1)
    await until(async () => (await seen(id)).state === 'ACTIVE')
  })
})

describe('an endpoint that fails', () => {
  test('rests after five failures in a row; then one delivery tries it, and its success lets all go', async () => {
    const { id, url } = await endpoint()
    answers[url] = { status: 503 }
    for (let sessions = 0; sessions < 8; sessions++) await cancelled()
    await until(async () => (await seen(id)).failures >= 5)
    await asleep() // deliveries in flight end
    const before = sentTo(url).length
    later(50_000)
    await asleep()
    expect(sentTo(url)).toHaveLength(before)
    answers[url] = {}
    later(2 * HOUR_MS)
    const arrived = () => deliveries({ endpointId: id, states: ['DELIVERED'] })
    await until(async () => (await arrived()).length === 8)
    expect(await seen(id)).toEqual({ id, state: 'ACTIVE', disabledReason: null, failures: 0 })
  })

  test('with 410 is disabled, and the others are told', async () => {
    const gone = await endpoint()
    const other = await endpoint(['webhook_endpoint.disabled'])
    answers[gone.url] = { status: 410 }
    await cancelled()
    const [notice] = await until(() => sentTo(other.url).length === 1 && sentTo(other.url))
    expect(JSON.parse(notice?.body ?? '')).toMatchObject({
      type: 'webhook_endpoint.disabled',
      data: { id: gone.id, reason: 'GONE' },
    })
    expect(await seen(gone.id)).toMatchObject({ state: 'DISABLED', disabledReason: 'GONE' })
    await cancelled()
    await asleep()
    expect(sentTo(gone.url)).toHaveLength(1)
    const tried = await api.mutate('webhookEndpointTest', { id: gone.id })
    expect(tried.userErrors[0]?.code).toBe('CONFLICT')
  })

  test('for five days is disabled, and what waits for it is dead', async () => {
    const { id, url } = await endpoint()
    answers[url] = { refused: 'TIMEOUT' }
    await cancelled()
    await until(async () => (await seen(id)).state === 'FAILING')
    later(5 * DAY_MS + HOUR_MS)
    await until(async () => (await seen(id)).disabledReason === 'FAILING')
    const [delivery] = await deliveries({ endpointId: id })
    expect(delivery.state).toBe('DEAD')
    expect(delivery.log[0]).toEqual({
      status: null,
      error: 'TIMEOUT',
      latencyMs: 15_000,
      excerpt: '',
    })
  })
})

describe('a replay', () => {
  const REPLAYED = 'count hasMore'
  const replay = (input: object) => api.mutate('webhookReplay', input, REPLAYED)

  test('sends dead letters again, and counts their attempts anew', async () => {
    const { id, url } = await endpoint()
    answers[url] = { status: 410 }
    const sessionId = await cancelled()
    await until(async () => (await seen(id)).state === 'DISABLED')
    const refused = await replay({ endpointId: id, sessionId })
    expect(refused.userErrors[0]?.code).toBe('CONFLICT')
    answers[url] = {}
    await api.mutate('webhookEndpointEnable', { id })
    expect((await replay({ endpointId: id, sessionId })).result).toEqual({
      count: 1,
      hasMore: false,
    })
    await until(() => sentTo(url).length === 2)
    const [first, second] = sentTo(url).map(({ headers }) => headers['webhook-id'])
    expect(second).toBe(first)
    const [delivery] = await until(async () => {
      const found = await deliveries({ endpointId: id, states: ['DELIVERED'] })
      return found.length > 0 && found
    })
    expect([delivery.attempts, delivery.log.length]).toEqual([1, 2])
  })

  test('goes by event, time and state', async () => {
    const { id, url } = await endpoint()
    const from = new Date()
    await cancelled()
    await cancelled()
    const arrived = await until(async () => {
      const found = await deliveries({ endpointId: id, states: ['DELIVERED'] })
      return found.length === 2 && found
    })
    const count = async (input: object) => (await replay({ endpointId: id, ...input })).result.count
    expect(await count({ from })).toBe(0) // dead letters alone, when nothing else is said
    expect(await count({ from, states: ['DELIVERED'] })).toBe(2)
    expect(await count({ from, before: from, states: ['PENDING', 'DELIVERED'] })).toBe(0)
    await until(() => sentTo(url).length === 4)
    const eventId = sentTo(url)[0]?.headers['webhook-id']
    await until(
      async () => (await deliveries({ endpointId: id, states: ['PENDING'] })).length === 0,
    )
    expect(await count({ eventId, states: ['DELIVERED'] })).toBe(1)
    expect(arrived).toHaveLength(2)
  })

  test('with missing ones sends what the endpoint never was', async () => {
    const from = new Date()
    await cancelled()
    const { id, url } = await endpoint()
    await asleep()
    expect(sentTo(url)).toEqual([])
    expect((await replay({ endpointId: id, from })).result.count).toBe(0)
    expect((await replay({ endpointId: id, from, missing: true })).result.count).toBe(1)
    await until(() => sentTo(url).length === 1)
  })

  test('says which events it means, or is refused', async () => {
    const { id } = await endpoint()
    const all = await replay({ endpointId: id })
    expect(all.userErrors[0]).toMatchObject({ code: 'INVALID', field: 'from' })
    const none = await replay({ endpointId: id, eventId: 'evt_0' })
    expect(none.userErrors[0]?.code).toBe('NOT_FOUND')
  })
})

test('erasure: what a consumer answered about a person is gone with the person', async () => {
  const { id, url } = await endpoint()
  answers[url] = { excerpt: 'thanks, Ada Lovelace' }
  const applicant = await api.mutate('applicantCreate', {})
  const applicantId = applicant.result.id
  const session = await api.mutate('kycSessionCreate', { applicantId })
  await api.mutate('kycSessionCancel', { sessionId: session.result.id })
  await until(
    async () => (await deliveries({ endpointId: id, states: ['DELIVERED'] })).length === 1,
  )
  await api.mutate('applicantErase', { applicantId })
  const told = await until(async () => {
    const found = await deliveries({ endpointId: id })
    return found.length === 2 && found
  })
  expect(JSON.stringify(told)).not.toContain('Lovelace')
})

test('attest: the snapshot of a session says how it stands, and verifies with the published keys', async () => {
  const sessionId = await cancelled()
  const { snapshot, sequence } = await api.session(sessionId, 'snapshot sequence')
  const keys = await (await fetch(`${app.url}/.well-known/jwks.json`)).json()
  const { typ, claims } = await verifyStatement(snapshot, keys as never)
  expect(typ).toBe('kyc-session+jwt')
  expect(claims).toMatchObject({ session: sessionId, status: 'CANCELLED', sequence, mode: 'TEST' })
})
