import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { ACTIONS, ROLES } from '../../src/access/actions'
import { ABSOLUTE_MS, IDLE_MS } from '../../src/access/log-in'
import { changeMember } from '../../src/access/members'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { auth, newMember, OPERATOR, PASSWORD, someAddress } from '../support/members'

let app: TestApp
let tenantId: string
const MINUTE_MS = 60_000

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '1000' })
  tenantId = app.tenantId
})
afterEach(() => app.later(0))
afterAll(() => app.close())

const later = (ms: number) => app.later(ms)
const me = (cookie: string, headers = {}) => auth(app, 'me', null, { cookie, ...headers })
const invited = (input: object, key = app.key) =>
  apiClient(app.url, key).mutate('memberInvite', input, 'token member { id email roles }')
const update = (input: object, as: string | { cookie: string } = app.key) =>
  apiClient(app.url, as).mutate('memberUpdate', input, 'id roles disabledAt')
const MEMBERS = '{ members { id email roles disabledAt lastLoginAt } }'

describe('tenant: a member', () => {
  test('accepts the invitation once, is logged in, logs out and in again', async () => {
    const email = someAddress()
    const { result } = await invited({ email: email.toUpperCase(), roles: ['AUDITOR'] })
    expect(result.member).toEqual({ id: result.member.id, email, roles: ['AUDITOR'] })
    const accepted = await auth(app, 'invitation', { token: result.token, password: PASSWORD })
    expect(accepted.body).toEqual({ ...result.member, may: ROLES.AUDITOR })
    const again = await auth(app, 'invitation', { token: result.token, password: PASSWORD })
    expect([again.status, again.cookie]).toEqual([404, ''])
    await auth(app, 'logout', {}, { cookie: accepted.cookie })
    expect((await me(accepted.cookie)).status).toBe(401)
    const { cookie } = await auth(app, 'login', { email, password: PASSWORD })
    expect(cookie).not.toBe(accepted.cookie)
    expect((await me(cookie)).body['id']).toBe(result.member.id)
  })

  test('asks over GraphQL as what their roles allow', async () => {
    const { cookie } = await newMember(app, tenantId, ['AUDITOR'])
    const api = apiClient(app.url, { cookie })
    const seen = await api.ask('{ kycSessions(first: 1) { edges { node { id } } } }')
    expect(seen.errors).toBeUndefined()
    const refused = await api.ask(MEMBERS)
    expect(refused.errors?.[0].message).toBe(
      'You are not allowed to do this: it needs MEMBERS_MANAGE.',
    )
  })

  test('gets a cookie that no script reads, no other host and no other site sends', async () => {
    const { email, cookie } = await newMember(app, tenantId, ['ADMIN'])
    const response = await fetch(`${app.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-countersign=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect((await me(cookie, { origin: 'https://evil.example' })).status).toBe(401)
    expect((await me(cookie, { origin: app.url })).status).toBe(200)
  })

  test('is out after half an hour without a request, and after twelve hours in any case', async () => {
    const { cookie } = await newMember(app, tenantId, ['ADMIN'])
    later(IDLE_MS - MINUTE_MS)
    expect((await me(cookie)).status).toBe(200)
    later(2 * IDLE_MS - 2 * MINUTE_MS)
    expect((await me(cookie)).status).toBe(200)
    later(3 * IDLE_MS)
    expect((await me(cookie)).status).toBe(401)
    later(0)
    const { email } = await newMember(app, tenantId, ['ADMIN'])
    const busy = await auth(app, 'login', { email, password: PASSWORD })
    for (let ms = 0; ms < ABSOLUTE_MS; ms += IDLE_MS - MINUTE_MS) {
      later(ms)
      expect((await me(busy.cookie)).status).toBe(200)
    }
    later(ABSOLUTE_MS + MINUTE_MS)
    expect((await me(busy.cookie)).status).toBe(401)
  })

  test('is paused by ten wrong passwords, for a quarter of an hour, also with the right one', async () => {
    const { email } = await newMember(app, tenantId, ['ADMIN'])
    const wrong = { email, password: 'wrong wrong wrong' }
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await auth(app, 'login', wrong)).body['code']).toBe('INVALID')
    const paused = await auth(app, 'login', { email, password: PASSWORD })
    expect([paused.status, paused.body['code']]).toEqual([429, 'TOO_MANY_ATTEMPTS'])
    later(15 * MINUTE_MS)
    expect((await auth(app, 'login', { email, password: PASSWORD })).status).toBe(200)
  })

  test('who is unknown, wrong or not yet there is answered the same', async () => {
    const waiting = someAddress()
    await invited({ email: waiting, roles: ['ADMIN'] })
    const { email } = await newMember(app, tenantId, ['ADMIN'])
    const answers = [
      await auth(app, 'login', { email: someAddress(), password: PASSWORD }),
      await auth(app, 'login', { email: waiting, password: PASSWORD }),
      await auth(app, 'login', { email, password: 'not the password' }),
    ]
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
  })

  test.each([
    [{ email: 'nobody', roles: ['ADMIN'] }, 'email'],
    [{ email: 'a@b', roles: [] }, 'roles'],
  ])('is not invited as %j', async (input, field) => {
    const { userErrors } = await invited(input)
    expect(userErrors[0]).toMatchObject({ code: 'INVALID', field })
  })

  test('is not invited twice, and chooses no short password', async () => {
    const email = someAddress()
    const { result } = await invited({ email, roles: ['AUDITOR'] })
    expect((await invited({ email, roles: ['AUDITOR'] })).userErrors[0]?.code).toBe('CONFLICT')
    const short = await auth(app, 'invitation', { token: result.token, password: 'short' })
    expect([short.status, short.body['code']]).toEqual([400, 'INVALID'])
    later(8 * 24 * 60 * MINUTE_MS)
    const late = await auth(app, 'invitation', { token: result.token, password: PASSWORD })
    expect(late.status).toBe(404)
  })

  test('gives nobody what they do not have: a key for people makes no reviewer', async () => {
    const { userErrors } = await invited({ email: someAddress(), roles: ['REVIEWER'] })
    expect(userErrors[0]?.message).toBe('These roles allow what you may not do: CASES_DECIDE.')
  })

  test('sets another password who knows the one there is, and every other login ends', async () => {
    const { email, cookie } = await newMember(app, tenantId, ['AUDITOR'])
    const elsewhere = await auth(app, 'login', { email, password: PASSWORD })
    const fresh = 'a phrase of my own making'
    const change = (current: string, password: string, as = cookie) =>
      auth(app, 'password', { current, password }, { cookie: as })
    expect((await change('not the password', fresh)).body['code']).toBe('INVALID')
    expect((await change(PASSWORD, 'short')).body['code']).toBe('INVALID')
    const changed = await change(PASSWORD, fresh)
    expect(changed.status).toBe(200)
    expect((await me(elsewhere.cookie)).status).toBe(401)
    expect((await me(cookie)).status).toBe(401)
    expect((await me(changed.cookie)).status).toBe(200)
    expect((await auth(app, 'login', { email, password: PASSWORD })).status).toBe(400)
    expect((await auth(app, 'login', { email, password: fresh })).status).toBe(200)
    expect((await change(PASSWORD, fresh, '')).status).toBe(401)
  })

  test('has a password exactly as it was sent: case and spaces count', async () => {
    const { email } = await newMember(app, tenantId, ['AUDITOR'])
    for (const odd of [PASSWORD.toUpperCase(), ` ${PASSWORD}`, `${PASSWORD} `])
      expect((await auth(app, 'login', { email, password: odd })).status).toBe(400)
  })

  test('who forgot the password is invited again, and the old one goes on until that is accepted', async () => {
    const { id, email } = await newMember(app, tenantId, ['AUDITOR'])
    const again = await apiClient(app.url, app.key).mutate('memberReinvite', { id }, 'token')
    expect((await auth(app, 'login', { email, password: PASSWORD })).status).toBe(200)
    const { token } = again.result
    const fresh = 'a phrase of my own making'
    expect((await auth(app, 'invitation', { token, password: fresh })).status).toBe(200)
    expect((await auth(app, 'login', { email, password: PASSWORD })).status).toBe(400)
    await update({ id, disabled: true })
    const late = await apiClient(app.url, app.key).mutate('memberReinvite', { id }, 'token')
    expect(late.userErrors[0]?.code).toBe('CONFLICT')
  })

  test.each(['qwerty123456', 'QWERTY123456', 'countersign12', 'Password1234'])(
    'does not choose %s, which is guessed first',
    async (password) => {
      const { result } = await invited({ email: someAddress(), roles: ['AUDITOR'] })
      const { body } = await auth(app, 'invitation', { token: result.token, password })
      expect(body['message']).toContain('among the first that are guessed')
    },
  )

  test('with another role or none is logged out at once', async () => {
    const admin = await newMember(app, tenantId, ['ADMIN'])
    const other = await newMember(app, tenantId, ['AUDITOR'])
    const changed = await update({ id: other.id, roles: ['DEVELOPER'] }, { cookie: admin.cookie })
    expect(changed.result.roles).toEqual(['DEVELOPER'])
    expect((await me(other.cookie)).status).toBe(401)
    const back = await auth(app, 'login', { email: other.email, password: PASSWORD })
    await update({ id: other.id, disabled: true }, { cookie: admin.cookie })
    expect((await me(back.cookie)).status).toBe(401)
    const refused = await auth(app, 'login', { email: other.email, password: PASSWORD })
    expect(refused.body['code']).toBe('INVALID')
  })

  test('who is the last administrator stays one, however many try at once', async () => {
    const key = await anotherKey(app)
    const { tenantId: theirs } = (await app.deps.apiKeys.find(key, new Date())) ?? { tenantId: '' }
    const [one, two] = [
      await newMember(app, theirs, ['ADMIN']),
      await newMember(app, theirs, ['ADMIN']),
    ]
    const operator = { ...OPERATOR, tenantId: theirs }
    const answers = await Promise.allSettled([
      changeMember(app.deps, operator, { id: one.id, disabled: true }),
      changeMember(app.deps, operator, { id: two.id, roles: ['AUDITOR'] }),
    ])
    const refusals = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason.code] : [],
    )
    expect(refusals).toEqual(['CONFLICT'])
  })

  test('audit: who came, changed and was kept out is in the log, without an address', async () => {
    const admin = await newMember(app, tenantId, ['ADMIN'])
    const { id, email } = await newMember(app, tenantId, ['AUDITOR'])
    for (let attempt = 0; attempt < 10; attempt++)
      await auth(app, 'login', { email, password: 'wrong wrong wrong' })
    await update({ id, roles: ['DEVELOPER'] }, { cookie: admin.cookie })
    const rows = await app.deps.audit.rows(tenantId, 0, 10_000)
    const told = rows.filter(({ object }) => object === id)
    expect(told.map(({ action, actor }) => [action, actor])).toEqual([
      ['MEMBER_INVITED', 'test'],
      ['MEMBER_JOINED', id],
      ['MEMBER_LOGGED_IN', id],
      ['MEMBER_PAUSED', 'SYSTEM'],
      ['MEMBER_CHANGED', admin.id],
    ])
    expect(JSON.stringify(rows)).not.toContain('@')
  })

  test('sends a mutation twice under one Idempotency-Key, and it acts once', async () => {
    const { cookie } = await newMember(app, tenantId, ['ADMIN'])
    const mutation = 'mutation { applicantCreate(input: {}) { result { id } } }'
    const ask = () => apiClient(app.url, { cookie }).ask(mutation, {}, { 'idempotency-key': 'one' })
    expect((await ask()).data).toEqual((await ask()).data)
  })

  test('who tries too fast from one address has to wait, whichever member they try', async () => {
    const slow = await startTestApp([], { RATE_LIMIT_PER_SEC: '1' })
    const tries = Array.from({ length: 30 }, () =>
      auth(slow, 'login', { email: someAddress(), password: PASSWORD }),
    )
    const codes = (await Promise.all(tries)).map(({ body }) => body['code'])
    await slow.close()
    expect(new Set(codes)).toEqual(new Set(['INVALID', 'RATE_LIMITED']))
  })

  test.each([['{'], ['[]'], ['{"email":1,"password":"x"}'], ['']])(
    'who sends %j is told what is wrong',
    async (body) => {
      const response = await fetch(`${app.url}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect(response.status).toBe(400)
    },
  )
})

test('tenant: roles name actions there are, and every action somebody has', () => {
  const named = new Set<string>(Object.values(ROLES).flat())
  expect([...named].sort()).toEqual(Object.keys(ACTIONS).sort())
})
