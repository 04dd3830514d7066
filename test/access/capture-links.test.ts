import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { getNamedType, isObjectType } from 'graphql'
import { IDLE_MS } from '../../src/access/log-in'
import { createSchema } from '../../src/graphql/schema'
import { openDatabase } from '../../src/storage/database'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { applicantOf, newLink, openLink } from '../support/capture-links'
import { newDevice } from '../support/device'
import { everyRow } from '../support/every-row'
import { photo } from '../support/images'
import { auth, newMember } from '../support/members'

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
const newSession = () => apiClient(app.url, app.key).newSession()
const asked = async (as: Parameters<typeof apiClient>[1], id: string) => {
  const { data, errors } = await apiClient(app.url, as).ask(
    'query($id: ID!) { kycSession(id: $id) { id status } }',
    { id },
  )
  return errors?.[0].extensions.code ?? data.kycSession
}

describe('tenant: a capture link', () => {
  test('opens once, however many try at once, and is stored nowhere, nor is what it gives', async () => {
    const sessionId = await newSession()
    const { url, token } = await newLink(app, sessionId)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/capture\/#[\w-]{43}$/)
    const answers = await Promise.all(Array.from({ length: 5 }, () => openLink(app, token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410])
    expect(answers.find(({ status }) => status === 410)?.body['code']).toBe('LINK_USED')
    const cookie = answers.find(({ status }) => status === 200)?.cookie ?? ''
    const rows = await everyRow(app.config.DATABASE_URL)
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(cookie.split('=')[1])
  })

  test('gives a cookie that no script reads and no other site sends', async () => {
    const { setCookie, body } = await openLink(app, (await newLink(app, await newSession())).token)
    expect(setCookie).toMatch(
      /^__Host-countersign-capture=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(Object.keys(body)).toEqual(['sessionId', 'expiresAt'])
  })

  test('gives a page in a frame of another site a cookie for that frame alone', async () => {
    const { token } = await newLink(app, await newSession())
    const { setCookie } = await openLink(app, token, { embedded: true })
    expect(setCookie).toMatch(/; HttpOnly; Secure; Partitioned; SameSite=None$/)
  })

  test('is refused when its time is over, which is never after that of the session', async () => {
    const { token, expiresAt } = await newLink(app, await newSession(), 60)
    expect(new Date(expiresAt).getTime()).toBeLessThanOrEqual(Date.now() + MINUTE_MS)
    later(MINUTE_MS)
    const late = await openLink(app, token)
    expect([late.status, late.body['code']]).toEqual([410, 'EXPIRED'])
    later(0)
    const long = await newLink(app, await newSession(), 30 * 24 * 3600)
    const days = (new Date(long.expiresAt).getTime() - Date.now()) / (24 * 60 * MINUTE_MS)
    expect(days).toBeLessThanOrEqual(1)
  })

  test.each([59, 2_592_001])('is not made for %d seconds', async (expiresInSec) => {
    const { userErrors } = await newLink(app, await newSession(), expiresInSec)
    expect(userErrors[0]).toMatchObject({ code: 'INVALID', field: 'expiresInSec' })
  })

  test('is refused when the session is over, and none is made for it then', async () => {
    const sessionId = await newSession()
    const { token } = await newLink(app, sessionId)
    await apiClient(app.url, app.key).mutate('kycSessionCancel', { sessionId })
    const refused = await openLink(app, token)
    expect([refused.status, refused.body['code']]).toEqual([409, 'CONFLICT'])
    expect((await newLink(app, sessionId)).userErrors[0]?.code).toBe('CONFLICT')
  })

  test('that nobody gave out is none', async () => {
    const { status, body } = await openLink(app, 'x'.repeat(43))
    expect([status, body['code']]).toEqual([404, 'NOT_FOUND'])
  })

  test('is replaced by the next, and who came through it is out once that is opened', async () => {
    const sessionId = await newSession()
    const lost = await newLink(app, sessionId)
    const desktop = await applicantOf(app, sessionId)
    expect((await openLink(app, lost.token)).body['code']).toBe('LINK_USED')
    const { token } = await newLink(app, sessionId)
    expect(await asked(desktop, sessionId)).toMatchObject({ id: sessionId })
    const { cookie } = await openLink(app, token)
    expect(await asked(desktop, sessionId)).toBe('UNAUTHENTICATED')
    expect(await asked({ cookie, authorization: 'Capture' }, sessionId)).toMatchObject({
      id: sessionId,
    })
  })

  test('is gone with the applicant who is erased', async () => {
    const api = apiClient(app.url, app.key)
    const sessionId = await api.newSession()
    const applicant = await applicantOf(app, sessionId)
    const { applicant: of } = await api.session(sessionId, 'applicant { id }')
    await api.mutate('applicantErase', { applicantId: of.id }, '__typename')
    expect(await asked(applicant, sessionId)).toBe('UNAUTHENTICATED')
    const client = openDatabase(app.config.DATABASE_URL, 1)
    expect(await client.captureLink.count({ where: { sessionId } })).toBe(0)
    await client.$disconnect()
  })
})

describe('tenant: an applicant', () => {
  test('is out after half an hour without a request, and with the session in any case', async () => {
    const sessionId = await newSession()
    const applicant = await applicantOf(app, sessionId)
    for (const minutes of [29, 58, 87]) {
      later(minutes * MINUTE_MS)
      expect(await asked(applicant, sessionId)).toMatchObject({ id: sessionId })
    }
    later(87 * MINUTE_MS + IDLE_MS + 1000)
    expect(await asked(applicant, sessionId)).toBe('UNAUTHENTICATED')
    later(0)
    const [busyId, DAY] = [await newSession(), 24 * 60]
    const busy = await applicantOf(app, busyId)
    for (let minutes = 25; minutes < DAY; minutes += 25) {
      later(minutes * MINUTE_MS)
      expect(await asked(busy, busyId)).toMatchObject({ id: busyId })
    }
    later((DAY + 1) * MINUTE_MS)
    expect(await asked(busy, busyId)).toBe('UNAUTHENTICATED')
  })

  test('who is a member as well asks as whom the page says', async () => {
    const sessionId = await newSession()
    const [ours, member] = [
      await applicantOf(app, sessionId),
      await newMember(app, tenantId, ['AUDITOR']),
    ]
    const cookie = `${member.cookie}; ${typeof ours === 'string' ? '' : ours.cookie}`
    const query = '{ organization { id } }'
    const asMember = await apiClient(app.url, { cookie }).ask(query)
    expect(asMember.data.organization.id).toBe(tenantId)
    const as = { cookie, authorization: 'Capture' } as const
    expect((await apiClient(app.url, as).ask(query)).errors?.[0].extensions.code).toBe('FORBIDDEN')
    expect((await auth(app, 'me', null, { cookie })).body['id']).toBe(member.id)
  })

  test('asked by a page of another site is nobody', async () => {
    const sessionId = await newSession()
    const as = await applicantOf(app, sessionId)
    const { errors } = await apiClient(app.url, as).ask(
      '{ captureKeys { kid } }',
      {},
      { origin: 'https://evil.example' },
    )
    expect(errors?.[0].extensions.code).toBe('UNAUTHENTICATED')
  })

  test('sees this much of the session, and what is new in it only when somebody decides so', async () => {
    const sessionId = await newSession()
    const api = apiClient(app.url, await applicantOf(app, sessionId))
    const type = createSchema().getType('KycSession')
    const fields = isObjectType(type) ? Object.values(type.getFields()) : []
    const seen: string[] = []
    for (const { name, type: of } of fields) {
      const selection = isObjectType(getNamedType(of)) ? `${name} { __typename }` : name
      const query = `query($id: ID!) { kycSession(id: $id) { ${selection} } }`
      const { errors } = await api.ask(query, { id: sessionId })
      if (errors === undefined) seen.push(name)
      else expect([name, errors[0].extensions.code]).toEqual([name, 'FORBIDDEN'])
    }
    expect(seen.sort()).toEqual([
      'advice',
      'behaviourMeasured',
      'branding',
      'captures',
      'consentLocale',
      'consentTextVersion',
      'consentedAt',
      'createdAt',
      'deviceKey',
      'documentType',
      'expiresAt',
      'faceConfirmation',
      'faceConsentOffered',
      'faceConsentedAt',
      'id',
      'livenessChallenges',
      'livenessRequired',
      'mode',
      'retakeKind',
      'sequence',
      'status',
      'updatedAt',
    ])
  })

  test('captures, signs and submits; without a signature nothing is submitted', async () => {
    const sessionId = await newSession()
    const api = apiClient(app.url, await applicantOf(app, sessionId))
    await api.mutate('consentRecord', { sessionId, textVersion: 'v1', locale: 'en' })
    const image = await photo(1200, 800)
    const entries = []
    for (const kind of ['DOCUMENT_FRONT', 'SELFIE']) {
      const { captureId, complete } = await api.upload(sessionId, kind, image)
      expect(complete.result?.status).toBe('READY')
      entries.push({ kind, captureId, sha256: createHash('sha256').update(image).digest('hex') })
    }
    const unsigned = await api.mutate('kycSessionSubmit', { sessionId })
    expect(unsigned.userErrors[0]?.code).toBe('MANIFEST_INVALID')
    const device = newDevice()
    const nonce = async () =>
      (await api.mutate('captureManifestNonce', { sessionId }, 'nonce')).result.nonce
    const registration = device.registration(sessionId, await nonce())
    await api.mutate('deviceKeyRegister', { sessionId, ...registration }, 'thumbprint')
    const manifest = device.manifest(sessionId, await nonce(), entries)
    const submitted = await api.mutate('kycSessionSubmit', { sessionId, manifest }, 'id status')
    expect(submitted.result).toEqual({ id: sessionId, status: 'PROCESSING' })
    const rows = await app.deps.audit.rows(tenantId, 0, 10_000)
    const told = rows.filter(({ object }) => object === sessionId)
    expect(told.map(({ action, actor }) => [action, actor.slice(0, 4)])).toEqual([
      ['SESSION_CHANGED', 'key_'],
      ['CAPTURE_LINK_CREATED', 'key_'],
      ['CAPTURE_LINK_OPENED', 'lnk_'],
      ['CONSENT_RECORDED', 'lnk_'],
      ['SESSION_CHANGED', 'lnk_'],
    ])
  })

  test('goes on with another device by a link of their own, for ten minutes, until a device key is registered', async () => {
    const sessionId = await newSession()
    const desktop = await applicantOf(app, sessionId)
    const api = apiClient(app.url, desktop)
    const make = (more: object = {}) =>
      api.mutate('captureLinkCreate', { sessionId, ...more }, 'url expiresAt')
    const { result } = await make({ expiresInSec: 86_400 })
    const minutes = (new Date(result.expiresAt).getTime() - Date.now()) / MINUTE_MS
    expect(Math.round(minutes)).toBe(10)
    const phone = await openLink(app, result.url.split('#')[1])
    expect([phone.status, phone.body['sessionId']]).toEqual([200, sessionId])
    expect(await asked(desktop, sessionId)).toBe('UNAUTHENTICATED')

    const onPhone = apiClient(app.url, { cookie: phone.cookie, authorization: 'Capture' })
    const { result: issued } = await onPhone.mutate('captureManifestNonce', { sessionId }, 'nonce')
    const registration = newDevice().registration(sessionId, issued.nonce)
    await onPhone.mutate('deviceKeyRegister', { sessionId, ...registration }, 'thumbprint')
    const late = await onPhone.mutate('captureLinkCreate', { sessionId }, 'url')
    expect(late.userErrors[0]?.code).toBe('CONFLICT')
    const other = await onPhone.mutate(
      'captureLinkCreate',
      { sessionId: await newSession() },
      'url',
    )
    expect(other.userErrors[0]?.code).toBe('NOT_FOUND')
  })

  test('uses up an allowance of their own, not that of the organisation', async () => {
    const slow = await startTestApp([], { RATE_LIMIT_PER_SEC: '1' })
    const sessionId = await apiClient(slow.url, slow.key).newSession()
    const api = apiClient(slow.url, await applicantOf(slow, sessionId))
    const codes = await Promise.all(
      Array.from({ length: 15 }, async () => {
        const { errors } = await api.ask('{ __typename }')
        return errors?.[0].extensions.code
      }),
    )
    const { errors } = await apiClient(slow.url, slow.key).ask('{ __typename }')
    await slow.close()
    expect(codes).toContain('RATE_LIMITED')
    expect(errors).toBeUndefined()
  })
})
