import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { labelOfReview } from '../../src/learning/review-label'
import { askForCandidate, trainCandidate } from '../../src/learning/train-candidate'
import { openDatabase } from '../../src/storage/database'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { newMember } from '../support/members'
import { hastyFraud, pastSessions } from '../support/past-sessions'

jest.setTimeout(120_000)

let app: TestApp
let [ann, bob] = [] as unknown as [ReturnType<typeof apiClient>, ReturnType<typeof apiClient>]

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  const person = async () => {
    const { cookie } = await newMember(app, app.tenantId, ['ADMIN', 'REVIEWER'])
    return apiClient(app.url, { cookie })
  }
  ;[ann, bob] = [await person(), await person()]
  await learn(false)
  await pastSessions(app, hastyFraud(420))
})
afterAll(() => app.close())

const learn = (learnFromReviews: boolean) =>
  ann.mutate('riskSettingsUpdate', { groups: ['CONDUCT'], learnFromReviews }, 'learnFromReviews')

/** A session of long ago that waits for a person; it is decided today. */
async function waiting() {
  const { sessionId, caseId } = await referredSession(app)
  const db = openDatabase(app.config.DATABASE_URL, 1)
  const { tenantId } = app
  const of = { tenantId, sessionId, epoch: 1, risk: 0.9, model: 'rules-1' }
  const signals = [{ name: 'SECONDS_TO_COMPLETE', value: 5, windowMs: null, evidence: [] }]
  await db.riskAssessment.create({ data: { ...of, signals, at: new Date(0) } })
  await db.$disconnect()
  return { sessionId, caseId }
}

async function decided(outcome: string, reasonCodes: string[] = []) {
  const { sessionId, caseId } = await waiting()
  await ann.mutate('reviewCaseTake', { caseId })
  const { userErrors } = await ann.mutate('reviewCaseDecide', { caseId, outcome, reasonCodes })
  expect(userErrors).toEqual([])
  return { sessionId, caseId }
}

async function sources() {
  const by = { tenantId: app.tenantId, id: 'test' }
  const { id } = await askForCandidate(app.deps, by, { load: 0.2, seed: 1, here: true })
  const ref = { tenantId: app.tenantId, candidateId: id }
  await trainCandidate(app.deps, ref)
  return (await app.deps.candidates.get(ref)).effect?.trainedOn.bySource
}

describe('loop: what reviewers decide', () => {
  test('is learned from only where that is on; a label of the organisation’s own counts over it', async () => {
    const rejected = await decided('REJECT', ['FACE_MISMATCH'])
    await decided('APPROVE')
    await decided('REJECT', ['IMAGE_BLURRED'])
    await decided('REJECT', ['RISK_CONNECTED'])
    expect((await sources())?.REVIEWER).toBe(0)
    expect((await learn(true)).result).toEqual({ learnFromReviews: true })
    const on = await sources()
    // Neither the blurred photograph nor the rejection for what a model had said is among them.
    expect(on).toMatchObject({ REVIEWER: 2, BLIND_REVIEW: 0 })
    await ann.mutate('labelCreate', { sessionId: rejected.sessionId, label: 'LEGITIMATE' })
    expect(await sources()).toEqual({ ...on, API: (on?.API ?? 0) + 1, REVIEWER: 1 })
  })

  test('counts for more where a second reviewer agrees who did not know, and for nothing where they differ', async () => {
    await learn(true)
    await apiClient(app.url, app.key).mutate('organizationUpdate', { secondReviewPercent: 100 })
    const REVIEWER = (await sources())?.REVIEWER
    const blindly = async (outcome: string, reasonCodes: string[]) => {
      const { caseId } = await decided('REJECT', ['TAMPER_SUSPECTED'])
      const taken = await bob.mutate('secondReviewTake', {})
      expect(taken.result.id).toBe(caseId)
      const said = { caseId, outcome, reasonCodes }
      expect((await bob.mutate('secondReviewDecide', said)).userErrors).toEqual([])
    }
    await blindly('REJECT', ['FACE_MISMATCH'])
    expect(await sources()).toMatchObject({ REVIEWER, BLIND_REVIEW: 1 })
    await blindly('APPROVE', [])
    expect(await sources()).toMatchObject({ REVIEWER, BLIND_REVIEW: 1 })
  })

  test('says nothing where a picture was asked for again, or a document had expired', () => {
    expect(labelOfReview({ outcome: 'RETAKE', reasons: ['FACE_MISMATCH'] }, null)).toBeNull()
    expect(labelOfReview({ outcome: 'REJECT', reasons: ['DOCUMENT_EXPIRED'] }, null)).toBeNull()
    const approved = { outcome: 'APPROVE', reasons: [] }
    expect(labelOfReview(approved, null)).toEqual({ fraud: false, source: 'REVIEWER' })
  })
})
