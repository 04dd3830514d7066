import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let api: ReturnType<typeof apiClient>
beforeAll(async () => {
  app = await startTestApp([])
  api = apiClient(app.url, app.key)
})
afterAll(() => app.close())

const post = (
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) =>
  fetch(`${app.url}/graphql`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${app.key}`, ...headers },
  })

test('without a key, and with a wrong or revoked one, nothing is told', async () => {
  for (const key of [
    '',
    'cs_test_nonsense',
    `${app.key.slice(0, -1)}x`,
    app.key.replace('cs_test', 'cs_live'),
  ]) {
    const { errors, data } = await apiClient(app.url, key).ask('{ kycSessions { nodes { id } } }')
    expect(errors?.[0].extensions.code).toBe('UNAUTHENTICATED')
    expect(data?.kycSessions ?? null).toBeNull()
  }
})

test.each([
  [
    'too many aliases',
    `{ ${Array.from({ length: 8 }, (_, i) => `a${i}: kycSession(id: "x") { id }`).join(' ')} }`,
  ],
  ['too many directives', `{ kycSession(id: "x") { id ${'@include(if: true) '.repeat(8)} } }`],
  [
    'too deep',
    '{ kycSessions { edges { node { decision { reasons { evidence { box { x } } } } } pageInfo: cursor } } }'
      .replace('pageInfo: cursor', '')
      .replace('{ x }', '{ x { y { z { a } } } }'),
  ],
  [
    'a circle of fragments',
    'query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  ],
  ['an unknown field', '{ kycSesion(id: "x") { id } }'],
])('a query with %s is refused without hints', async (_name, query) => {
  const { errors, data } = await api.ask(query)
  expect(data).toBeUndefined()
  expect(errors?.length).toBeGreaterThan(0)
  expect(JSON.stringify(errors)).not.toMatch(/Did you mean|stacktrace|node_modules/)
})

test('simple requests, batches, and bodies over 64 kB are refused', async () => {
  expect((await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' })).status).toBe(
    400,
  )
  expect((await post('[{"query":"{ __typename }"},{"query":"{ __typename }"}]')).status).toBe(400)
  expect(
    (await post(JSON.stringify({ query: `{ __typename } # ${'x'.repeat(70_000)}` }))).status,
  ).toBe(413)
  expect((await post('{"query":')).status).toBe(400)
})

test('page sizes outside 1 to 100 are refused, pages follow each other', async () => {
  for (const first of [0, 101, -1]) {
    const { errors } = await api.ask(`{ kycSessions(first: ${first}) { nodes { id } } }`)
    expect(errors?.[0]).toMatchObject({
      message: 'first must be from 1 to 100.',
      extensions: { code: 'INVALID' },
    })
  }
  const ids = [await api.newSession(), await api.newSession(), await api.newSession()].reverse()
  const page = '{ nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } }'
  const one = (await api.ask(`{ kycSessions(first: 2) ${page} }`)).data.kycSessions
  expect(one.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2))
  const two = (
    await api.ask(`{ kycSessions(first: 2, after: "${one.pageInfo.endCursor}") ${page} }`)
  ).data.kycSessions
  expect(two).toMatchObject({
    nodes: [{ id: ids[2] }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  })
  const filtered = await api.ask('{ kycSessions(filter: { status: [APPROVED] }) { nodes { id } } }')
  expect(filtered.data.kycSessions.nodes).toEqual([])
})

test('a subscription tells the state at once and every change, and needs a key', async () => {
  const id = await api.newSession()
  const open = (authorization: string) =>
    createClient({
      url: `${app.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      retryAttempts: 0,
    })
  const query = {
    query: 'subscription($id: ID!) { kycSessionUpdated(id: $id) { status } }',
    variables: { id },
  }
  const client = open(`Bearer ${app.key}`)
  const statuses: string[] = []
  for await (const { data } of client.iterate<{ kycSessionUpdated: { status: string } }>(query)) {
    statuses.push(data?.kycSessionUpdated.status ?? '')
    if (statuses.length === 2) break
    await api.mutate('kycSessionCancel', { sessionId: id })
  }
  await client.dispose()
  expect(statuses).toEqual(['AWAITING_CAPTURE', 'CANCELLED'])
  const stranger = open('Bearer nobody')
  const [answer] = [
    await stranger
      .iterate(query)
      .next()
      .catch((error: unknown) => ({ value: { errors: [error] } })),
  ]
  expect(JSON.stringify(answer)).toContain('UNAUTHENTICATED')
  await stranger.dispose()
})

test('health, readiness and metrics answer, and requests carry an id', async () => {
  const health = await fetch(`${app.url}/healthz`, { headers: { 'x-request-id': 'mine-1' } })
  expect([health.status, health.headers.get('x-request-id')]).toEqual([200, 'mine-1'])
  expect(await (await fetch(`${app.url}/readyz`)).json()).toEqual({
    status: 'ok',
    database: 'ok',
    queue: 'ok',
  })
  expect(await (await fetch(`${app.url}/metrics`)).text()).toMatch(/countersign_outbox_unsent \d/)
})

test('browsers get the explorer, which loads nothing from elsewhere', async () => {
  const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } })
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(await page.text()).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/)
})
