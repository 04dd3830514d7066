import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { createImages } from '../../src/inference/images'
import type { Step } from '../../src/liveness/challenge'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { seeded, withNoise } from '../support/camera'
import { answerChallenge, type Frame, jpegs } from '../support/challenge-client'
import { filmStep, person } from '../support/live-burst'
import { passportOf } from '../support/passport'
import type { Puppet } from '../support/turned-face'

// The whole way over the API, with photographs re-rendered in space as the applicant before the camera.
jest.setTimeout(240_000)

let app: TestApp
let api: ReturnType<typeof apiClient>
let anna: Puppet
let passport: Uint8Array
let passportOfAnother: Uint8Array
let ahead = 0

beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'])
  // Only the film's time goes by: how long its frames take to draw is of no account.
  const start = Date.now()
  app.deps.now = () => new Date(start + ahead)
  api = apiClient(app.url, app.key)
  anna = await person('anna')
  passport = await passportOf(anna, 'phone')
  passportOfAnother = await passportOf(await person('berta'), 'phone')
})
afterAll(() => app.close())

const wait = (ms: number) => {
  ahead += ms
}

async function newSession(document: Uint8Array, input: object = {}): Promise<string> {
  const applicant = await api.mutate('applicantCreate', {})
  const session = { applicantId: applicant.result.id, ...input }
  const { result } = await api.mutate('kycSessionCreate', session)
  const { complete } = await api.upload(result.id, 'DOCUMENT_FRONT', document)
  expect(complete.userErrors).toEqual([])
  return result.id
}

function acting(doll: Puppet, firstSeed: number) {
  let seed = firstSeed
  return (step: Step): Promise<Frame[]> => jpegs(filmStep(doll, step, seed++))
}

/** Until the worker has opened what came sealed. */
const opened = (sessionId: string) =>
  eventually(async () => {
    const { captures } = await api.session(sessionId, 'captures { status }')
    return captures.every(({ status }: { status: string }) => status !== 'OPENING')
  }, 60)

async function decided(sessionId: string) {
  const { userErrors } = await api.mutate('kycSessionSubmit', { sessionId })
  expect(userErrors).toEqual([])
  const session = await eventually(async () => {
    const seen = await api.session(
      sessionId,
      `status decision { outcome epoch reasons { code } inputs { captureId kind sha256 } timings { step durationMs } }
       checks { name outcome reasons { code evidence { field captureId measured limit } } }
       captures { id kind status imageSha256 } livenessChallenges { state number flashes moreTime stepCount stepsSubmitted }`,
    )
    return seen.status !== 'PROCESSING' && seen
  }, 120)
  const codes = session.decision.reasons.map(({ code }: { code: string }) => code)
  return { ...session, codes }
}

function check(session: { checks: { name: string }[] }, name: string) {
  return session.checks.find((each) => each.name === name)
}

describe('a liveness challenge', () => {
  test('that the person of the document answers is approved, and no selfie is needed', async () => {
    const id = await newSession(passport, { livenessRequired: true })
    const refused = await api.mutate('kycSessionSubmit', { sessionId: id })
    expect(refused.userErrors).toEqual([
      {
        code: 'CAPTURE_MISSING',
        field: 'sessionId',
        message: 'Still needed, uploaded and completed: LIVENESS.',
      },
    ])
    const kinds = await answerChallenge(
      api,
      id,
      { flashes: true, sealed: true },
      acting(anna, 100),
      wait,
    )
    expect(kinds).toHaveLength(4)
    expect(kinds).toContain('COLOURS')
    await opened(id)
    const session = await decided(id)
    expect(session.codes).toEqual([])
    expect(session.status).toBe('APPROVED')
    expect(check(session, 'ACTIVE_LIVENESS')).toMatchObject({ outcome: 'PASS' })
    expect(check(session, 'FACE_MATCH')).toMatchObject({ outcome: 'PASS' })
    expect(session.livenessChallenges).toEqual([
      {
        state: 'ANSWERED',
        number: 1,
        flashes: true,
        moreTime: false,
        stepCount: 4,
        stepsSubmitted: 4,
      },
    ])
    const kept = session.captures.map((capture: { imageSha256: string }) => capture.imageSha256)
    expect(session.decision.inputs.map(({ sha256 }: { sha256: string }) => sha256)).toEqual(kept)
    expect(kept).toHaveLength(5)
  })

  test('that somebody else than the person of the document answers goes to a person, because of the face', async () => {
    const id = await newSession(passportOfAnother)
    await answerChallenge(
      api,
      id,
      { flashes: false, moreTime: true, cameraLabel: 'OBS Virtual Camera' },
      acting(anna, 200),
      wait,
    )
    // A selfie of the right person does not count: only the frames are known to be live.
    await api.upload(id, 'SELFIE', await createImages().encode((await person('berta')).photo))
    const session = await decided(id)
    expect(session.status).toBe('IN_REVIEW')
    expect(session.codes).toContain('FACE_MISMATCH')
    expect(session.livenessChallenges[0]).toMatchObject({ flashes: false, moreTime: true })
    expect(check(session, 'ACTIVE_LIVENESS')).toMatchObject({
      outcome: 'PASS',
      reasons: [{ code: 'INJECTION_HINT', evidence: { field: 'VIRTUAL_CAMERA', measured: 'obs' } }],
    })
  })

  test('that a photograph answers may be tried again five times; then a person looks', async () => {
    const id = await newSession(passport, { livenessRequired: true })
    let seed = 300
    const still = async (step: Step): Promise<Frame[]> => {
      seed += 1
      const random = seeded(seed)
      const interval = step.kind === 'COLOURS' ? 250 : 100
      const count = step.kind === 'COLOURS' ? 18 : 10
      const film = Array.from({ length: count }, (_, at) => ({
        atMs: interval * at + 50,
        image: withNoise(anna.photo, 1.5, random),
      }))
      return jpegs(film)
    }
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await answerChallenge(api, id, { flashes: false }, still, wait)
      if (attempt !== 1 && attempt !== 5) continue
      const session = await decided(id)
      expect(session.codes).toContain('LIVENESS_STEP_NOT_DONE')
      expect(session.status).toBe(attempt === 5 ? 'IN_REVIEW' : 'AWAITING_CAPTURE')
      expect(session.codes.includes('ATTEMPTS_EXHAUSTED')).toBe(attempt === 5)
      const failed = check(session, 'ACTIVE_LIVENESS') as unknown as {
        reasons: { code: string; evidence: object }[]
      }
      for (const { code, evidence } of failed.reasons)
        if (code.startsWith('LIVENESS_'))
          expect(evidence).toMatchObject({ measured: null, limit: null })
      if (attempt === 5) return
    }
  })
})
