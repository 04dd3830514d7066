import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDatabase } from '../../src/storage/database'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { photo } from '../support/images'

let app: TestApp
let api: ReturnType<typeof apiClient>
let picture: Uint8Array

beforeAll(async () => {
  app = await startTestApp([], {
    MAX_QUEUED: '5',
    MAX_QUEUED_PER_ORGANIZATION: '3',
  })
  api = apiClient(app.url, app.key)
  picture = await photo(320, 240)
})
afterAll(() => app.close())

async function ready(client: typeof api): Promise<string> {
  const id = await client.newSession()
  for (const kind of ['DOCUMENT_FRONT', 'SELFIE']) await client.upload(id, kind, picture)
  return id
}

const SUBMIT = `mutation($id: ID!) { kycSessionSubmit(input: { sessionId: $id }) {
  result { status } userErrors { code retryAfterSec } } }`

async function submit(client: typeof api) {
  const { data } = await client.ask(SUBMIT, { id: await ready(client) })
  return data.kycSessionSubmit
}

async function priorities(): Promise<number[]> {
  const db = openDatabase(app.config.DATABASE_URL, 1)
  const rows = await db.outboxEntry.findMany({
    where: { job: 'verifySession' },
    orderBy: { id: 'asc' },
  })
  await db.$disconnect()
  return rows.map(({ priority }) => priority)
}

describe('when more is sent than can be done', () => {
  test('an organisation has so many sessions in the queue, all have so many; then they are told when to come back', async () => {
    const other = apiClient(app.url, await anotherKey(app))
    const full = { result: null, userErrors: [{ code: 'RATE_LIMITED', retryAfterSec: 15 }] }
    for (let count = 0; count < 3; count += 1)
      expect(await submit(api)).toEqual({ result: { status: 'PROCESSING' }, userErrors: [] })
    expect(await submit(api)).toEqual(full)
    for (let count = 0; count < 2; count += 1)
      expect((await submit(other)).result).toEqual({ status: 'PROCESSING' })
    expect(await submit(other)).toEqual(full)
    // Organisations take turns: the first of the second comes beside the first of the first.
    expect(await priorities()).toEqual([1, 2, 3, 1, 2])
  })

  test('an organisation that asks too often is told to wait, another one is not', async () => {
    const strict = await startTestApp([], { RATE_LIMIT_PER_SEC: '1' }) // and 10 within ten seconds
    const query = '{ kycSessions(first: 1) { nodes { id } } }'
    const busy = apiClient(strict.url, strict.key)
    const answers = await Promise.all(Array.from({ length: 100 }, () => busy.ask(query)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(20)
    expect(refused.length).toBeLessThan(90)
    for (const { headers, errors } of refused) {
      const [{ message, extensions }] = errors as [{ message: string; extensions: object }]
      const retryAfterSec = Number(headers.get('retry-after'))
      expect(retryAfterSec).toBeGreaterThan(0)
      expect(retryAfterSec).toBeLessThan(11)
      expect(extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSec })
      expect(message).toContain('try again in')
    }
    const other = apiClient(strict.url, await anotherKey(strict))
    expect((await other.ask(query)).status).toBe(200)
    await strict.close()
  })

  test('so many uploads run at once; the next is told to come back, and comes', async () => {
    const sessionId = await api.newSession()
    const { uploadUrl } = await api.announce(sessionId, 'SELFIE')
    const slow = Array.from({ length: 32 }, () => {
      const upload = request(uploadUrl, { method: 'PUT', headers: { 'content-length': '9' } })
      upload.on('error', () => undefined)
      upload.write('x')
      return upload
    })
    const busy = await eventually(async () => {
      const answer = await api.put(uploadUrl, new Uint8Array())
      return answer.status === 429 && answer
    })
    expect(busy.headers.get('retry-after')).toBe('1')
    expect(await busy.json()).toMatchObject({ code: 'RATE_LIMITED' })
    for (const upload of slow) upload.destroy()
    await eventually(async () => (await api.put(uploadUrl, picture)).status === 201)
  })
})
