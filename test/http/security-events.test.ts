import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { finishAtProvider } from '../../src/access/log-in-at-provider'
import { authenticateFace } from '../../src/authentication/authenticate-face'
import { burstLooks } from '../../src/authentication/burst-looks'
import { createLogger } from '../../src/log'
import { SECURITY_EVENTS } from '../../src/security-events'
import { openCapture } from '../../src/sessions/open-capture'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { applicantOf, openLink } from '../support/capture-links'
import { newDevice } from '../support/device'
import { enrolledApplicant } from '../support/enrolled-faces'
import { faceClient } from '../support/face-authentication'
import { photo } from '../support/images'
import { auth, newMember, OPERATOR, PASSWORD, someAddress } from '../support/members'

type Line = Record<string, unknown>

let app: TestApp
let api: ReturnType<typeof apiClient>
let tenantId: string
let lines: Line[]
const seen = new Set<string>()

beforeAll(async () => {
  app = await startTestApp(['webhooks', 'housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  watch(app)
  tenantId = app.tenantId
  api = apiClient(app.url, app.key)
})
beforeEach(() => {
  lines = []
})
afterAll(() => app.close())

/** Keeps what the log says from now on. */
function watch({ deps }: TestApp): void {
  const write = (text: string) => {
    const line = JSON.parse(text) as Line
    if (line['event'] === undefined) return
    lines.push(line)
    seen.add(String(line['event']))
  }
  deps.log = createLogger('warn', { process: 'test' }, { write })
}

const events = () => lines.map(({ event }) => event)
/** What one line says besides what each has. */
const [LEVEL, TEXT] = ['warn', expect.any(String)]
const line = (event: string, fields: Line) => ({
  level: LEVEL,
  time: expect.any(Number),
  process: 'test',
  msg: SECURITY_EVENTS[event as keyof typeof SECURITY_EVENTS],
  requestId: TEXT,
  event,
  ...fields,
})

describe('hardening: the log tells, with ids only', () => {
  test('of keys and cookies that open nothing: which key it claimed to be, and why', async () => {
    const ask = (headers: Record<string, string>) =>
      apiClient(app.url, app.key).ask('{ __typename }', {}, headers)
    const { apiKey, secret } = await app.deps.apiKeys.create(
      {
        ...OPERATOR,
        tenantId,
        label: '',
        scopes: [],
        createdBy: 'test',
        expiresAt: null,
        allowedAddresses: ['203.0.113.0/24'],
      },
      new Date(),
    )
    await ask({ authorization: `Bearer ${secret}` })
    await ask({ authorization: `Bearer ${secret.slice(0, -1)}` })
    await ask({ authorization: 'Bearer nothing of ours' })
    await ask({ authorization: 'Bearer someone@example.com' })
    await ask({ authorization: 'Capture', cookie: '__Host-countersign-capture=x' })
    await fetch(`${app.url}/audit/export`, { headers: { cookie: '__Host-countersign=x' } })
    const refused = (outcome: string, fields: Line = {}) =>
      line('CREDENTIALS_REFUSED', { outcome, ...fields })
    expect(lines).toEqual([
      refused('ADDRESS', { apiKeyId: apiKey.id }),
      refused('API_KEY', { apiKeyId: apiKey.id }),
      refused('API_KEY'),
      refused('APPLICANT'),
      refused('MEMBER'),
    ])
  })

  test('of logins that fail, whoever tried and by which way; and of none that succeeds', async () => {
    const { id, email, cookie } = await newMember(app, tenantId, ['AUDITOR'])
    await auth(app, 'login', { email, password: PASSWORD })
    expect(lines).toEqual([])
    const wrong = { email, password: 'not the password' }
    await auth(app, 'login', wrong)
    await auth(app, 'login', { email: someAddress(), password: PASSWORD })
    await auth(app, 'password', { current: 'wrong', password: PASSWORD }, { cookie })
    await auth(app, 'invitation', { token: 'x', password: PASSWORD })
    const response = { id: 'x', rawId: 'x', type: 'x', response: { clientDataJSON: '' } }
    await auth(app, 'passkey-login', { response }, { cookie })
    await auth(app, 'oidc/callback?code=x', null)
    const refused = (outcome: string, fields: Line = {}) =>
      line('LOGIN_REFUSED', { outcome, ...fields })
    const whose = { tenantId, memberId: id }
    expect(lines).toEqual([
      refused('PASSWORD', whose),
      refused('PASSWORD'),
      refused('PASSWORD', whose),
      refused('INVITATION'),
      refused('PASSKEY', whose),
    ])
    const provider = { begin: () => Promise.reject(), finish: async () => null }
    const checks = { state: '', nonce: '', verifier: '' }
    const entered = finishAtProvider(
      { ...app.deps, identityProvider: provider },
      new URL(app.url),
      checks,
    )
    await expect(entered).rejects.toThrow('did not succeed')
    const { requestId: _, ...there } = refused('PROVIDER')
    expect(lines.at(-1)).toEqual(there)
    lines = []
    for (let attempt = 0; attempt < 9; attempt++) await auth(app, 'login', wrong)
    await auth(app, 'login', { email, password: PASSWORD })
    expect(lines.at(-1)).toEqual(refused('PAUSED', whose))
  })

  test('of links that do not open', async () => {
    await openLink(app, 'x'.repeat(43))
    expect(lines).toEqual([line('LINK_REFUSED', {})])
  })

  test('of what somebody may not do, over GraphQL and beside it, and of applicants who look around', async () => {
    const { id, cookie } = await newMember(app, tenantId, ['REVIEWER'])
    await apiClient(app.url, { cookie }).ask('{ members { id } }')
    await fetch(`${app.url}/audit/export`, { headers: { cookie } })
    const sessionId = await api.newSession()
    const applicant = apiClient(app.url, await applicantOf(app, sessionId))
    await applicant.ask('query($id: ID!) { kycSession(id: $id) { applicant { id } } }', {
      id: sessionId,
    })
    const whose = { tenantId, callerId: id }
    expect(lines).toEqual([
      line('ACTION_REFUSED', { ...whose, action: 'MEMBERS_MANAGE' }),
      line('ACTION_REFUSED', { ...whose, action: 'AUDIT_READ' }),
      line('ACTION_REFUSED', { tenantId, sessionId, callerId: TEXT }),
    ])
  })

  test('of who asks too often, logged in or not', async () => {
    const slow = await startTestApp([], { RATE_LIMIT_PER_SEC: '1' })
    watch(slow)
    const many = Array.from({ length: 30 })
    const login = { email: someAddress(), password: PASSWORD }
    await Promise.all(many.map(() => auth(slow, 'login', login)))
    await Promise.all(many.map(() => apiClient(slow.url, slow.key).ask('{ __typename }')))
    await fetch(`${slow.url}/audit/export`, { headers: { authorization: `Bearer ${slow.key}` } })
    await slow.close()
    const exceeded = lines.filter(({ event }) => event === 'RATE_EXCEEDED')
    expect(exceeded).toContainEqual(line('RATE_EXCEEDED', { outcome: 'LOGIN' }))
    const callerId = expect.stringMatching(/^key_/)
    const whose = { tenantId: slow.tenantId, callerId }
    expect(exceeded.at(-1)).toEqual(line('RATE_EXCEEDED', whose))
    expect(exceeded.filter(({ tenantId: whom }) => whom).length).toBeGreaterThan(5)
  })

  test('of documents and values that the schema does not allow, and of untrusted ones', async () => {
    await api.ask(`{ ${'__typename '.repeat(500)} }`)
    await api.ask('{ passwords }')
    await api.ask('query($id: ID!) { kycSession(id: $id) { id } }', { id: { not: 'CANARY' } })
    await api.ask('mutation { applicantCreate(input: { externalId: "" }) { result { id } } }')
    expect(events()).toEqual(['QUERY_REFUSED', 'QUERY_REFUSED', 'INPUT_REFUSED', 'INPUT_REFUSED'])
    const strict = await startTestApp([], { TRUSTED_DOCUMENTS_ONLY: 'true' })
    watch(strict)
    await apiClient(strict.url, strict.key).ask('{ __typename }')
    await strict.close()
    expect(lines.at(-1)).toEqual(line('QUERY_REFUSED', { code: 'UNTRUSTED' }))
  })

  test('of requests that cannot be read and of upload addresses that were changed', async () => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
    await fetch(`${app.url}/auth/login`, { ...post, body: '{"email": "someone@' })
    await fetch(`${app.url}/graphql`, { ...post, body: `"${'x'.repeat(3_000_000)}"` })
    const { captureId, uploadUrl } = await api.announce(await api.newSession(), 'SELFIE')
    await api.put(uploadUrl.replace('expires=', 'expires=9'), Buffer.of(1))
    await api.put(`${app.url}/uploads/someone@example.com`, Buffer.of(1))
    expect(lines).toEqual([
      line('REQUEST_REFUSED', { status: 400 }),
      line('REQUEST_REFUSED', { status: 413 }),
      line('UPLOAD_REFUSED', { captureId }),
      line('UPLOAD_REFUSED', {}),
    ])
  })

  test('of manifests that were not signed as they must be, and of attempts that are used up', async () => {
    const picture = await photo(640, 480)
    const sessionId = await api.newSession()
    const nonce = (await api.mutate('captureManifestNonce', { sessionId }, 'nonce')).result.nonce
    const device = newDevice()
    const key = { sessionId, ...device.registration(sessionId, nonce) }
    await api.mutate('deviceKeyRegister', key, 'thumbprint')
    for (const kind of ['DOCUMENT_FRONT', 'SELFIE']) await api.upload(sessionId, kind, picture)
    const manifest = newDevice().manifest(sessionId, nonce, [])
    const submitted = await api.mutate('kycSessionSubmit', { sessionId, manifest })
    expect(submitted.userErrors[0]?.code).toBe('MANIFEST_INVALID')
    const ids = { tenantId, sessionId }
    expect(lines).toEqual([line('MANIFEST_REFUSED', { ...ids, callerId: TEXT })])
    const more = { sessionId, flashes: true }
    for (let count = 0; count < 6; count++)
      await api.mutate('livenessChallengeStart', more, 'challenge { id }')
    expect(lines.slice(1)).toEqual([line('ATTEMPTS_EXHAUSTED', ids)])
  })

  test('of sealed captures that do not open', async () => {
    await app.ring.renew(new Date())
    const sessionId = await api.newSession()
    const input = { sessionId, kind: 'SELFIE', sealed: true }
    const { result } = await api.mutate('captureUploadCreate', input, 'uploadUrl capture { id }')
    const bytes = randomBytes(500)
    const captureId = result.capture.id
    await api.put(result.uploadUrl, bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await api.mutate('captureComplete', { captureId, sha256 })
    await openCapture(app.deps, app.ring, { tenantId, sessionId, captureId })
    const { requestId: _, ...inWorker } = line('SEAL_REFUSED', { tenantId, sessionId, captureId })
    expect(lines).toEqual([{ ...inWorker, code: 'SEAL_BROKEN' }])
  })

  test('of actions that were not confirmed by face as they must be, and of authorisations that are none', async () => {
    await api.mutate('faceAuthenticationSettingsUpdate', { enabled: true }, 'enabled')
    const faces = faceClient(app, () => undefined)
    const { applicantId, device } = await enrolledApplicant(app)
    const asked = await faces.ask(applicantId)
    const { sessionId } = asked
    let seed = 0
    const nobody = async () =>
      Promise.all(
        Array.from({ length: 8 }, async (_, at) => ({
          atMs: 90 * at,
          bytes: await photo(200, 160, ++seed),
        })),
      )
    const frames = await faces.answer(sessionId, nobody)
    await faces.confirm(asked, frames, newDevice())
    await faces.redeem('none', asked.action)
    await faces.confirm(asked, frames, device)
    await authenticateFace(app.deps, burstLooks(), { tenantId, sessionId, epoch: 1 })
    const { requestId: _, ...inWorker } = line('FACE_REFUSED', { tenantId, sessionId })
    expect(lines).toEqual([
      line('CONFIRMATION_REFUSED', { tenantId, sessionId }),
      line('AUTHORIZATION_REFUSED', { tenantId, callerId: TEXT }),
      inWorker,
    ])
  }, 60_000)

  test('of webhooks that were to go to our own network', async () => {
    const url = 'https://localhost/hook'
    const made = await api.mutate(
      'webhookEndpointCreate',
      { url, eventTypes: [] },
      'endpoint { id }',
    )
    const endpointId = made.result.endpoint.id
    await api.mutate('webhookEndpointTest', { id: endpointId })
    const told = await eventually(async () => lines.find((each) => each['endpointId']))
    expect(told).toMatchObject({ event: 'WEBHOOK_ADDRESS_REFUSED', tenantId, endpointId })
  })

  test('of nothing else: each kind was seen above, counts in the metrics and stands in docs/logging.md', async () => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text()
    const documented = readFileSync('docs/logging.md', 'utf8')
    for (const event of Object.keys(SECURITY_EVENTS)) {
      expect([event, seen.has(event)]).toEqual([event, true])
      expect(documented).toContain(`| \`${event}\``)
    }
    expect(metrics).toMatch(/countersign_security_events_total\{event="LOGIN_REFUSED"\} \d+/)
  })
})
