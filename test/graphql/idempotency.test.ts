import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { removeGarbage } from '../../src/sessions/remove-garbage'
import { openDatabase } from '../../src/storage/database'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let api: ReturnType<typeof apiClient>

beforeAll(async () => {
  app = await startTestApp([])
  api = apiClient(app.url, app.key)
})
afterAll(() => app.close())

const CREATE = `mutation Make($input: ApplicantCreateInput!) {
  applicantCreate(input: $input) { result { id externalId } userErrors { code } } }`

const create = (key: string, externalId: string | null = null, client = api) =>
  client.ask(CREATE, { input: { externalId } }, { 'idempotency-key': key })

async function applicants(externalId: string): Promise<number> {
  const db = openDatabase(app.config.DATABASE_URL, 1)
  const count = await db.applicant.count({ where: { externalId } })
  await db.$disconnect()
  return count
}

describe('a mutation with an Idempotency-Key', () => {
  test('acts once and is answered the same twice', async () => {
    const key = randomUUID()
    const first = await create(key, 'once')
    const second = await create(key, 'once')
    expect(first.data.applicantCreate.result.id).toMatch(/^app_/)
    expect(second.data).toEqual(first.data)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await applicants('once')).toBe(1)
  })

  test('acts once also when ten are sent at the same time', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(key)))
    const ids = answers.map(({ data }) => data.applicantCreate.result.id)
    expect(new Set(ids).size).toBe(1)
    const replayed = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')
    expect(replayed).toHaveLength(9)
  })

  test('is refused with another body, whatever the order of its members', async () => {
    const key = randomUUID()
    await create(key, 'one body')
    const other = await create(key, 'another body')
    expect(other.status).toBe(422)
    expect(other.errors?.[0].extensions.code).toBe('IDEMPOTENCY_KEY_REUSED')
    expect(await applicants('another body')).toBe(0)

    const ordered = randomUUID()
    const headers = { 'idempotency-key': ordered }
    const session = { a: 1, input: { externalId: 'ordered' } }
    const turned = { input: { externalId: 'ordered' }, a: 1 }
    await api.ask(CREATE, session, headers)
    expect((await api.ask(CREATE, turned, headers)).data.applicantCreate.userErrors).toEqual([])
  })

  test('repeats refusals that the caller can mend, too', async () => {
    await create(randomUUID(), 'taken')
    const key = randomUUID()
    const refused = await create(key, 'taken')
    expect(refused.data.applicantCreate.userErrors).toEqual([{ code: 'CONFLICT' }])
    expect((await create(key, 'taken')).data).toEqual(refused.data)
  })

  test('is free for another API key, which cannot read the answer', async () => {
    const key = randomUUID()
    const ours = await create(key)
    const theirs = await create(key, null, apiClient(app.url, await anotherKey(app)))
    expect(theirs.data.applicantCreate.result.id).not.toBe(ours.data.applicantCreate.result.id)
  })

  test('whose first run was cut off is not done again, and says so', async () => {
    const key = randomUUID()
    const { deps } = app
    const claim = deps.idempotencyKeys.claim
    const [organization] = await deps.organizations.list()
    const caller = await deps.apiKeys.find(app.key, deps.now())
    expect(organization?.id).toBe(caller?.tenantId)
    let sha256 = ''
    deps.idempotencyKeys.claim = (use, hash, at) => {
      sha256 = hash
      return claim.call(deps.idempotencyKeys, use, hash, at)
    }
    await create(randomUUID(), 'cut off')
    deps.idempotencyKeys.claim = claim
    await claim.call(
      deps.idempotencyKeys,
      { tenantId: caller?.tenantId ?? '', callerId: caller?.id ?? '', key },
      sha256,
      deps.now(),
    )
    const second = await create(key, 'cut off')
    expect(second.status).toBe(409)
    expect(second.errors?.[0].extensions.code).toBe('IDEMPOTENCY_KEY_UNFINISHED')
    expect(await applicants('cut off')).toBe(1)
  }, 30_000)

  test('is forgotten after 24 hours', async () => {
    const key = randomUUID()
    const first = await create(key)
    const later = new Date(Date.now() + 24 * 3_600_000 + 60_000)
    await removeGarbage({ ...app.deps, now: () => later })
    const second = await create(key)
    expect(second.data.applicantCreate.result.id).not.toBe(first.data.applicantCreate.result.id)
  })

  test.each(['', ' ', 'ä', 'x'.repeat(256)])('that is malformed (%j) is refused', async (key) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${app.key}`,
        'idempotency-key': Buffer.from(key).toString('latin1'),
      },
      body: JSON.stringify({ query: CREATE, variables: { input: {} } }),
    })
    expect(response.status).toBe(400)
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
    expect(errors[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_INVALID')
  })

  test('is kept sealed: neither the answer nor the key of the API is in the database', async () => {
    const key = randomUUID()
    const name = 'webhookEndpointCreate'
    const query = `mutation { ${name}(input: { url: "https://example.com/hook" }) { result { secret } } }`
    const first = await api.ask(query, {}, { 'idempotency-key': key })
    const { secret } = first.data[name].result
    expect((await api.ask(query, {}, { 'idempotency-key': key })).data[name].result.secret).toBe(
      secret,
    )
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const row = await db.idempotencyKey.findFirstOrThrow({ where: { key } })
    await db.$disconnect()
    expect(Buffer.from(row.answer ?? []).includes(secret)).toBe(false)
    expect(Buffer.from(row.answer ?? []).length).toBeGreaterThan(secret.length)
  })
})

test('queries take no notice of an Idempotency-Key', async () => {
  const key = randomUUID()
  const query = '{ kycSessions(first: 1) { nodes { id } } }'
  await api.ask(query, {}, { 'idempotency-key': key })
  const again = await api.ask(
    '{ kycSessions(first: 2) { nodes { id } } }',
    {},
    { 'idempotency-key': key },
  )
  expect(again.errors).toBeUndefined()
})
