import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { type Frame, fileOf, hashOf, ISSUE, submission } from '../support/challenge-client'
import { photo } from '../support/images'

let app: TestApp
let api: ReturnType<typeof apiClient>
let ahead = 0
let picture: Uint8Array
let seed = 0

beforeAll(async () => {
  app = await startTestApp([])
  app.deps.now = () => new Date(Date.now() + ahead)
  api = apiClient(app.url, app.key)
})
beforeEach(async () => {
  seed += 1
  picture = await photo(320, 240, seed)
})
afterAll(() => app.close())

/** As many pictures as the step takes; what they show is of no account here. */
function frames(count = 18): Frame[] {
  return Array.from({ length: count }, (_, at) => ({ atMs: 100 * at, bytes: picture }))
}

async function begun(input: object = { flashes: true }) {
  const sessionId = await api.newSession()
  const { result } = await api.mutate('livenessChallengeStart', { sessionId, ...input }, ISSUE)
  ahead += 3000
  return { sessionId, ...result, captureId: result.capture.id }
}

async function refusal(name: string, input: object) {
  const { result, userErrors } = await api.mutate(name, input, ISSUE)
  const [error] = userErrors
  if (result !== null || error === undefined) throw new Error(`${name} was not refused.`)
  return error
}

describe('a liveness challenge', () => {
  test('tells one step at a time, and what it takes', async () => {
    const { challenge, step, capture, uploadUrl, sessionId } = await begun()
    expect(challenge).toMatchObject({ state: 'OPEN', number: 1, stepCount: 4, stepsSubmitted: 0 })
    expect(challenge.bits).toBeGreaterThan(28)
    expect(capture).toMatchObject({ kind: 'LIVENESS', status: 'AWAITING_UPLOAD' })
    expect(uploadUrl).toContain(capture.id)
    expect(step.kind === 'COLOURS').toBe(step.colours !== null)
    const { livenessChallenges, captures } = await api.session(
      sessionId,
      'livenessChallenges { id state stepsSubmitted } captures { id }',
    )
    expect(livenessChallenges).toEqual([{ id: challenge.id, state: 'OPEN', stepsSubmitted: 0 }])
    expect(captures).toEqual([{ id: capture.id }])
    const steps = [JSON.stringify(step)]
    while (steps.length < 8) steps.push(JSON.stringify((await begun()).step))
    expect(new Set(steps).size).toBeGreaterThan(1) // one of six gestures each time: once in more than a million times
  })

  test('without flashes shows no colours, and with more time has later deadlines', async () => {
    const { challenge, step } = await begun({ flashes: false, moreTime: true })
    expect(challenge).toMatchObject({ flashes: false, moreTime: true, stepCount: 5 })
    expect(step).toMatchObject({ colours: null, deadlineMs: 16_000 })
  })

  test('gives the next step for the frames of this one, before they are uploaded', async () => {
    const { captureId, uploadUrl } = await begun()
    const input = submission(captureId, frames())
    const { result } = await api.mutate('livenessStepSubmit', input, ISSUE)
    expect(result.challenge.stepsSubmitted).toBe(1)
    expect(result.capture.id).not.toBe(captureId)

    const again = await api.mutate('livenessStepSubmit', input, ISSUE)
    expect(again.result.capture.id).toBe(result.capture.id)
    expect(again.result.step).toEqual(result.step)
    const other = { ...input, sha256: hashOf(picture) }
    expect((await refusal('livenessStepSubmit', other)).code).toBe('CONFLICT')

    const half = fileOf(frames()).subarray(0, 1000)
    expect((await api.put(uploadUrl, half)).status).toBe(400)
    expect((await api.put(uploadUrl, fileOf(frames()))).status).toBe(201)
    const complete = { captureId, sha256: input.sha256 }
    expect((await api.mutate('captureComplete', complete, 'status')).result.status).toBe('READY')
  })

  test('also takes frames that were uploaded first, if they are those submitted', async () => {
    const { captureId, uploadUrl } = await begun()
    await api.put(uploadUrl, fileOf(frames()))
    const early = { captureId, sha256: hashOf(fileOf(frames())) }
    expect((await api.mutate('captureComplete', early)).userErrors[0]?.code).toBe('CONFLICT')
    const other = submission(captureId, frames(19))
    expect((await refusal('livenessStepSubmit', other)).code).toBe('SHA256_MISMATCH')
    const { userErrors } = await api.mutate(
      'livenessStepSubmit',
      submission(captureId, frames()),
      ISSUE,
    )
    expect(userErrors).toEqual([])
    expect((await api.mutate('captureComplete', early, 'status')).result.status).toBe('READY')
  })

  test('refuses the very frames that another step, or another challenge, was answered with', async () => {
    const first = await begun()
    const replayed = frames()
    const input = submission(first.captureId, replayed)
    const { result } = await api.mutate('livenessStepSubmit', input, ISSUE)
    await api.put(first.uploadUrl, fileOf(replayed))
    for (const captureId of [result.capture.id, (await begun()).captureId]) {
      ahead += 3000
      const error = await refusal('livenessStepSubmit', { ...input, captureId })
      expect(error).toMatchObject({ code: 'CONFLICT', field: 'sha256' })
    }
  })

  test('is over when a step comes too late by the clock of the server', async () => {
    const { captureId, step, sessionId } = await begun()
    ahead += step.deadlineMs + 8000
    const late = await refusal('livenessStepSubmit', submission(captureId, frames()))
    expect(late).toMatchObject({ code: 'EXPIRED', field: 'captureId' })
    const { livenessChallenges } = await api.session(sessionId, 'livenessChallenges { state }')
    expect(livenessChallenges).toEqual([{ state: 'EXPIRED' }])
  })

  type Change = (frame: Frame, at: number) => Frame
  test.each<[string, number, Change]>([
    ['too few frames', 3, (frame) => frame],
    ['too many frames', 61, (frame) => frame],
    ['times that go back', 18, (frame, at) => ({ ...frame, atMs: 1800 - 100 * at })],
    ['times past the deadline', 18, (frame, at) => ({ ...frame, atMs: 1000 * at })],
    ['times in the future', 18, (frame, at) => ({ ...frame, atMs: 5000 + at })],
    ['more than 10 MB', 18, (frame) => ({ ...frame, bytes: new Uint8Array(600_000) })],
    ['an empty frame', 18, (frame) => ({ ...frame, bytes: new Uint8Array() })],
  ])('refuses %s, and the step can be submitted again', async (_, count, change) => {
    const { captureId } = await begun()
    const wrong = submission(captureId, frames(count).map(change))
    expect(await refusal('livenessStepSubmit', wrong)).toMatchObject({
      code: 'INVALID',
      field: 'frames',
    })
    const right = submission(captureId, frames())
    expect((await api.mutate('livenessStepSubmit', right, ISSUE)).userErrors).toEqual([])
  })

  test('refuses files that are no images, or whose lengths do not add up', async () => {
    for (const [number, change] of [
      (input: ReturnType<typeof submission>) => input,
      (input: ReturnType<typeof submission>) => ({ ...input, frames: input.frames.slice(0, -1) }),
    ].entries()) {
      const { captureId, uploadUrl } = await begun()
      const odd = frames(19).map((frame, at) =>
        at === 7 ? { ...frame, bytes: Buffer.from(`no image ${number}`) } : frame,
      )
      const input = change(submission(captureId, odd))
      await api.mutate('livenessStepSubmit', input, ISSUE)
      await api.put(uploadUrl, fileOf(odd))
      const { userErrors } = await api.mutate('captureComplete', {
        captureId,
        sha256: input.sha256,
      })
      expect(userErrors[0]?.code).toMatch(/^IMAGE_/)
    }
  })

  test('takes no ordinary upload, and no capture of another kind is a step', async () => {
    const sessionId = await api.newSession()
    const announced = await api.mutate(
      'captureUploadCreate',
      { sessionId, kind: 'LIVENESS' },
      'uploadUrl',
    )
    expect(announced.userErrors[0]).toMatchObject({ code: 'INVALID', field: 'kind' })
    const { captureId } = await api.announce(sessionId, 'SELFIE')
    const error = await refusal('livenessStepSubmit', submission(captureId, frames()))
    expect(error).toMatchObject({ code: 'INVALID', field: 'captureId' })
  })

  test('belongs to one organisation', async () => {
    const { captureId, challenge } = await begun()
    const stranger = apiClient(app.url, await anotherKey(app))
    const input = submission(captureId, frames())
    const { userErrors } = await stranger.mutate('livenessStepSubmit', input, ISSUE)
    expect(userErrors[0]?.code).toBe('NOT_FOUND')
    const node = 'query($id: ID!) { node(id: $id) { id __typename } }'
    expect((await stranger.ask(node, { id: challenge.id })).data.node).toBeNull()
    expect((await api.ask(node, { id: challenge.id })).data.node).toEqual({
      id: challenge.id,
      __typename: 'LivenessChallenge',
    })
  })
})

describe('attempts', () => {
  const start = (sessionId: string) =>
    api.mutate('livenessChallengeStart', { sessionId, flashes: true }, ISSUE)

  test('a session has five challenges', async () => {
    const sessionId = await api.newSession()
    for (const number of [1, 2, 3, 4, 5]) {
      expect((await start(sessionId)).result.challenge.number).toBe(number)
      ahead += 3_600_001
    }
    expect((await start(sessionId)).userErrors[0]?.code).toBe('TOO_MANY_ATTEMPTS')
  })

  test('an applicant has five an hour, whatever the session, also when asked for all at once', async () => {
    const applicant = (await api.mutate('applicantCreate', {})).result.id
    const sessions = await Promise.all(
      Array.from(
        { length: 8 },
        async () => (await api.mutate('kycSessionCreate', { applicantId: applicant })).result.id,
      ),
    )
    const answers = await Promise.all(sessions.map(start))
    expect(answers.filter(({ result }) => result !== null)).toHaveLength(5)
    const refused = answers.flatMap(({ userErrors }) => userErrors)
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill('TOO_MANY_ATTEMPTS'))
    expect(refused[0]?.message).toMatch(/Try again after 20\d\d-/)
    ahead += 3_600_001
    expect((await start(sessions[0] ?? '')).userErrors).toEqual([])
  })

  test('submissions count as well', async () => {
    const applicantId = (await api.mutate('applicantCreate', {})).result.id
    const submit = async () => {
      const sessionId = (await api.mutate('kycSessionCreate', { applicantId })).result.id
      for (const kind of ['DOCUMENT_FRONT', 'SELFIE']) await api.upload(sessionId, kind, picture)
      return api.mutate('kycSessionSubmit', { sessionId }, 'status')
    }
    for (let count = 0; count < 5; count += 1)
      expect((await submit()).result?.status).toBe('PROCESSING')
    expect((await submit()).userErrors[0]?.code).toBe('TOO_MANY_ATTEMPTS')
    ahead += 3_600_001
    expect((await submit()).userErrors).toEqual([])
  })
})
