import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CHECK_NAMES, type CheckName } from '../../src/decision/check-result'
import { barOf, DEFAULT_POLICY } from '../../src/decision/policy'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { newMember } from '../support/members'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
})
afterAll(() => app.close())

/** All is well but this. */
function factsWith(check: CheckName, score: number) {
  const checks = CHECK_NAMES.map((each) => ({
    check: each,
    score: each === check ? score : barOf(DEFAULT_POLICY, each).pass,
    codes: [],
  }))
  return { checks, reasons: [], lastAttempt: false }
}

const QUERY = `query($id: ID!) { reviewCase(id: $id) {
  counterfactuals { check score needed unit outcome } } }`
const asked = async (role: 'REVIEWER' | 'AUDITOR', id: string) => {
  const { cookie } = await newMember(app, app.tenantId, [role])
  return apiClient(app.url, { cookie }).ask(QUERY, { id })
}

describe('review: what it would have taken', () => {
  test('is told to who decides cases, and to nobody else', async () => {
    const { caseId } = await referredSession(app, app.key, { facts: factsWith('FACE_MATCH', 3) })
    const { data } = await asked('REVIEWER', caseId)
    expect(data.reviewCase.counterfactuals).toEqual([
      {
        ...{ check: 'FACE_MATCH', score: 3, needed: 4, outcome: 'APPROVED' },
        unit: expect.stringContaining('share of strangers'),
      },
    ])
    expect((await asked('AUDITOR', caseId)).errors?.[0].extensions.code).toBe('FORBIDDEN')
  })

  test('goes by the policy that decided, not by the one in force', async () => {
    const author = await newMember(app, app.tenantId, ['ADMIN'])
    const drafted = await apiClient(app.url, author).mutate('policyDraft', {
      definition: { targetFalseMatchRate: 5e-5 },
    })
    const facts = factsWith('FACE_MATCH', 4.2)
    const { caseId } = await referredSession(app, app.key, { facts, policyId: drafted.result.id })
    const { data } = await asked('REVIEWER', caseId)
    expect(data.reviewCase.counterfactuals).toMatchObject([{ check: 'FACE_MATCH', score: 4.2 }])
    expect(data.reviewCase.counterfactuals[0].needed).toBeCloseTo(-Math.log10(5e-5))
  })

  test('is none where it was not kept', async () => {
    const { caseId } = await referredSession(app)
    expect((await asked('REVIEWER', caseId)).data.reviewCase.counterfactuals).toEqual([])
  })
})
