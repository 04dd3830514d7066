import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { applicantOf } from '../support/capture-links'
import { auth, newMember, PASSWORD } from '../support/members'

let app: TestApp
let tenantId: string
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '1000' })
  tenantId = app.tenantId
})
afterAll(() => app.close())

/** JSON as it stands, which JSON.stringify would not write. */
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
const as = (key: string) => ({ authorization: `Bearer ${key}` })

describe('hardening: no JSON reaches the prototype of all objects', () => {
  const POISONS = [
    '"__proto__": {"polluted": true, "may": ["AUDIT_READ"], "roles": ["ADMIN"]}',
    '"constructor": {"prototype": {"polluted": true, "may": ["AUDIT_READ"]}}',
    '"__proto__.polluted": true, "__proto__[polluted]": true',
  ]
  const clean = () => {
    const empty = {} as Record<string, unknown>
    return [empty['polluted'], empty['may'], empty['roles']].every((each) => each === undefined)
  }

  test.each(POISONS)('over GraphQL: %s', async (poison) => {
    const query =
      'mutation($input: ApplicantCreateInput!) { applicantCreate(input: $input) { result { id } } }'
    const bodies = [
      `{${poison}, "query": "{ __typename }"}`,
      `{"query": ${JSON.stringify(query)}, "variables": {"input": {${poison}}}}`,
      `{"query": ${JSON.stringify(query)}, "variables": {"input": {}, ${poison}}}`,
      `{"query": "{ __typename }", "extensions": {${poison}}}`,
      `{"query": "{ __typename }", "extensions": {"persistedQuery": {${poison}}}}`,
      `{"documentId": "__proto__", ${poison}}`,
    ]
    for (const body of bodies) {
      const { status } = await post('/graphql', body, as(app.key))
      expect([status < 500, clean()]).toEqual([true, true])
    }
    const unpoisoned = await apiClient(app.url, app.key).ask('{ __typename }')
    expect(unpoisoned.data).toEqual({ __typename: 'Query' })
  })

  test.each(POISONS)('to whoever logs in or opens a link: %s', async (poison) => {
    const { email, cookie, id } = await newMember(app, tenantId, ['AUDITOR'])
    const login = `{"email": "${email}", "password": "${PASSWORD}", ${poison}}`
    const entered = (await (await post('/auth/login', login)).json()) as Record<string, unknown>
    expect([entered['id'], entered['roles']]).toEqual([id, ['AUDITOR']])
    const response = `{"id": "x", "rawId": "x", "type": "public-key", ${poison}, "response": {"clientDataJSON": "", ${poison}}}`
    const bodies: [string, string][] = [
      ['/auth/login', `{${poison}}`],
      ['/auth/password', `{"current": "${PASSWORD}", ${poison}}`],
      ['/auth/invitation', `{${poison}}`],
      ['/auth/passkeys', `{"label": "x", "response": ${response}}`],
      ['/auth/passkey-login', `{"response": ${response}}`],
      ['/capture/open', `{"token": "x", ${poison}}`],
    ]
    for (const [path, body] of bodies) {
      const { status } = await post(path, body, { cookie })
      expect([status >= 400 && status < 500, clean()]).toEqual([true, true])
    }
  })

  test.each(POISONS)('over the WebSocket: %s', async (poison) => {
    const client = createClient({
      url: `${app.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: JSON.parse(`{${poison}}`),
      retryAttempts: 0,
    })
    const query = 'subscription { kycSessionUpdated(id: "x") { id } }'
    const variables = JSON.parse(`{${poison}}`)
    const asked = client.iterate({ query, variables }).next()
    const told = await asked.catch((errors: unknown) => errors)
    await client.dispose()
    expect(JSON.stringify(told)).toMatch(/UNAUTHENTICATED|BAD_USER_INPUT/)
    expect(clean()).toBe(true)
  })

  test.each(POISONS)('in the text of a device key: %s', async (poison) => {
    const sessionId = await apiClient(app.url, app.key).newSession()
    const applicant = apiClient(app.url, await applicantOf(app, sessionId))
    const publicKey = `{"kty": "EC", "crv": "P-256", ${poison}}`
    const key = { sessionId, publicKey, nonce: 'x', signature: 'x' }
    const registered = await applicant.mutate('deviceKeyRegister', key, 'thumbprint')
    expect(registered).toMatchObject({ result: null, userErrors: [{ code: 'INVALID' }] })
    expect(clean()).toBe(true)
  })
})

describe('hardening: a parameter sent twice, or in another place, is not taken for one', () => {
  test('an upload address with a second time or signature is forged', async () => {
    const api = apiClient(app.url, app.key)
    const { uploadUrl } = await api.announce(await api.newSession(), 'SELFIE')
    const { searchParams } = new URL(uploadUrl)
    for (const name of ['expires', 'signature'])
      for (const second of ['9999999999', searchParams.get(name) ?? '']) {
        const put = await fetch(`${uploadUrl}&${name}=${second}`, { method: 'PUT', body: 'x' })
        expect(put.status).toBe(403)
      }
    const asArray = uploadUrl.replace('signature=', 'signature[]=')
    expect((await fetch(asArray, { method: 'PUT', body: 'x' })).status).toBe(403)
  })

  test('an address and its query log nobody in, and name no query', async () => {
    const { email } = await newMember(app, tenantId, ['AUDITOR'])
    const place = new URLSearchParams({ email, password: PASSWORD })
    expect((await post(`/auth/login?${place}`, '{}')).status).toBe(400)
    const query = new URLSearchParams({ query: '{ __typename }' })
    const asked = await post(`/graphql?${query}`, '{}', as(app.key))
    expect([asked.status, (await asked.text()).includes('data')]).toEqual([400, false])
  })

  test('of two cookies, two keys and two of one name in JSON only one counts, always the same', async () => {
    const [one, two] = [
      await newMember(app, tenantId, ['AUDITOR']),
      await newMember(app, tenantId, ['ADMIN']),
    ]
    const both = await auth(app, 'me', null, { cookie: `${one.cookie}; ${two.cookie}` })
    expect(both.body['id']).toBe(one.id)
    const keys = `authorization: Bearer ${app.key}\r\nauthorization: Bearer no`
    expect(
      await raw(`${HEAD}${keys}\r\ncontent-length: 27\r\n\r\n{"query":"{ __typename }"} `),
    ).toContain('{"data":{"__typename":"Query"}}')
    const twice = `{"email": "nobody@example.com", "email": "${one.email}", "password": "${PASSWORD}"}`
    expect(await (await post('/auth/login', twice)).json()).toMatchObject({ id: one.id })
  })
})

describe('hardening: what arrives is decoded once', () => {
  test('an external id stays as it is, whatever it could be decoded into', async () => {
    const api = apiClient(app.url, app.key)
    for (const externalId of [
      '%2e%2e%2f',
      '&lt;b&gt;',
      '\\u0041',
      '%2500',
      'a+b',
      '=?utf-8?q?x?=',
    ]) {
      const { result } = await api.mutate('applicantCreate', { externalId }, 'id externalId')
      expect(result.externalId).toBe(externalId)
    }
  })

  test('a path, a query and a cookie that are encoded twice name nothing', async () => {
    const { cookie } = await newMember(app, tenantId, ['AUDITOR'])
    const [name, token = ''] = cookie.split('=')
    const encoded = [...token].map((each) => `%${each.charCodeAt(0).toString(16)}`).join('')
    const me = (value: string) => auth(app, 'me', null, { cookie: `${name}=${value}` })
    expect((await me(encoded)).status).toBe(200)
    expect((await me(encoded.replaceAll('%', '%25'))).status).toBe(401)
    const api = apiClient(app.url, app.key)
    const { uploadUrl } = await api.announce(await api.newSession(), 'SELFIE')
    const twice = uploadUrl.replace('cap_', '%2563ap_')
    expect((await fetch(twice, { method: 'PUT', body: 'x' })).status).toBe(403)
    expect((await fetch(uploadUrl, { method: 'PUT', body: 'x' })).status).toBe(201)
  })
})

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'

/** All that comes back for these bytes until the connection ends, or is idle for half a second. */
function raw(text: string): Promise<string> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(app.url)
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'))
    let told = ''
    socket.setTimeout(500, () => socket.destroy())
    socket.on('data', (part) => {
      told += part
    })
    socket.on('error', fail)
    socket.on('close', () => done(told))
  })
}

describe('hardening: where a request ends is never in doubt (RFC 9112 §6.3)', () => {
  const smuggled = `GET /auth/${randomBytes(4).toString('hex')} HTTP/1.1\r\nhost: x\r\n\r\n`
  const chunked = `0\r\n\r\n${smuggled}`

  test('two plain requests on one connection are answered one after the other', async () => {
    const told = await raw(`${HEAD}content-length: 2\r\n\r\n{}${smuggled}`)
    expect(told.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 404'])
  })

  test.each([
    ['a length and chunks', `content-length: ${chunked.length}\r\ntransfer-encoding: chunked`],
    ['chunks and a length', 'transfer-encoding: chunked\r\ncontent-length: 4'],
    ['two lengths', `content-length: 0\r\ncontent-length: ${chunked.length}`],
    ['a list of lengths', `content-length: 0, ${chunked.length}`],
    ['a length with a sign', 'content-length: +0'],
    ['a length in hexadecimal', 'content-length: 0x0'],
    ['an unknown coding', 'transfer-encoding: xchunked'],
    ['chunks that are not last', 'transfer-encoding: chunked, identity'],
    ['chunks twice', 'transfer-encoding: chunked\r\ntransfer-encoding: identity'],
    ['a space before the colon', 'transfer-encoding : chunked'],
    ['a folded line', 'transfer-encoding:\r\n chunked\r\ncontent-length: 0'],
    ['a tab in the name', '\ttransfer-encoding: chunked'],
    ['a line without its carriage return', 'x: y\ntransfer-encoding: chunked'],
    ['a NUL', 'transfer-encoding: chunked\0'],
  ])('%s: refused, and nothing that follows is read as a request', async (_, framing) => {
    const told = await raw(`${HEAD}${framing}\r\n\r\n${chunked}`)
    expect(told.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
    expect(told).toMatch(/connection: close/i)
  })

  test.each([
    ['a size with a sign', '+0\r\n\r\n'],
    ['a size with 0x', '0x0\r\n\r\n'],
    ['an end without its carriage return', '0\n\n'],
    ['more than it says', '1\r\nxx\r\n0\r\n\r\n'],
  ])('a chunk of %s: refused as well', async (_, body) => {
    const told = await raw(`${HEAD}transfer-encoding: chunked\r\n\r\n${body}${smuggled}`)
    expect(told.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
  })
})
