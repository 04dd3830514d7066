import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { IDLE_MS } from '../../src/access/log-in'
import { startTestApp, type TestApp } from '../support/app'
import { auth, newMember, PASSWORD } from '../support/members'

let app: TestApp
const MINUTE_MS = 60_000

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '1000' })
})
afterEach(() => app.later(0))
afterAll(() => app.close())

type Login = { id: string; current: boolean; strong: boolean }

const me = async (cookie: string) => (await auth(app, 'me', null, { cookie })).status
const logIn = async (email: string, headers = {}) =>
  (await auth(app, 'login', { email, password: PASSWORD }, headers)).cookie
const newOne = () => newMember(app, app.tenantId, ['AUDITOR'])

async function logins(cookie: string): Promise<Login[]> {
  const response = await fetch(`${app.url}/auth/logins`, { headers: { cookie } })
  return (await response.json()) as Login[]
}

async function remove(cookie: string, path: string) {
  const response = await fetch(`${app.url}/auth/${path}`, { method: 'DELETE', headers: { cookie } })
  const text = await response.text()
  return { status: response.status, code: text ? JSON.parse(text).code : null }
}

describe('tenant: a member’s own logins', () => {
  test('are told with their times, the newest first, and which of them asks', async () => {
    const { email, cookie } = await newOne()
    app.later(MINUTE_MS)
    const elsewhere = await logIn(email)
    const known = await logins(cookie)
    expect(known.map(({ current, strong }) => [current, strong])).toEqual([
      [false, false],
      [true, false],
    ])
    expect(known[0]).toEqual({
      id: expect.stringMatching(/^\w{3}_[0-9a-f]{32}$/),
      current: false,
      strong: false,
      createdAt: expect.stringMatching(/Z$/),
      lastSeenAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
    })
    app.later(20 * MINUTE_MS)
    await me(elsewhere)
    app.later(IDLE_MS + 10 * MINUTE_MS)
    expect((await logins(elsewhere)).map(({ current }) => current)).toEqual([true])
  })

  test('end one by one, or all but the one that asks, and a row says which', async () => {
    const { id, email, cookie } = await newOne()
    const others = [await logIn(email), await logIn(email), await logIn(email)]
    const [last] = (await logins(others[2] ?? '')).filter(({ current }) => current)
    expect((await remove(cookie, `logins/${last?.id}`)).status).toBe(204)
    expect(await Promise.all(others.map(me))).toEqual([200, 200, 401])
    expect((await remove(cookie, `logins/${last?.id}`)).status).toBe(404)
    const left = (await logins(cookie)).filter(({ current }) => !current).map((each) => each.id)
    expect((await remove(cookie, 'logins')).status).toBe(204)
    expect(await Promise.all(others.map(me))).toEqual([401, 401, 401])
    expect([await me(cookie), (await logins(cookie)).length]).toEqual([200, 1])
    const rows = await app.deps.audit.rows(app.tenantId, 0, 10_000)
    const told = rows.filter(({ action }) => action === 'MEMBER_LOGINS_ENDED')
    expect(told.map(({ actor, details }) => [actor, details['logins']])).toEqual([
      [id, [last?.id]],
      [id, expect.arrayContaining(left)],
    ])
  })

  test('are nobody else’s: another member’s is not there, and nobody has none', async () => {
    const [one, two] = [await newOne(), await newOne()]
    const [theirs] = await logins(two.cookie)
    expect(await remove(one.cookie, `logins/${theirs?.id}`)).toEqual({
      status: 404,
      code: 'NOT_FOUND',
    })
    await remove(one.cookie, 'logins')
    expect(await me(two.cookie)).toBe(200)
    expect((await auth(app, 'logins', null)).status).toBe(401)
    expect((await remove('', 'logins')).status).toBe(401)
    const key = { authorization: `Bearer ${app.key}` }
    expect((await auth(app, 'logins', null, key)).status).toBe(401)
  })

  test('and passkeys change only within ten minutes of a login; a new one is enough', async () => {
    const { email, cookie } = await newOne()
    const elsewhere = await logIn(email)
    app.later(11 * MINUTE_MS)
    const offer = (as: string) => auth(app, 'passkeys/options', {}, { cookie: as })
    expect(await remove(cookie, 'logins')).toEqual({ status: 403, code: 'LOGIN_TOO_OLD' })
    expect(await remove(cookie, 'passkeys/x')).toEqual({ status: 403, code: 'LOGIN_TOO_OLD' })
    expect((await offer(cookie)).body['code']).toBe('LOGIN_TOO_OLD')
    const late = await auth(app, 'passkeys', { label: 'x', response: {} }, { cookie })
    expect(late.body['code']).toBe('LOGIN_TOO_OLD')
    expect(await me(elsewhere)).toBe(200)
    const again = await logIn(email, { cookie })
    expect((await offer(again)).status).toBe(200)
    expect((await remove(again, 'logins')).status).toBe(204)
    expect(await me(elsewhere)).toBe(401)
  })

  test('end with the next one from the same browser, whoever logs in there, and with no other', async () => {
    const [one, two] = [await newOne(), await newOne()]
    const elsewhere = await logIn(one.email)
    const next = await logIn(one.email, { cookie: one.cookie })
    expect([await me(one.cookie), await me(elsewhere), await me(next)]).toEqual([401, 200, 200])
    await logIn(two.email, { cookie: next })
    expect(await me(next)).toBe(401)
    const wrong = { email: one.email, password: 'not the password' }
    await auth(app, 'login', wrong, { cookie: elsewhere })
    expect(await me(elsewhere)).toBe(200)
  })
})
