import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { createImages } from '../../src/inference/images'
import { compareReplay } from '../../src/sessions/compare-replay'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { answerChallenge, jpegs } from '../support/challenge-client'
import { filmStep, person } from '../support/live-burst'
import { newMember } from '../support/members'
import { passportOf } from '../support/passport'
import { turnOn } from '../support/risk'

jest.setTimeout(240_000)

let app: TestApp
let api: ReturnType<typeof apiClient>
let genuine: DemoCase
let [ann, ben] = [{ cookie: '' }, { cookie: '' }]
let ahead = 0

beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'])
  const start = Date.now()
  app.deps.now = () => new Date(start + ahead) // of a challenge only the film's time goes by
  api = apiClient(app.url, app.key)
  ;[genuine] = (await demoCases(new Date())) as [DemoCase]
  ann = await newMember(app, app.tenantId, ['ADMIN'])
  ben = await newMember(app, app.tenantId, ['ADMIN'])
  await turnOn(app, ['CONDUCT'])
}, 120_000)
afterAll(() => app.close())

const rule = (name: string, outcome: string, when = 'document.country == "UTO"') => {
  return { name, when, outcome, text: `says ${name}` }
}

async function publish(...rules: object[]) {
  const drafted = await apiClient(app.url, ann).mutate(
    'policyDraft',
    { definition: { rules } },
    'id sha256',
  )
  const { userErrors } = await apiClient(app.url, ben).mutate('policyPublish', drafted.result)
  expect(userErrors).toEqual([])
}

async function newSession(front = genuine.document, selfie = genuine.selfie): Promise<string> {
  const id = await api.newSession()
  await api.upload(id, 'DOCUMENT_FRONT', front)
  await api.upload(id, 'SELFIE', selfie)
  return id
}

async function decided(sessionId: string) {
  const { userErrors } = await api.mutate('kycSessionSubmit', { sessionId })
  expect(userErrors).toEqual([])
  return eventually(async () => {
    const seen = await api.session(
      sessionId,
      `status retakeKind advice { code kind }
       decision { outcome reasons { code userMessage internalMessage evidence { field measured } } }`,
    )
    return seen.status !== 'PROCESSING' && seen
  }, 120)
}

const replayed = (sessionId: string) =>
  compareReplay(app.deps, { tenantId: app.tenantId, sessionId })

async function explained(sessionId: string) {
  const query = `query($id: [ID!]) { reviewCases(first: 1, filter: { sessionId: $id }) { nodes { explanation {
    outcome rules { reason { code evidence { field measured } } ifNotHeld { outcome against } } } } } }`
  const { data } = await apiClient(app.url, ann).ask(query, { id: [sessionId] })
  return data.reviewCases.nodes[0].explanation
}

const ASKED_BEFORE = 'one more capture was asked for before'

describe('policy: step-up', () => {
  let reviewed: string

  test('a rule on a country asks for a challenge; with it given the session is approved', async () => {
    await publish(rule('utopia-live', 'ASK_LIVENESS'))
    const anna = await person('anna')
    const photo = await createImages().encode(anna.photo)
    const id = await newSession(await passportOf(anna, 'phone'), photo)
    const asked = await decided(id)
    expect(asked).toEqual({
      ...{ status: 'AWAITING_CAPTURE', retakeKind: 'LIVENESS' },
      advice: [{ code: 'ONE_MORE_STEP', kind: 'LIVENESS' }],
      decision: {
        outcome: 'RETAKE',
        reasons: [
          {
            code: 'STEP_UP_ASKED',
            userMessage: 'We need one more thing from you.',
            internalMessage: 'says utopia-live',
            evidence: { field: 'utopia-live', measured: null },
          },
        ],
      },
    })
    expect(await replayed(id)).toEqual([])
    const refused = await api.mutate('kycSessionSubmit', { sessionId: id })
    expect(refused.userErrors).toMatchObject([{ code: 'CAPTURE_MISSING' }])

    let seed = 100
    await answerChallenge(
      api,
      id,
      { flashes: false },
      (step) => jpegs(filmStep(anna, step, seed++)),
      (ms) => {
        ahead += ms
      },
    )
    const given = await decided(id)
    expect(given.decision.reasons).toEqual([])
    expect(given).toMatchObject({ status: 'APPROVED', retakeKind: null, advice: [] })
    expect(await replayed(id)).toEqual([])
  })

  test('a rule on a risk asks for the other side, once: a second wish goes to a person, who is told of both', async () => {
    await publish(
      rule('risky-back', 'ASK_DOCUMENT_BACK', 'checks.RISK.score < 1.0'),
      rule('utopia-live', 'ASK_LIVENESS'),
    )
    const id = await newSession()
    const asked = await decided(id)
    expect(asked).toMatchObject({ status: 'AWAITING_CAPTURE', retakeKind: 'DOCUMENT_BACK' })
    expect(asked.decision.reasons).toMatchObject([
      { code: 'STEP_UP_ASKED', evidence: { field: 'risky-back' } },
    ])
    await api.upload(id, 'DOCUMENT_BACK', genuine.document)
    const { status, decision } = await decided(id)
    expect([status, decision.outcome]).toEqual(['IN_REVIEW', 'IN_REVIEW'])
    const evidence = { field: 'utopia-live', measured: ASKED_BEFORE }
    expect(decision.reasons).toMatchObject([{ code: 'POLICY_RULE', evidence }])
    expect(await replayed(id)).toEqual([])
    const { rules } = await explained(id)
    expect(rules).toEqual([
      {
        reason: { code: 'POLICY_RULE', evidence },
        ifNotHeld: { outcome: 'APPROVED', against: [] },
      },
      {
        reason: { code: 'STEP_UP_ASKED', evidence: { field: 'risky-back', measured: null } },
        ifNotHeld: { outcome: 'RETAKE', against: ['STEP_UP_ASKED utopia-live'] },
      },
    ])
    reviewed = id
  })

  test('a dry run says who would be asked, by which rule, and who not again', async () => {
    await publish()
    const approved = await newSession()
    expect((await decided(approved)).status).toBe('APPROVED')
    const range = { from: '2020-01-01T00:00:00Z', before: '2100-01-01T00:00:00Z' }
    const definition = { rules: [rule('look-live', 'ASK_LIVENESS')] }
    const { result } = await apiClient(app.url, ann).mutate(
      'policyDryRun',
      { ...range, definition },
      'sessions changed outcomes { before after examples } reasons { code rule after examples }',
    )
    expect(result).toMatchObject({ sessions: 3, changed: 1 })
    expect(result.outcomes).toEqual(
      expect.arrayContaining([
        { before: 'APPROVED', after: 'RETAKE', examples: [approved] },
        { before: 'APPROVED', after: 'APPROVED', examples: [expect.any(String)] }, // the challenge is there
        { before: 'IN_REVIEW', after: 'IN_REVIEW', examples: [reviewed] },
      ]),
    )
    expect(result.reasons).toEqual(
      expect.arrayContaining([
        { code: 'STEP_UP_ASKED', rule: 'look-live', after: 1, examples: [approved] },
        { code: 'POLICY_RULE', rule: 'look-live', after: 1, examples: [reviewed] },
      ]),
    )
  })
})
