import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiKeyOf } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let tenantId: string
const HOUR_MS = 3_600_000

beforeAll(async () => {
  app = await startTestApp([])
  tenantId = app.tenantId
})
afterAll(() => app.close())

const api = (key = app.key) => apiClient(app.url, key)
const wanted = { label: 'for tests', mode: 'TEST', scopes: ['SESSIONS_READ'] }
const issued = 'secret apiKey { id scopes allowedAddresses expiresAt }'

async function works(key: string): Promise<boolean> {
  const { errors } = await api(key).ask('{ kycSessions(first: 1) { edges { node { id } } } }')
  return errors === undefined
}

describe('tenant: an API key', () => {
  test('is made with what it may do, told once, and listed without its secret', async () => {
    const { result } = await api().mutate('apiKeyCreate', wanted, issued)
    expect(result.apiKey.scopes).toEqual(['SESSIONS_READ'])
    expect(await works(result.secret)).toBe(true)
    const refused = await api(result.secret).ask(
      'mutation { applicantCreate(input: {}) { result { id } } }',
    )
    expect(refused.status).toBe(403)
    const { data } = await api().ask('{ apiKeys { id label scopes lastUsedAt } }')
    expect(data.apiKeys).toContainEqual({
      id: result.apiKey.id,
      label: 'for tests',
      scopes: ['SESSIONS_READ'],
      lastUsedAt: expect.any(String),
    })
    expect(JSON.stringify(data)).not.toContain(result.secret)
  })

  test.each([
    [{ scopes: ['MEMBERS_MANAGE'] }, 'You cannot give what you do not have: MEMBERS_MANAGE.'],
    [{ scopes: [] }, 'Name what the key is to be allowed.'],
    [{ mode: 'LIVE' }, 'A test key cannot make a live key.'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt must be in the future.'],
    [{ allowedAddresses: ['example.com'] }, expect.stringContaining('203.0.113.0/24')],
  ])('is not made with %j', async (odd, message) => {
    const key = await apiKeyOf(app, tenantId, { scopes: ['API_KEYS_MANAGE', 'SESSIONS_READ'] })
    const { userErrors } = await api(key).mutate('apiKeyCreate', { ...wanted, ...odd }, issued)
    expect(userErrors).toEqual([expect.objectContaining({ code: 'INVALID', message })])
  })

  test('that decides cases is refused: people do that', async () => {
    const { result } = await api().mutate('apiKeyCreate', wanted, issued)
    expect(result).not.toBeNull()
    const { userErrors } = await api().mutate(
      'apiKeyCreate',
      { ...wanted, scopes: ['CASES_DECIDE'] },
      issued,
    )
    expect(userErrors[0]?.code).toBe('INVALID')
  })

  test('is rotated with an overlap, after which the old one ends and the new one goes on', async () => {
    const old = (await api().mutate('apiKeyCreate', wanted, issued)).result
    const input = { id: old.apiKey.id, overlapHours: 2 }
    const fresh = (await api().mutate('apiKeyRotate', input, issued)).result
    expect(fresh.apiKey.scopes).toEqual(old.apiKey.scopes)
    expect([await works(old.secret), await works(fresh.secret)]).toEqual([true, true])
    const later = () => new Date(Date.now() + 2 * HOUR_MS)
    const { now } = app.deps
    app.deps.now = later
    expect([await works(old.secret), await works(fresh.secret)]).toEqual([false, true])
    const again = await api().mutate('apiKeyRotate', input, issued)
    app.deps.now = now
    expect(again.userErrors[0]?.code).toBe('CONFLICT')
  })

  test('cannot be rotated by somebody who may do less, which would be a way to rise', async () => {
    const key = await apiKeyOf(app, tenantId, { scopes: ['API_KEYS_MANAGE'] })
    const { result } = await api().mutate('apiKeyCreate', wanted, issued)
    const { userErrors } = await api(key).mutate('apiKeyRotate', { id: result.apiKey.id }, issued)
    expect(userErrors[0]?.code).toBe('INVALID')
  })

  test('is revoked at once, and twice without harm', async () => {
    const { result } = await api().mutate('apiKeyCreate', wanted, issued)
    for (const _ of [1, 2]) {
      const ended = await api().mutate('apiKeyRevoke', { id: result.apiKey.id }, 'id revokedAt')
      expect(ended.result.revokedAt).toEqual(expect.any(String))
    }
    expect(await works(result.secret)).toBe(false)
  })

  test('works from its addresses only, and believes no header of a proxy that is not ours', async () => {
    const here = await apiKeyOf(app, tenantId, { allowedAddresses: ['127.0.0.0/8'] })
    const elsewhere = await apiKeyOf(app, tenantId, { allowedAddresses: ['203.0.113.0/24'] })
    const forged = { 'x-forwarded-for': '203.0.113.9' }
    const query = '{ kycSessions(first: 1) { edges { node { id } } } }'
    expect(await works(here)).toBe(true)
    expect(await works(elsewhere)).toBe(false)
    expect((await api(elsewhere).ask(query, {}, forged)).status).toBe(401)
  })
})

test('tenant: behind a proxy of our own the address is the one it tells', async () => {
  const proxied = await startTestApp([], { TRUSTED_PROXIES: '1' })
  const id = proxied.tenantId
  const key = await apiKeyOf(proxied, id, { allowedAddresses: ['203.0.113.0/24'] })
  const from = (address: string) =>
    apiClient(proxied.url, key).ask('{ apiKeys { id } }', {}, { 'x-forwarded-for': address })
  expect((await from('203.0.113.9')).status).toBe(200)
  expect((await from('198.51.100.1')).status).toBe(401)
  expect((await from('203.0.113.9, 198.51.100.1')).status).toBe(401)
  await proxied.close()
})
