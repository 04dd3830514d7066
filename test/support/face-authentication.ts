import { randomUUID } from 'node:crypto'
import { type ConfirmedFrames, confirmationText } from '../../src/authentication/confirmation'
import type { FaceAction } from '../../src/authentication/face-action'
import type { Step } from '../../src/liveness/challenge'
import { seenIn } from '../../src/liveness/frame-measure'
import { judgeStep } from '../../src/liveness/judge-step'
import { apiClient, type Credentials } from './api'
import { eventually, type TestApp } from './app'
import { answerChallenge, type Frame, hashOf, jpegs } from './challenge-client'
import { newDevice } from './device'
import { type Film, filmStep, measured } from './live-burst'
import type { Puppet } from './turned-face'

export type Device = ReturnType<typeof newDevice>
export type Acting = (step: Step) => Promise<Frame[]>

let seed = 1000

/** Somebody before the camera who does what is asked for, well enough; never twice in the same way. */
export function acting(doll: Puppet): Acting {
  return async (step) => jpegs(await wellDone(doll, step, () => seed++))
}

/** 0.5 is a limit just kept; encoding changes a little. */
const SAFE = 0.55

/**
 * A film in which the step is done. Where it was not done well enough it is filmed anew: how often an honest person fails is
 * measured elsewhere (docs/liveness.md), and is not what is asked here.
 */
export async function wellDone(doll: Puppet, step: Step, nextSeed: () => number): Promise<Film> {
  for (;;) {
    const film = filmStep(doll, step, nextSeed())
    const burst = await measured(film)
    const findings = judgeStep(step, burst, seenIn(burst)[0])
    if (findings.every(({ margin }) => margin >= SAFE)) return film
  }
}

export const PAYMENT: Omit<FaceAction, 'nonce'> = {
  kind: 'PAYMENT',
  amount: '120.00',
  currency: 'EUR',
  payeeHash: 'ab'.repeat(32),
  display: 'Bäckerei <b>Müller</b>',
}

export const newPayment = (): FaceAction => ({ ...PAYMENT, nonce: randomUUID() })

/** An honest person may fail a challenge by chance, and tries again. */
const MOST_ATTEMPTS = 4

export type Asked = { id: string; sessionId: string; action: FaceAction }

export type Enrolled = { applicantId: string; sessionId: string; device: Device }

/** A world of applicants; `wait` lets the time of their films go by. */
export function faceClient(app: Pick<TestApp, 'url' | 'key'>, wait: (ms: number) => void) {
  const api = apiClient(app.url, app.key)

  async function nonceOf(sessionId: string, as: Credentials = app.key): Promise<string> {
    const asking = apiClient(app.url, as)
    return (await asking.mutate('captureManifestNonce', { sessionId }, 'nonce')).result.nonce
  }

  async function newSession(applicantId: string, device: Device, consent: boolean) {
    const wanted = { applicantId, livenessRequired: true }
    const sessionId: string = (await api.mutate('kycSessionCreate', wanted)).result.id
    const text = { sessionId, textVersion: 'faces-1', locale: 'en' }
    if (consent) await api.mutate('consentRecord', { ...text, purpose: 'FACE_AUTHENTICATION' })
    const signed = device.registration(sessionId, await nonceOf(sessionId))
    await api.mutate('deviceKeyRegister', { sessionId, ...signed }, 'thumbprint')
    return sessionId
  }

  /** @returns how the session was decided */
  async function verified(sessionId: string, document: Uint8Array, act: Acting, device: Device) {
    const { captureId } = await api.upload(sessionId, 'DOCUMENT_FRONT', document)
    const entries = [{ kind: 'DOCUMENT_FRONT', captureId, sha256: hashOf(document) }]
    await answerChallenge(api, sessionId, { flashes: false }, act, wait, (frames) => {
      entries.push({ kind: 'LIVENESS', ...frames })
    })
    const manifest = device.manifest(sessionId, await nonceOf(sessionId), entries)
    const { userErrors } = await api.mutate('kycSessionSubmit', { sessionId, manifest })
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors))
    return eventually(async () => {
      const seen = await api.session(sessionId, 'status decision { reasons { code } }')
      const { status, decision } = seen
      const reasons: string[] = decision?.reasons.map(({ code }: { code: string }) => code) ?? []
      return status !== 'PROCESSING' && { status: status as string, reasons }
    }, 120)
  }

  return {
    api,
    nonceOf,

    /** A session that is approved, signed by this device, with consent to the enrolment of the face. */
    async approved(
      document: Uint8Array,
      act: Acting,
      { applicantId = '', device = newDevice(), consent = true } = {},
    ): Promise<Enrolled> {
      const id: string = applicantId || (await api.mutate('applicantCreate', {})).result.id
      for (let attempt = 1; ; attempt += 1) {
        const sessionId = await newSession(id, device, consent)
        const { status, reasons } = await verified(sessionId, document, act, device)
        if (status === 'APPROVED') return { applicantId: id, sessionId, device }
        if (attempt === MOST_ATTEMPTS) throw new Error(`${status}: ${reasons.join(', ')}`)
      }
    },

    /** @returns the enrolment once a worker has done it */
    async enrol(sessionId: string) {
      const made = await api.mutate('faceEnrolmentCreate', { sessionId }, 'id applicantId')
      if (!made.result) throw new Error(JSON.stringify(made.userErrors))
      const { id, applicantId } = made.result
      return eventually(async () => {
        const { data } = await api.ask(
          'query($of: ID!) { faceEnrolments(applicantId: $of) { id state lockedUntil } }',
          { of: applicantId },
        )
        const found = data.faceEnrolments.find((each: { id: string }) => each.id === id)
        return found.state !== 'PENDING' && found
      }, 60)
    },

    /** Asks for a confirmation. */
    async ask(applicantId: string, action = newPayment(), expiresInSec = 300) {
      const wanted = { applicantId, action, expiresInSec }
      const { result, userErrors } = await api.mutate(
        'faceAuthenticationCreate',
        wanted,
        'url authentication { id sessionId status }',
      )
      return {
        code: userErrors[0]?.code ?? null,
        userErrors,
        action,
        id: result?.authentication.id as string,
        sessionId: result?.authentication.sessionId as string,
        url: result?.url as string,
      }
    },

    /** @returns the frames that were sent, as they are signed */
    async answer(sessionId: string, act: Acting, as: Credentials = app.key) {
      const frames: ConfirmedFrames[] = []
      const asking = apiClient(app.url, as)
      const wish = { flashes: false }
      await answerChallenge(asking, sessionId, wish, act, wait, (sent) => frames.push(sent))
      return frames
    },

    /** Signs what is told here and submits it; `change`: what is signed instead of what is true. */
    async confirm(
      { id, sessionId, action }: Asked,
      frames: ConfirmedFrames[],
      device: Device,
      {
        change = {},
        as = app.key,
      }: { change?: Partial<Parameters<typeof confirmationText>[0]>; as?: Credentials } = {},
    ) {
      const nonce = await nonceOf(sessionId)
      const text = confirmationText({ authenticationId: id, nonce, action, frames, ...change })
      const input = { sessionId, nonce, signature: device.sign(text) }
      const answer = await apiClient(app.url, as).mutate(
        'faceAuthenticationSubmit',
        input,
        'id status',
      )
      return { ...answer, code: answer.userErrors[0]?.code ?? null, input }
    },

    /** Once it is not being checked any more. */
    outcome: (id: string) =>
      eventually(async () => {
        const found = await look(id)
        const { status } = await api.session(found.sessionId, 'status')
        return status !== 'PROCESSING' && { ...(await look(id)), session: status }
      }, 60),

    look,

    async redeem(authorization: string, action: FaceAction) {
      const shown = { authorization, action }
      const answer = await api.mutate('faceAuthorizationRedeem', shown, 'id status')
      return { ...answer, code: answer.userErrors[0]?.code ?? null }
    },
  }

  async function look(id: string) {
    const { data } = await api.ask(
      `query($id: ID!) { faceAuthentication(id: $id) { id sessionId applicantId status reasons authorization decidedAt redeemedAt
         assurance { device liveness targetFalseMatchRate policyVersion risk } action { kind amount currency payeeHash nonce display } } }`,
      { id },
    )
    return data.faceAuthentication
  }
}
