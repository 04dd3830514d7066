import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { ROLES } from '../../src/access/actions'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newAuthenticator } from '../support/authenticator'
import { auth, cookieOf, newMember, PASSWORD } from '../support/members'

type Authenticator = ReturnType<typeof newAuthenticator>
type Wrong = NonNullable<Parameters<Authenticator['get']>[1]>

let app: TestApp
let tenantId: string
const MINUTE_MS = 60_000

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '1000' })
  tenantId = app.tenantId
})
afterEach(() => app.later(0))
afterAll(() => app.close())

const as = (cookie: string) => ({ cookie })

async function register(cookie: string, authenticator: Authenticator, wrong: Wrong = {}) {
  const { body: offer } = await auth(app, 'passkeys/options', {}, as(cookie))
  const response = authenticator.create(offer as never, wrong)
  return auth(app, 'passkeys', { label: 'Laptop', response }, as(cookie))
}

async function logIn(authenticator: Authenticator, wrong: Wrong = {}, cookie = '') {
  const headers = cookie ? as(cookie) : {}
  const { body: offer } = await auth(app, 'passkey-login/options', {}, headers)
  const response = authenticator.get(offer as never, wrong)
  return auth(app, 'passkey-login', { response }, headers)
}

/** A member with a passkey; `cookie`: of the session that registered it. */
async function passkeyMember(authenticator = newAuthenticator(app.url)) {
  const member = await newMember(app, tenantId, ['AUDITOR'])
  const { cookie } = await register(member.cookie, authenticator)
  return { ...member, cookie, authenticator }
}

const actionsIn = async (memberId: string) =>
  (await app.deps.audit.rows(tenantId, 0, 10_000))
    .filter(({ object }) => object === memberId)
    .map(({ action }) => action)

describe('tenant: a passkey', () => {
  test('is registered, listed, logs in without a name, and is removed', async () => {
    const authenticator = newAuthenticator(app.url)
    const member = await newMember(app, tenantId, ['AUDITOR'])
    const registered = await register(member.cookie, authenticator)
    expect(registered.body).toEqual({
      id: member.id,
      email: member.email,
      roles: ['AUDITOR'],
      may: ROLES.AUDITOR,
    })
    expect((await auth(app, 'me', null, as(member.cookie))).status).toBe(401)
    const { cookie, body } = await logIn(authenticator)
    expect(body['id']).toBe(member.id)
    const listed = await auth(app, 'passkeys', null, as(cookie))
    expect(listed.body).toMatchObject([{ id: authenticator.id, label: 'Laptop' }])
    expect(JSON.stringify(listed.body)).toMatch(/"lastUsedAt":"2/)
    const url = `${app.url}/auth/passkeys/${authenticator.id}`
    expect((await fetch(url, { method: 'DELETE', headers: as(cookie) })).status).toBe(204)
    expect((await logIn(authenticator)).body['code']).toBe('INVALID')
    expect(await actionsIn(member.id)).toEqual([
      'MEMBER_INVITED',
      'MEMBER_JOINED',
      'MEMBER_LOGGED_IN',
      'PASSKEY_REGISTERED',
      'MEMBER_LOGGED_IN',
      'MEMBER_LOGGED_IN',
      'PASSKEY_REMOVED',
    ])
  })

  const WRONG: [string, Wrong][] = [
    ['for another origin', { origin: 'https://evil.example' }],
    ['for another host', { rpId: 'evil.example' }],
    ['without its owner verified', { userVerified: false }],
  ]

  test.each(WRONG)('made %s is not registered', async (_name, wrong) => {
    const { cookie } = await newMember(app, tenantId, ['AUDITOR'])
    const { status, body } = await register(cookie, newAuthenticator(app.url), wrong)
    expect([status, body['code']]).toEqual([400, 'INVALID'])
    expect((await auth(app, 'passkeys', null, as(cookie))).body).toEqual([])
  })

  test.each(WRONG)('used %s lets nobody in', async (_name, wrong) => {
    const { authenticator } = await passkeyMember()
    const refused = await logIn(authenticator, wrong)
    expect([refused.status, refused.body['code'], refused.cookie]).toEqual([400, 'INVALID', ''])
    expect((await logIn(authenticator)).status).toBe(200)
  })

  test('answers a challenge once, within five minutes, and none of another kind', async () => {
    const { authenticator, cookie } = await passkeyMember()
    const { body: offer } = await auth(app, 'passkey-login/options', {})
    const response = authenticator.get(offer as never)
    const both = await Promise.all([
      auth(app, 'passkey-login', { response }),
      auth(app, 'passkey-login', { response }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
    const { body: late } = await auth(app, 'passkey-login/options', {})
    app.later(5 * MINUTE_MS)
    const tooLate = await auth(app, 'passkey-login', { response: authenticator.get(late as never) })
    expect(tooLate.body['code']).toBe('INVALID')
    app.later(0)
    const { body: other } = await auth(app, 'passkeys/options', {}, as(cookie))
    const mixed = await auth(app, 'passkey-login', { response: authenticator.get(other as never) })
    expect(mixed.body['code']).toBe('INVALID')
  })

  test('whose counter does not grow is refused, and a row tells of it', async () => {
    const { id, authenticator } = await passkeyMember()
    expect((await logIn(authenticator, { counter: 7 })).status).toBe(200)
    for (const counter of [7, 6, 0]) {
      const refused = await logIn(authenticator, { counter })
      expect([counter, refused.body['code']]).toEqual([counter, 'INVALID'])
    }
    expect((await logIn(authenticator, { counter: 8 })).status).toBe(200)
    const fell = (await actionsIn(id)).filter((action) => action === 'PASSKEY_COUNTER_FELL')
    expect(fell).toHaveLength(3)
  })

  test('that does not count, as most do not, logs in again and again', async () => {
    const { authenticator } = await passkeyMember()
    for (const counter of [0, 0, 0])
      expect((await logIn(authenticator, { counter })).status).toBe(200)
  })

  test('of another member does not do after a password, nor is it registered or removed by them', async () => {
    const [one, other] = [await passkeyMember(), await passkeyMember()]
    const { cookie } = await auth(app, 'login', { email: one.email, password: PASSWORD })
    expect((await logIn(other.authenticator, {}, cookie)).body['code']).toBe('INVALID')
    expect((await register(one.cookie, other.authenticator)).body['code']).toBe('CONFLICT')
    const url = `${app.url}/auth/passkeys/${other.authenticator.id}`
    expect((await fetch(url, { method: 'DELETE', headers: as(one.cookie) })).status).toBe(404)
    expect((await logIn(other.authenticator)).body['id']).toBe(other.id)
  })

  test('made for a challenge of another member is not taken', async () => {
    const [one, other] = [await newMember(app, tenantId, ['AUDITOR']), await passkeyMember()]
    const { body: offer } = await auth(app, 'passkeys/options', {}, as(other.cookie))
    const response = newAuthenticator(app.url).create(offer as never)
    const stolen = await auth(app, 'passkeys', { label: 'x', response }, as(one.cookie))
    expect(stolen.body['code']).toBe('INVALID')
  })

  test('of a disabled member lets nobody in', async () => {
    const { id, authenticator } = await passkeyMember()
    const admin = apiClient(app.url, as(await cookieOf(app, tenantId, ['ADMIN'])))
    await admin.mutate('memberUpdate', { id, disabled: true })
    expect((await logIn(authenticator)).body['code']).toBe('INVALID')
  })

  test('is nothing for nobody, and nonsense is told to be nonsense', async () => {
    expect((await auth(app, 'passkeys/options', {})).status).toBe(401)
    expect((await auth(app, 'passkeys', null)).status).toBe(401)
    expect((await auth(app, 'passkey-login', { response: {} })).body['code']).toBe('BAD_REQUEST')
    const response = { clientDataJSON: 'AAAA' }
    const odd = { id: 'x', rawId: 'x', type: 'public-key', response }
    expect((await auth(app, 'passkey-login', { response: odd })).body['code']).toBe('INVALID')
  })
})

describe('tenant: an organisation that requires passkeys', () => {
  let theirs: string
  let theirKey: string
  const require = (passkeyRequired: boolean) =>
    apiClient(app.url, theirKey).mutate(
      'organizationUpdate',
      { passkeyRequired },
      'passkeyRequired',
    )
  const mayAsk = async (cookie: string) => {
    const { errors } = await apiClient(app.url, as(cookie)).ask('{ organization { id } }')
    return errors === undefined
  }

  beforeAll(async () => {
    theirKey = await anotherKey(app)
    theirs = (await app.deps.apiKeys.find(theirKey, new Date()))?.tenantId ?? ''
    await newMember(app, theirs, ['ADMIN'])
  })
  afterEach(() => require(false))

  test('lets who has none do nothing but register one, at once', async () => {
    const { cookie, email } = await newMember(app, theirs, ['AUDITOR'])
    expect(await mayAsk(cookie)).toBe(true)
    expect((await require(true)).result.passkeyRequired).toBe(true)
    expect(await mayAsk(cookie)).toBe(false)
    const me = await auth(app, 'me', null, as(cookie))
    expect(me.body).toMatchObject({ may: [], next: 'REGISTER_PASSKEY' })
    const { body } = await auth(app, 'login', { email, password: PASSWORD })
    expect(body).toMatchObject({ may: [], next: 'REGISTER_PASSKEY' })
    const registered = await register(cookie, newAuthenticator(app.url))
    expect(registered.body['may']).toEqual(ROLES.AUDITOR)
    expect(await mayAsk(registered.cookie)).toBe(true)
  })

  test('asks who has one for it after the password, which alone neither adds nor removes any', async () => {
    const authenticator = newAuthenticator(app.url)
    const member = await newMember(app, theirs, ['AUDITOR'])
    await register(member.cookie, authenticator)
    await require(true)
    const login = { email: member.email, password: PASSWORD }
    const { cookie, body } = await auth(app, 'login', login)
    expect(body).toMatchObject({ may: [], next: 'SHOW_PASSKEY' })
    expect(await mayAsk(cookie)).toBe(false)
    expect((await auth(app, 'passkeys/options', {}, as(cookie))).status).toBe(409)
    const url = `${app.url}/auth/passkeys/${authenticator.id}`
    expect((await fetch(url, { method: 'DELETE', headers: as(cookie) })).status).toBe(409)
    const { body: offer } = await auth(app, 'passkey-login/options', {}, as(cookie))
    expect(offer['allowCredentials']).toMatchObject([{ id: authenticator.id }])
    const shown = await logIn(authenticator, {}, cookie)
    expect(shown.body['may']).toEqual(ROLES.AUDITOR)
    expect(await mayAsk(shown.cookie)).toBe(true)
    expect(await mayAsk(cookie)).toBe(false)
  })

  test('has an administrator who takes lost passkeys away, so that another can be registered', async () => {
    const lost = newAuthenticator(app.url)
    const member = await newMember(app, theirs, ['AUDITOR'])
    await register(member.cookie, lost)
    await require(true)
    const change = { id: member.id, removePasskeys: true }
    expect((await apiClient(app.url, theirKey).mutate('memberUpdate', change)).userErrors).toEqual(
      [],
    )
    expect((await logIn(lost)).body['code']).toBe('INVALID')
    const { body } = await auth(app, 'login', { email: member.email, password: PASSWORD })
    expect(body['next']).toBe('REGISTER_PASSKEY')
  })
})
