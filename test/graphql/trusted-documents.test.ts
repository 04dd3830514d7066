import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { createDemoClient } from '../../src/cli/demo-client'
import { DEMO_DOCUMENTS } from '../../src/cli/demo-documents'
import { startTestApp, type TestApp } from '../support/app'
import { everyRow } from '../support/every-row'

let open: TestApp
let strict: TestApp
beforeAll(async () => {
  open = await startTestApp([])
  strict = await startTestApp([], { TRUSTED_DOCUMENTS_ONLY: 'true' })
})
afterAll(() => Promise.all([open.close(), strict.close()]))

const { applicantCreate, kycSessionUpdated } = DEMO_DOCUMENTS
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const FOREIGN = 'mutation { applicantCreate(input: { externalId: "foreign" }) { result { id } } }'

async function post(app: TestApp, body: unknown, path = '/graphql') {
  const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${app.url}${path}`, init)
  return {
    status: response.status,
    ...((await response.json()) as { data?: unknown; errors?: object[] }),
  }
}

const created = {
  data: { applicantCreate: { result: { id: expect.any(String) }, userErrors: [] } },
}
const refused = { status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] }
const variables = { input: {} }

describe('hardening: trusted documents', () => {
  test('trusted-documents.json has those of our clients, by the hash of their text', () => {
    execFileSync(process.execPath, ['scripts/trusted-documents.mjs', '--check'])
    const kept = JSON.parse(readFileSync('trusted-documents.json', 'utf8'))
    const ours = Object.values(DEMO_DOCUMENTS).map(hashOf)
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(ours))
    expect(Object.values(kept).join()).toContain('query caseHead') // a page's
    for (const [hash, text] of Object.entries<string>(kept)) expect(hashOf(text)).toBe(hash)
  })

  test('are executed by their hash, however it is sent, and by their text', async () => {
    const sha256Hash = hashOf(applicantCreate)
    for (const app of [open, strict])
      for (const named of [
        { documentId: `sha256:${sha256Hash}` },
        { documentId: sha256Hash },
        { extensions: { persistedQuery: { version: 1, sha256Hash } } },
        { query: applicantCreate },
      ])
        expect(await post(app, { ...named, variables })).toMatchObject(created)
  })

  test('are all that is executed where nothing else is trusted', async () => {
    for (const body of [
      { query: FOREIGN },
      { query: '{ __typename }' },
      { query: `${applicantCreate} `, variables },
      { documentId: hashOf(FOREIGN), query: FOREIGN },
      { documentId: 'toString', variables },
      { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(FOREIGN) } } },
      { query: { toString: applicantCreate } },
      [{ query: applicantCreate, variables }],
      {},
    ])
      expect(await post(strict, body)).toMatchObject(refused)
    const search = new URLSearchParams({ query: '{ __typename }' })
    expect(await post(strict, {}, `/graphql?${search}`)).toMatchObject(refused)
    const headers = { authorization: `Bearer ${strict.key}`, 'content-type': 'application/json' }
    expect((await fetch(`${strict.url}/graphql?${search}`, { headers })).status).toBe(403)
    expect(await everyRow(strict.config.DATABASE_URL)).not.toContain('foreign')
    expect((await post(open, { query: FOREIGN })).data).toBeDefined()
  })

  test('a hash lends its trust to no other text', async () => {
    const sent = { documentId: hashOf(applicantCreate), query: FOREIGN, variables }
    expect(await post(strict, sent)).toMatchObject(created)
    expect(await everyRow(strict.config.DATABASE_URL)).not.toContain('foreign')
    const query = 'subscription($id: ID!) { kycSessionUpdated(id: $id) { id } }'
    const named = { documentId: hashOf(kycSessionUpdated) }
    await expect(subscribe({ query, ...named })).rejects.toMatchObject(refused.errors)
  })

  test('serve the demo’s client, its subscription included', async () => {
    const client = createDemoClient(strict.url, strict.key)
    const { id } = await client.createApplicant('trusted')
    const session = await client.createSession(id)
    const seen: string[] = []
    const result = await client.waitForDecision(session.id, (status) => seen.push(status))
    expect([seen, result.status]).toEqual([['AWAITING_CAPTURE'], 'AWAITING_CAPTURE'])
  })
})

async function subscribe(payload: { query: string; documentId: string }): Promise<unknown> {
  const client = createClient({
    url: `${strict.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${strict.key}` },
    retryAttempts: 0,
  })
  try {
    const results = client.iterate({ ...payload, variables: { id: 'ses_none' } })
    return await results.next()
  } finally {
    await client.dispose()
  }
}
