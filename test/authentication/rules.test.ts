import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { confirmationText } from '../../src/authentication/confirmation'
import { type FaceAction, statusOf } from '../../src/authentication/face-action'
import { retryStuckSessions } from '../../src/sessions/retry-stuck-sessions'
import { SESSION_STATUSES } from '../../src/sessions/states'
import { openDatabase } from '../../src/storage/database'
import { fromBase64Url } from '../../src/trust/base64url'
import { isSignedBy, parseDeviceKey } from '../../src/trust/device-key'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newDevice } from '../support/device'
import { enrolledApplicant, enrolledFrom, someFace } from '../support/enrolled-faces'
import { everyRow } from '../support/every-row'
import { faceClient, newPayment } from '../support/face-authentication'

// What needs no network: who may, when, and what is left afterwards. Faces are vectors of chance.
let app: TestApp
let faces: ReturnType<typeof faceClient>

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '100000' })
  faces = faceClient(app, () => undefined)
  await turn(true)
})
afterAll(() => app.close())

const turn = (enabled: boolean) =>
  faces.api.mutate('faceAuthenticationSettingsUpdate', { enabled }, 'enabled')
const deed = () => ({ actor: 'test', at: app.deps.now() })
const refOf = (sessionId: string) => ({ tenantId: app.tenantId, sessionId })
const enrolled = () => enrolledApplicant(app)
const enrolledAnew = (applicantId: string) => enrolledFrom(app, applicantId)

/** As if the applicant had submitted. */
async function submitted(sessionId: string) {
  const { sessions, faceAuthentications } = app.deps
  const authentication = await faceAuthentications.ofSession(refOf(sessionId))
  if (!authentication) throw new Error('It carries no authentication.')
  const { enrolmentId, session } = authentication
  const nonce = await faces.nonceOf(sessionId)
  const signed = { payload: 'signed', signature: 'by it', thumbprint: 'its own' }
  const sealed = await faceAuthentications.seal(authentication, signed)
  const confirmation = { nonce, ready: [], sealed }
  const change = { session, trigger: 'SUBMIT', ...deed(), confirmation } as const
  return { enrolmentId, session: await sessions.apply(change) }
}

/** As if a worker had come to this conclusion. */
async function concluded(sessionId: string, assured: boolean) {
  const { enrolmentId, session } = await submitted(sessionId)
  const assurance = assured ? { ...ASSURANCE } : null
  const found = { enrolmentId, assurance, reasons: assured ? [] : ['FACE_MISMATCH'] }
  return app.deps.sessions.apply({
    ...{ session, trigger: assured ? 'APPROVE' : 'RETAKE', ...deed() },
    authentication: { ...found, counts: !assured },
  })
}

const ASSURANCE = {
  device: 'thumbprint',
  liveness: 'ACTIVE',
  targetFalseMatchRate: 1e-4,
  policyVersion: 'default-4',
  risk: null,
} as const

const codeOf = (answer: { userErrors: { code: string }[] }) => answer.userErrors[0]?.code ?? null
const audited = async (action: string) =>
  (await app.deps.audit.rows(app.tenantId, 0, 100_000)).filter((row) => row.action === action)

async function eventsOf(applicantId: string): Promise<string[]> {
  const client = openDatabase(app.config.DATABASE_URL, 1)
  const rows = await client.webhookEvent.findMany({ orderBy: { id: 'asc' } })
  await client.$disconnect()
  const about = ({ payload }: { payload: unknown }) => JSON.stringify(payload).includes(applicantId)
  return rows.filter(about).map(({ type }) => type)
}

describe('authentication: while it is off', () => {
  test('nothing is enrolled, asked for or redeemed, and it is off until it is turned on', async () => {
    const other = apiClient(app.url, await anotherKey(app))
    const { data } = await other.ask('{ faceAuthenticationSettings { enabled } }')
    expect(data.faceAuthenticationSettings).toEqual({ enabled: false })
    const applicantId = (await other.mutate('applicantCreate', {})).result.id
    const wanted = { applicantId, action: newPayment() }
    const asked = await other.mutate('faceAuthenticationCreate', wanted, 'url')
    expect(codeOf(asked)).toBe('FACE_AUTHENTICATION_OFF')
  })

  test('turning it off deletes templates, enrolments and authentications, and cancels who is about to confirm', async () => {
    const own = await startTestApp([])
    const [was, whose] = [app, faces]
    ;[app, faces] = [own, faceClient(own, () => undefined)]
    try {
      await turn(true)
      const { applicantId, sessionId } = await enrolled()
      const [pending, confirmed] = [await faces.ask(applicantId), await faces.ask(applicantId)]
      await concluded(confirmed.sessionId, true)
      const { authorization } = await faces.look(confirmed.id)
      expect(authorization).toEqual(expect.any(String))
      await turn(false)
      const client = openDatabase(app.config.DATABASE_URL, 1)
      expect(await client.faceEnrolment.count()).toBe(0)
      expect(await client.faceAuthentication.count()).toBe(0)
      await client.$disconnect()
      expect(await faces.api.session(pending.sessionId, 'status')).toEqual({ status: 'CANCELLED' })
      expect(await faces.look(confirmed.id)).toBeNull()
      const redeemed = await faces.redeem(authorization, confirmed.action)
      expect(redeemed.code).toBe('FACE_AUTHENTICATION_OFF')
      expect((await faces.ask(applicantId)).code).toBe('FACE_AUTHENTICATION_OFF')
      const [entry] = (await audited('SETTINGS_CHANGED')).slice(-1)
      expect(entry?.details).toEqual({
        ...{ faceAuthentication: false, enrolments: 1, authentications: 2, cancelled: 1 },
      })
      expect(await faces.api.session(sessionId, 'status')).toEqual({ status: 'AWAITING_CAPTURE' })
      await turn(true)
      expect((await faces.ask(applicantId)).code).toBe('NOT_ENROLLED')
    } finally {
      ;[app, faces] = [was, whose]
      await own.close()
    }
  })

  test('a worker that began before it was turned off stores no template after', async () => {
    const sessionId = await faces.api.newSession()
    const { sessions, faceEnrolments, keys } = app.deps
    await keys.forWriting(refOf(sessionId))
    const enrolment = await faceEnrolments.request(await sessions.get(refOf(sessionId)), deed())
    await turn(false)
    const late = faceEnrolments.activate(enrolment, someFace(app), app.deps.now())
    await expect(late).rejects.toMatchObject({ code: 'FACE_AUTHENTICATION_OFF' })
    await turn(true)
    await faceEnrolments.activate(enrolment, someFace(app), app.deps.now())
    expect(await faceEnrolments.template(enrolment)).toBeNull()
  })
})

describe('authentication: enrolment', () => {
  test('needs a consent of its own, an approved session, a device and live frames', async () => {
    const sessionId = await faces.api.newSession()
    const asked = () => faces.api.mutate('faceEnrolmentCreate', { sessionId })
    expect((await asked()).userErrors).toMatchObject([
      { code: 'CONFLICT', message: expect.stringContaining('approved') },
    ])
    const { sessions } = app.deps
    const session = await sessions.get(refOf(sessionId))
    const submitted = await sessions.apply({ session, trigger: 'SUBMIT', ...deed() })
    await sessions.apply({ session: submitted, trigger: 'APPROVE', ...deed() })
    expect(codeOf(await asked())).toBe('CONSENT_MISSING')
    const text = { sessionId, textVersion: 'v1', locale: 'en' }
    const general = await faces.api.mutate('consentRecord', text)
    expect(codeOf(general)).toBe('CONFLICT')
    const agreed = await faces.api.mutate(
      'consentRecord',
      { ...text, purpose: 'FACE_AUTHENTICATION' },
      'consentedAt faceConsentedAt',
    )
    expect(agreed.result).toEqual({ consentedAt: null, faceConsentedAt: expect.any(String) })
    expect((await asked()).userErrors).toMatchObject([
      { code: 'CONFLICT', message: expect.stringContaining('device') },
    ])
    const rows = await audited('CONSENT_RECORDED')
    expect(rows.at(-1)?.details).toEqual({ textVersion: 'v1', purpose: 'FACE_AUTHENTICATION' })
  })

  test('keeps a template that has nothing in common with another of the same face', async () => {
    const [first, second] = [await enrolled(), await enrolled()]
    const { template } = someFace(app)
    const at = async (id: string) => {
      const protect = await app.deps.faceEnrolments.protectionOf({ id, ...refOf('') }, 192)
      return protect(template).vector
    }
    const [a, b, again] = [
      await at(first.enrolmentId),
      await at(second.enrolmentId),
      await at(first.enrolmentId),
    ]
    const likeness = (x: Float32Array, y: Float32Array) => {
      const product = (u: Float32Array, v: Float32Array) =>
        u.reduce((sum, value, index) => sum + value * (v[index] ?? 0), 0)
      return product(x, y) / Math.sqrt(product(x, x) * product(y, y))
    }
    expect(likeness(a, again)).toBeCloseTo(1, 6)
    expect(Math.abs(likeness(a, b))).toBeLessThan(0.3)
    expect(Math.abs(likeness(a, template.vector))).toBeLessThan(0.3)
  })

  test('with a new device takes a session that was begun after the last, and ends the one before', async () => {
    const first = await enrolled()
    const older = await faces.api.mutate('kycSessionCreate', { applicantId: first.applicantId })
    const asked = await faces.ask(first.applicantId)
    const second = await enrolledAnew(first.applicantId)
    const { data } = await faces.api.ask(
      'query($of: ID!) { faceEnrolments(applicantId: $of) { id state } }',
      { of: first.applicantId },
    )
    expect(data.faceEnrolments).toEqual([
      { id: second.enrolmentId, state: 'ACTIVE' },
      { id: first.enrolmentId, state: 'REVOKED' },
    ])
    // What was asked with the enrolment before is not confirmed with another device.
    const { faceConfirmation } = await faces.api.session(
      asked.sessionId,
      'faceConfirmation { device }',
    )
    expect(faceConfirmation).toEqual({ device: null })
    const late = await faces.confirm(asked, [], second.device)
    expect(late.code).toBe('NOT_ENROLLED')
    const { sessions, faceEnrolments } = app.deps
    const session = await sessions.get(refOf(older.result.id))
    await expect(faceEnrolments.request(session, deed())).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  test('is revoked for good, and the template with it', async () => {
    const { applicantId, enrolmentId, sessionId } = await enrolled()
    const revoked = await faces.api.mutate('faceEnrolmentRevoke', { id: enrolmentId }, 'id state')
    expect(revoked.result).toEqual({ id: enrolmentId, state: 'REVOKED' })
    expect((await faces.ask(applicantId)).code).toBe('NOT_ENROLLED')
    const of = { id: enrolmentId, ...refOf(sessionId) }
    expect(await app.deps.faceEnrolments.template(of)).toBeNull()
    const again = await faces.api.mutate('faceEnrolmentRevoke', { id: enrolmentId })
    expect(codeOf(again)).toBe('CONFLICT')
    expect((await eventsOf(applicantId)).slice(-1)).toEqual(['face_enrolment.revoked'])
  })

  test('is told in an export as a fact, without the template, and erased with the applicant', async () => {
    const { applicantId, enrolmentId } = await enrolled()
    const asked = await faces.ask(applicantId)
    await concluded(asked.sessionId, true)
    const response = await fetch(`${app.url}/applicants/${applicantId}/export`, {
      headers: { authorization: `Bearer ${app.key}` },
    })
    const exported = (await response.json()) as { sessions: Record<string, object | null>[] }
    const [verification, authentication] = exported.sessions
    expect(verification?.['faceEnrolment']).toMatchObject({ id: enrolmentId, state: 'ACTIVE' })
    expect(Object.keys(verification?.['faceEnrolment'] ?? {})).not.toContain('template')
    expect(authentication?.['faceAuthentication']).toMatchObject({ action: asked.action })
    await faces.api.mutate('applicantErase', { applicantId }, '__typename')
    const client = openDatabase(app.config.DATABASE_URL, 1)
    expect(await client.faceEnrolment.count({ where: { applicantId } })).toBe(0)
    expect(await client.faceAuthentication.count({ where: { applicantId } })).toBe(0)
    await client.$disconnect()
    expect(await faces.look(asked.id)).toBeNull()
  })
})

describe('authentication: asking', () => {
  test('who is not enrolled, in this mode, is not asked', async () => {
    const applicantId = (await faces.api.mutate('applicantCreate', {})).result.id
    expect((await faces.ask(applicantId)).code).toBe('NOT_ENROLLED')
    expect((await faces.ask('app_00000000000000000000000000000000')).code).toBe('NOT_FOUND')
  })

  test('an action’s nonce is good once', async () => {
    const { applicantId } = await enrolled()
    const action = newPayment()
    expect((await faces.ask(applicantId, action)).code).toBeNull()
    expect((await faces.ask(applicantId, action)).code).toBe('CONFLICT')
  })

  test('an action says all that it must, and shows nothing hidden', async () => {
    const { applicantId } = await enrolled()
    const wrong: Partial<FaceAction>[] = [
      ...[{ amount: null }, { currency: null }, { payeeHash: null }],
      ...[{ display: 'Pay \u202e evil' }, { display: 'two\nlines' }, { display: 'a\u200bb' }],
    ]
    for (const change of wrong) {
      const { code } = await faces.ask(applicantId, { ...newPayment(), ...change })
      expect([change, code]).toEqual([change, 'INVALID'])
    }
    for (const amount of ['1e9', '01.00', '-1', '1,00', '']) {
      const asked = faces.ask(applicantId, { ...newPayment(), amount })
      await expect(asked).rejects.toThrow(/BAD_USER_INPUT/)
    }
    expect((await faces.ask(applicantId, newPayment(), 59)).code).toBe('INVALID')
  })

  test('what carries it takes no document, no device and no other submission, and is in no list', async () => {
    const { applicantId } = await enrolled()
    const { sessionId } = await faces.ask(applicantId)
    const selfie = { sessionId, kind: 'SELFIE' }
    expect(codeOf(await faces.api.mutate('captureUploadCreate', selfie, 'uploadUrl'))).toBe(
      'CONFLICT',
    )
    expect(codeOf(await faces.api.mutate('kycSessionSubmit', { sessionId }))).toBe('CONFLICT')
    expect(codeOf(await faces.api.mutate('faceEnrolmentCreate', { sessionId }))).toBe('CONFLICT')
    const signed = newDevice().registration(sessionId, await faces.nonceOf(sessionId))
    const key = { sessionId, ...signed }
    expect(codeOf(await faces.api.mutate('deviceKeyRegister', key, 'thumbprint'))).toBe('CONFLICT')
    const { data } = await faces.api.ask('{ kycSessions(first: 100) { nodes { id } } }')
    expect(JSON.stringify(data)).not.toContain(sessionId)
  })

  test('what is shown to the applicant lies encrypted, and the nonce as a hash', async () => {
    const { applicantId } = await enrolled()
    const action = { ...newPayment(), display: 'Canary Payee Ltd', nonce: `canary-${randomUUID()}` }
    const asked = await faces.ask(applicantId, action)
    await concluded(asked.sessionId, true)
    const rows = await everyRow(app.config.DATABASE_URL)
    expect(rows).toContain(asked.id)
    expect(rows).not.toContain(action.display)
    expect(rows).not.toContain(action.nonce)
    expect((await faces.look(asked.id)).action).toEqual(action)
  })
})

describe('authentication: failures', () => {
  test('five in a row lock the applicant’s face for an hour, and nothing else of theirs', async () => {
    const { applicantId } = await enrolled()
    const fail = async () => {
      const asked = await faces.ask(applicantId)
      if (asked.code === null) await concluded(asked.sessionId, false)
      return asked
    }
    for (let failure = 1; failure <= 4; failure += 1) await fail()
    await concluded((await faces.ask(applicantId)).sessionId, true)
    const waiting = await faces.ask(applicantId)
    for (let failure = 1; failure <= 5; failure += 1) expect((await fail()).code).toBeNull()
    const locked = await faces.ask(applicantId)
    expect(locked.userErrors[0]).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', field: 'applicantId' })
    const device = newDevice()
    expect((await faces.confirm(waiting, [], device)).code).toBe('TOO_MANY_ATTEMPTS')
    expect(codeOf(await faces.api.mutate('kycSessionCreate', { applicantId }))).toBeNull()
    expect((await audited('FACE_AUTHENTICATION_LOCKED')).at(-1)).toMatchObject({
      object: applicantId,
      details: { until: expect.any(String) },
    })
    expect(await eventsOf(applicantId)).toContain('face_enrolment.locked')
    app.later(3_601_000)
    expect((await faces.ask(applicantId)).code).toBeNull()
    app.later(0)
  })

  test('one that no worker came back from is refused by the sweeper, and counts as no failure', async () => {
    const { applicantId } = await enrolledApplicant(app)
    const asked = await faces.ask(applicantId)
    await submitted(asked.sessionId)
    const client = openDatabase(app.config.DATABASE_URL, 1)
    await client.outboxEntry.deleteMany({}) // as if the queue had lost it
    app.later(app.config.STUCK_AFTER_SEC * 1000 + 1000)
    await retryStuckSessions(app.deps)
    app.later(0)
    expect(await faces.look(asked.id)).toMatchObject({
      status: 'REFUSED',
      reasons: ['CHECKS_INTERRUPTED'],
      decidedAt: expect.any(String),
    })
    const [enrolment] = await client.faceEnrolment.findMany({ where: { applicantId } })
    expect(enrolment?.failures).toBe(0)
    await client.$disconnect()
  })

  test('each end is told once by webhook: authorised, expired or cancelled', async () => {
    const { applicantId } = await enrolled()
    const [confirmed, late, given] = [
      await faces.ask(applicantId),
      await faces.ask(applicantId),
      await faces.ask(applicantId),
    ]
    await concluded(confirmed.sessionId, true)
    const session = await app.deps.sessions.get(refOf(late.sessionId))
    await app.deps.sessions.apply({ session, trigger: 'EXPIRE', ...deed() })
    await faces.api.mutate('kycSessionCancel', { sessionId: given.sessionId })
    expect((await eventsOf(applicantId)).slice(-3)).toEqual([
      'face_authentication.authorized',
      'face_authentication.expired',
      'face_authentication.cancelled',
    ])
    expect((await faces.look(late.id)).status).toBe('EXPIRED')
    expect((await faces.look(given.id)).status).toBe('CANCELLED')
  })
})

describe('authentication: what is signed', () => {
  const device = newDevice()
  const { publicKey } = parseDeviceKey(device.publicKey) ?? { publicKey: '' }
  const confirmed = {
    authenticationId: 'fau_1',
    nonce: 'server-nonce',
    action: { ...newPayment(), nonce: 'their-nonce' } as FaceAction,
    frames: [1, 2, 3].map((at) => ({ captureId: `cap_${at}`, sha256: `${at}`.repeat(64) })),
  }
  const signature = fromBase64Url(device.sign(confirmationText(confirmed)), 64)
  const accepts = (other: typeof confirmed) =>
    isSignedBy(publicKey, Buffer.from(confirmationText(other)), signature)

  test('is exactly the action, the authentication, the nonce and the frames', () => {
    expect(accepts(structuredClone(confirmed))).toBe(true)
    expect(confirmationText(confirmed)).toBe(
      `{"action":{"amount":"120.00","currency":"EUR","display":"Bäckerei <b>Müller</b>","kind":"PAYMENT","nonce":"their-nonce","payeeHash":"${'ab'.repeat(32)}"},"authentication":"fau_1","frames":[${confirmed.frames
        .map(({ captureId, sha256 }) => `{"captureId":"${captureId}","sha256":"${sha256}"}`)
        .join(',')}],"nonce":"server-nonce","purpose":"FACE_AUTHENTICATION","v":1}`,
    )
  })

  test('of a thousand changes of one field each none passes', () => {
    const fields = ['kind', 'amount', 'currency', 'payeeHash', 'nonce', 'display'] as const
    const text = fc.oneof(fc.string(), fc.constant(null))
    const change = fc.oneof(
      fc.record({ field: fc.constantFrom(...fields), value: text }).map(({ field, value }) => {
        const action = { ...confirmed.action, [field]: value } as FaceAction
        return { ...confirmed, action }
      }),
      fc.string().map((nonce) => ({ ...confirmed, nonce })),
      fc.string().map((authenticationId) => ({ ...confirmed, authenticationId })),
      fc.record({ at: fc.nat(2), sha256: fc.string() }).map(({ at, sha256 }) => {
        const frames = confirmed.frames.map((each, place) =>
          place === at ? { ...each, sha256 } : each,
        )
        return { ...confirmed, frames }
      }),
      fc
        .nat(2)
        .map((at) => ({ ...confirmed, frames: confirmed.frames.filter((_, n) => n !== at) })),
    )
    const same = confirmationText(confirmed)
    fc.assert(
      fc.property(change, (other) => confirmationText(other) === same || !accepts(other)),
      { numRuns: 1000 },
    )
  })

  test('nor does a signature of another device, or one with a bit turned', () => {
    const text = Buffer.from(confirmationText(confirmed))
    const strangers = Array.from({ length: 20 }, () => newDevice())
    for (const stranger of strangers) {
      const own = parseDeviceKey(stranger.publicKey)?.publicKey ?? ''
      expect(isSignedBy(own, text, signature)).toBe(false)
    }
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const turned = Buffer.from(signature ?? [])
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        return !isSignedBy(publicKey, text, turned)
      }),
    )
  })
})

test('authentication: a status follows from that of the session, and only an approved one is authorised', () => {
  const now = new Date()
  const at = (status: (typeof SESSION_STATUSES)[number], redeemedAt: Date | null) =>
    statusOf({ session: { status, expiresAt: new Date(now.getTime() + 1) }, redeemedAt }, now)
  for (const status of SESSION_STATUSES)
    expect([status, at(status, null) === 'AUTHORIZED']).toEqual([status, status === 'APPROVED'])
  expect(at('APPROVED', now)).toBe('REDEEMED')
})
