import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { FaceAction } from '../../src/authentication/face-action'
import { verifyStatement } from '../../src/trust/sign'
import { startTestApp, type TestApp } from '../support/app'
import { seeded, withNoise } from '../support/camera'
import { applicantOf } from '../support/capture-links'
import { jpegs } from '../support/challenge-client'
import { newDevice } from '../support/device'
import {
  type Acting,
  acting,
  type Enrolled,
  faceClient,
  newPayment,
} from '../support/face-authentication'
import { person } from '../support/live-burst'
import { passportOf } from '../support/passport'
import type { Puppet } from '../support/turned-face'

// The whole way over the API, with real networks; photographs re-rendered in space stand before the camera.
jest.setTimeout(300_000)

let app: TestApp
let faces: ReturnType<typeof faceClient>
let anna: Puppet
let berta: Puppet
let passport: Uint8Array
let enrolled: Enrolled
let ahead = 0
let start = 0

const wait = (ms: number) => {
  ahead += ms
}

beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'], { RATE_LIMIT_PER_SEC: '10000' })
  start = Date.now()
  app.deps.now = () => new Date(start + ahead)
  faces = faceClient(app, wait)
  anna = await person('anna')
  berta = await person('berta')
  passport = await passportOf(anna, 'phone')
  await faces.api.mutate('faceAuthenticationSettingsUpdate', { enabled: true }, 'enabled')
  enrolled = await faces.approved(passport, acting(anna))
  expect((await faces.enrol(enrolled.sessionId)).state).toBe('ACTIVE')
})
afterAll(() => app.close())

/** Noise on one picture: what a photograph before the camera shows. */
const still: Acting = (step) => {
  const random = seeded(step.deadlineMs + ahead)
  const [interval, count] = step.kind === 'COLOURS' ? [250, 18] : [100, 10]
  return jpegs(
    Array.from({ length: count }, (_, at) => {
      return { atMs: interval * at + 50, image: withNoise(anna.photo, 1.5, random) }
    }),
  )
}

/** Asked, answered by this person, and submitted. */
async function confirmed(act: Acting = acting(anna), device = enrolled.device) {
  const asked = await faces.ask(enrolled.applicantId)
  const frames = await faces.answer(asked.sessionId, act)
  const submitted = await faces.confirm(asked, frames, device)
  return { asked, frames, submitted, outcome: await faces.outcome(asked.id) }
}

describe('authentication by face', () => {
  test('the enrolled person confirms a payment on the enrolled device, and it is redeemed once', async () => {
    const { asked, submitted, outcome } = await confirmed()
    expect(submitted.code).toBeNull()
    expect(outcome).toMatchObject({ status: 'AUTHORIZED', reasons: [], action: asked.action })
    const { deviceKey } = await faces.api.session(enrolled.sessionId, 'deviceKey { thumbprint }')
    expect(outcome.assurance).toEqual({
      device: deviceKey.thumbprint,
      liveness: 'ACTIVE',
      targetFalseMatchRate: 1e-4,
      policyVersion: 'default-4',
      risk: null,
    })
    const keys = await (await fetch(`${app.url}/.well-known/jwks.json`)).json()
    const { typ, claims } = await verifyStatement(
      outcome.authorization,
      keys as never,
      app.tenantId,
      app.deps.now(),
    )
    const seconds = Math.floor(new Date(outcome.decidedAt).getTime() / 1000)
    expect(typ).toBe('face-authorization+jwt')
    expect(claims).toEqual({
      ...{ iss: app.url, aud: app.tenantId, sub: enrolled.applicantId, jti: asked.id },
      ...{ iat: seconds, exp: seconds + 120, mode: 'TEST' },
      ...{ action: asked.action, assurance: outcome.assurance },
    })
    const all = Array.from({ length: 20 }, () => faces.redeem(outcome.authorization, asked.action))
    const codes = (await Promise.all(all)).map(({ code }) => code)
    expect(codes.filter((code) => code === null)).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set([null, 'AUTHORIZATION_USED']))
    expect(await faces.look(asked.id)).toMatchObject({ status: 'REDEEMED', authorization: null })
  })

  test('an authorisation is for the action that was confirmed, for two minutes, and for nobody else', async () => {
    const { asked, outcome } = await confirmed()
    const { authorization } = outcome
    const others: Partial<FaceAction>[] = [
      ...[{ amount: '1200.00' }, { amount: '120.0' }, { amount: null, currency: null }],
      ...[{ currency: 'USD' }, { payeeHash: 'cd'.repeat(32) }, { payeeHash: null }],
      ...[{ nonce: 'another-nonce' }, { display: 'Somebody else' }, { kind: 'OTHER' as const }],
    ]
    for (const change of others)
      expect((await faces.redeem(authorization, { ...asked.action, ...change })).code).toBe(
        'AUTHORIZATION_INVALID',
      )
    const [head, body, signature] = authorization.split('.')
    const forged = Buffer.from(body ?? '', 'base64url')
      .toString()
      .replace('120.00', '999.00')
    const made = [head, Buffer.from(forged).toString('base64url'), signature].join('.')
    const changed = { ...asked.action, amount: '999.00' }
    expect((await faces.redeem(made, changed)).code).toBe('AUTHORIZATION_INVALID')
    wait(121_000)
    expect((await faces.redeem(authorization, asked.action)).code).toBe('AUTHORIZATION_INVALID')
    expect(await faces.look(asked.id)).toMatchObject({ status: 'AUTHORIZED', authorization: null })
  })

  test('a stranger is refused three times, and then for good; the applicant is told no more than that', async () => {
    const asked = await faces.ask(enrolled.applicantId)
    for (const attempt of [1, 2, 3]) {
      const frames = await faces.answer(asked.sessionId, acting(berta))
      expect((await faces.confirm(asked, frames, enrolled.device)).code).toBeNull()
      const outcome = await faces.outcome(asked.id)
      expect(outcome.reasons).toContain('FACE_MISMATCH')
      expect(outcome).toMatchObject({ authorization: null, assurance: null })
      const last = attempt === 3
      expect(outcome.status).toBe(last ? 'REFUSED' : 'PENDING')
      expect(outcome.session).toBe(last ? 'REJECTED' : 'AWAITING_CAPTURE')
    }
    const { faceConfirmation } = await faces.api.session(
      asked.sessionId,
      'faceConfirmation { failedBefore }',
    )
    expect(faceConfirmation).toEqual({ failedBefore: true })
  })

  test('a photograph is refused', async () => {
    const { outcome } = await confirmed(still)
    expect(outcome.status).toBe('PENDING')
    expect(outcome.reasons).toContain('LIVENESS_STEP_NOT_DONE')
  })

  test('another device, another action, another authentication, a nonce or frames of before are not what was signed', async () => {
    const asked = await faces.ask(enrolled.applicantId)
    const frames = await faces.answer(asked.sessionId, acting(anna))
    const { device } = enrolled
    const refused = async (change: object, by = device) =>
      (await faces.confirm(asked, frames, by, { change })).code
    expect(await refused({}, newDevice())).toBe('CONFIRMATION_INVALID')
    expect(await refused({ authenticationId: 'fau_other' })).toBe('CONFIRMATION_INVALID')
    expect(await refused({ nonce: 'another' })).toBe('CONFIRMATION_INVALID')
    expect(await refused({ frames: frames.slice(1) })).toBe('CONFIRMATION_INVALID')
    expect(await refused({ frames: [...frames].reverse() })).toBe('CONFIRMATION_INVALID')
    for (const change of [{ amount: '1.00' }, { currency: 'USD' }, { display: 'Other' }])
      expect(await refused({ action: { ...asked.action, ...change } })).toBe('CONFIRMATION_INVALID')
    // None of it cost an attempt.
    const { input, code } = await faces.confirm(asked, frames, device)
    expect(code).toBeNull()
    expect((await faces.outcome(asked.id)).status).toBe('AUTHORIZED')
    const again = await faces.api.mutate('faceAuthenticationSubmit', input)
    expect(again.userErrors[0]?.code).toBe('CONFLICT')
  })

  test('frames that were sent before are not taken again, and a signature is good once', async () => {
    const kept: Awaited<ReturnType<Acting>>[] = []
    const { frames, submitted } = await confirmed(async (step) => {
      const film = await acting(anna)(step)
      kept.push(film)
      return film
    })
    const asked = await faces.ask(enrolled.applicantId)
    const replayed: Acting = () => Promise.resolve(kept[0] ?? [])
    await expect(faces.answer(asked.sessionId, replayed)).rejects.toThrow(/sent before|takes/)
    const second = await faces.ask(enrolled.applicantId)
    const own = await faces.answer(second.sessionId, acting(anna))
    const replay = { ...submitted.input, sessionId: second.sessionId }
    const { userErrors } = await faces.api.mutate('faceAuthenticationSubmit', replay)
    expect(userErrors[0]?.code).toBe('CONFIRMATION_INVALID')
    const swapped = await faces.confirm(second, frames, enrolled.device)
    expect(swapped.code).toBe('CONFIRMATION_INVALID')
    const many = Array.from({ length: 10 }, async () => {
      const { input } = await faces.confirm(second, own, enrolled.device)
      return faces.api.mutate('faceAuthenticationSubmit', input)
    })
    await Promise.all(many)
    const history = await faces.api.session(second.sessionId, 'history { trigger }')
    const submissions = history.history.filter(
      ({ trigger }: { trigger: string }) => trigger === 'SUBMIT',
    )
    expect(submissions).toHaveLength(1)
  })

  test('after its time it is not confirmed, by whom and with what ever', async () => {
    const asked = await faces.ask(enrolled.applicantId, newPayment(), 60)
    const frames = await faces.answer(asked.sessionId, acting(anna))
    wait(61_000)
    const late = await faces.api.mutate('faceAuthenticationSubmit', {
      sessionId: asked.sessionId,
      nonce: 'x',
      signature: enrolled.device.sign(String(frames.length)),
    })
    expect(late.userErrors[0]?.code).toBe('EXPIRED')
    expect((await faces.look(asked.id)).status).toBe('EXPIRED')
  })

  test('the page of the link confirms as well, and sees neither result nor authorisation', async () => {
    const asked = await faces.ask(enrolled.applicantId)
    const as = await applicantOf(app, asked.sessionId)
    const frames = await faces.answer(asked.sessionId, acting(anna), as)
    const { code, result } = await faces.confirm(asked, frames, enrolled.device, { as })
    expect([code, result.status]).toEqual([null, 'PROCESSING'])
    expect((await faces.outcome(asked.id)).status).toBe('AUTHORIZED')
  })
})
