import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ROLES, type Role } from '../../src/access/actions'
import { inviteMember } from '../../src/access/members'
import { loadConfig } from '../../src/config'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { auth, newMember, OPERATOR, someAddress } from '../support/members'

/** Cookies by name, as a browser keeps them for one host. */
type Jar = Map<string, string>
type Claims = { email?: string; email_verified?: boolean; groups?: string[] }

let provider: ChildProcess
let app: TestApp
let tenantId: string

const client = {
  OIDC_CLIENT_ID: 'countersign',
  OIDC_CLIENT_SECRET: 'a secret for a test of this client',
}

async function startWithProvider(extra: NodeJS.ProcessEnv = {}) {
  const child = fork('test/support/openid-provider.mjs', {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const [port] = await once(child, 'message')
  const OIDC_ISSUER = `http://127.0.0.1:${port}`
  const started = await startTestApp([], {
    RATE_LIMIT_PER_SEC: '1000',
    OIDC_ISSUER,
    ...client,
    ...extra,
  })
  child.send({ redirectUri: `${started.url}/auth/oidc/callback` })
  await once(child, 'message')
  return { child, started }
}

beforeAll(async () => {
  const { child, started } = await startWithProvider()
  provider = child
  app = started
  tenantId = app.tenantId
})
afterAll(async () => {
  provider.disconnect()
  await app.close()
})

/** One request of a browser, which keeps and sends cookies. @returns where it is sent next */
async function visit(url: string, jar: Jar) {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
    else jar.set(name, value)
  }
  const location = response.headers.get('location')
  return { response, next: location ? new URL(location, url).href : null }
}

type Change = (url: URL) => void

/** Goes to the provider and back; `asked` and `answered` may change the addresses on the way. */
async function goThere(
  claims: Claims,
  { asked, answered }: { asked?: Change; answered?: Change } = {},
  at = app,
) {
  const [ours, others]: Jar[] = [new Map(), new Map()]
  const { next: start } = await visit(`${at.url}/auth/oidc/start`, ours as Jar)
  const there = new URL(start ?? '')
  const hint = Buffer.from(JSON.stringify({ ...claims, at: Math.random() })).toString('base64url')
  there.searchParams.set('login_hint', hint)
  asked?.(there)
  let url = there.href
  while (!url.startsWith(at.url)) url = (await visit(url, others as Jar)).next ?? at.url
  const back = new URL(url)
  answered?.(back)
  return { back: back.href, jar: ours as Jar, there }
}

const cookieOf = (jar: Jar) => `__Host-countersign=${jar.get('__Host-countersign') ?? ''}`

async function logIn(...[claims, changes, at = app]: Parameters<typeof goThere>) {
  const { back, jar } = await goThere(claims, changes, at)
  const { response } = await visit(back, jar)
  const text = await response.text()
  const leadsTo = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(text)?.[1]
  const { code } = leadsTo ? { code: null } : JSON.parse(text)
  const cookie = jar.has('__Host-countersign') ? cookieOf(jar) : null
  return { status: response.status, code, cookie, leadsTo: leadsTo && new URL(leadsTo, back).href }
}

const invite = (email: string, roles: Role[] = ['AUDITOR'], at = app, whose = tenantId) =>
  inviteMember(at.deps, { ...OPERATOR, tenantId: whose }, { email, roles })

describe('tenant: at an OpenID provider', () => {
  test('it is offered to whoever is to log in', async () => {
    expect((await auth(app, 'ways', null)).body).toEqual({ provider: true })
  })

  test('a member logs in with the address that it has verified', async () => {
    const { id, email } = await newMember(app, tenantId, ['AUDITOR'])
    const claims = { email: email.toUpperCase(), email_verified: true, groups: ['ADMIN'] }
    const { status, leadsTo, cookie } = await logIn(claims)
    expect([status, leadsTo]).toEqual([200, `${app.url}/console/`])
    const me = await auth(app, 'me', null, { cookie: cookie ?? '' })
    expect(me.body).toEqual({ id, email, roles: ['AUDITOR'], may: ROLES.AUDITOR })
  })

  test('the browser is sent with PKCE, state and nonce, and keeps them in a cookie of ten minutes', async () => {
    const response = await fetch(`${app.url}/auth/oidc/start`, { redirect: 'manual' })
    const { searchParams } = new URL(response.headers.get('location') ?? '')
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/)
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-countersign-oidc=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('who was invited accepts so, and the token of the invitation is used up', async () => {
    const email = someAddress()
    const { member, token } = await invite(email)
    expect((await logIn({ email, email_verified: true })).status).toBe(200)
    const late = await auth(app, 'invitation', { token, password: 'a password for a thief' })
    expect(late.status).toBe(404)
    expect((await logIn({ email, email_verified: true })).status).toBe(200)
    const rows = await app.deps.audit.rows(tenantId, 0, 10_000)
    const told = rows.filter(({ object }) => object === member.id).map(({ action }) => action)
    expect(told).toEqual([
      'MEMBER_INVITED',
      'MEMBER_JOINED',
      'MEMBER_LOGGED_IN',
      'MEMBER_LOGGED_IN',
    ])
  })

  test('an invitation that is too old lets nobody in', async () => {
    const email = someAddress()
    await invite(email)
    app.later(8 * 24 * 3_600_000)
    const refused = await logIn({ email, email_verified: true })
    app.later(0)
    expect([refused.code, refused.cookie]).toEqual(['INVALID', null])
  })

  test('where a passkey is required this counts as one', async () => {
    const { email } = await newMember(app, tenantId, ['AUDITOR'])
    const set = (passkeyRequired: boolean) =>
      apiClient(app.url, app.key).mutate('organizationUpdate', { passkeyRequired })
    await set(true)
    const { cookie } = await logIn({ email, email_verified: true })
    const me = await auth(app, 'me', null, { cookie: cookie ?? '' })
    await set(false)
    expect(me.body['may']).toEqual(ROLES.AUDITOR)
  })

  test('a login there was is over once another begins', async () => {
    const { cookie } = await newMember(app, tenantId, ['AUDITOR'])
    const [name = '', token = ''] = cookie.split('=')
    expect((await auth(app, 'me', null, { cookie })).status).toBe(200)
    await visit(`${app.url}/auth/oidc/start`, new Map([[name, token]]))
    expect((await auth(app, 'me', null, { cookie })).status).toBe(401)
  })

  const set =
    (name: string): Change =>
    (url) =>
      url.searchParams.set(name, 'x'.repeat(43))

  test.each([
    ['another state', { answered: set('state') }],
    ['another nonce', { asked: set('nonce') }],
    ['a code of nobody', { answered: set('code') }],
    ['a code that was asked for with another verifier', { asked: set('code_challenge') }],
    ['an answer of another provider', { answered: set('iss') }],
  ])('%s lets nobody in', async (_name, changes) => {
    const { email } = await newMember(app, tenantId, ['AUDITOR'])
    const { status, code, cookie } = await logIn({ email, email_verified: true }, changes)
    expect([status, code, cookie]).toEqual([400, 'INVALID', null])
    expect((await logIn({ email, email_verified: true })).status).toBe(200)
  })

  test('a code works once, and only in the browser that began', async () => {
    const { email } = await newMember(app, tenantId, ['AUDITOR'])
    const { back, jar } = await goThere({ email, email_verified: true })
    expect((await visit(back, new Map())).response.status).toBe(400)
    const stolen = new Map(jar)
    expect((await visit(back, jar)).response.status).toBe(200)
    expect((await visit(back, jar)).response.status).toBe(400)
    expect((await visit(back, stolen)).response.status).toBe(400)
    expect(stolen.has('__Host-countersign')).toBe(false)
  })

  test.each([
    ['is not verified', (email: string) => ({ email, email_verified: false })],
    ['is not said to be verified', (email: string) => ({ email })],
    ['nobody has here', () => ({ email: someAddress(), email_verified: true })],
    ['is missing', () => ({})],
  ])('an address that %s lets nobody in', async (_name, claimsOf) => {
    const { email } = await newMember(app, tenantId, ['AUDITOR'])
    const { code, cookie } = await logIn(claimsOf(email))
    expect([code, cookie]).toEqual(['INVALID', null])
  })

  test('who is disabled here stays out', async () => {
    const { id, email } = await newMember(app, tenantId, ['AUDITOR'])
    const [admin] = [await newMember(app, tenantId, ['ADMIN'])]
    await apiClient(app.url, admin).mutate('memberUpdate', { id, disabled: true })
    const { code, cookie } = await logIn({ email, email_verified: true })
    expect([code, cookie]).toEqual(['INVALID', null])
  })
})

test('tenant: where roles come from the provider they are what it says, and without any nobody gets in', async () => {
  const { child, started } = await startWithProvider({ OIDC_ROLES_CLAIM: 'groups' })
  const whose = started.tenantId
  await newMember(started, whose, ['ADMIN'])
  const { id, email } = await newMember(started, whose, ['AUDITOR'])
  const claims = { email, email_verified: true }
  const { cookie } = await logIn({ ...claims, groups: ['staff', 'REVIEWER'] }, {}, started)
  const me = await auth(started, 'me', null, { cookie: cookie ?? '' })
  expect(me.body).toMatchObject({ id, roles: ['REVIEWER'], may: ROLES.REVIEWER })
  expect((await logIn({ ...claims, groups: ['staff'] }, {}, started)).code).toBe('INVALID')
  expect((await logIn(claims, {}, started)).code).toBe('INVALID')
  const rows = await started.deps.audit.rows(whose, 0, 10_000)
  const changed = rows.filter(({ action }) => action === 'MEMBER_CHANGED')
  expect(changed.map(({ actor, object }) => [actor, object])).toEqual([['identity provider', id]])
  child.disconnect()
  await started.close()
})

test('tenant: without a provider there is none, and half of one is refused', async () => {
  const plain = await startTestApp([])
  const { status } = await fetch(`${plain.url}/auth/oidc/start`)
  await plain.close()
  expect(status).toBe(404)
  expect(() =>
    loadConfig({ OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'x' }),
  ).toThrow('OIDC_CLIENT_SECRET: is needed for OpenID Connect; set that too.')
})
