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

/** The same as it is kept of a check that failed. */
function found(name: CheckName, score: number): Parameters<typeof referredSession>[2] & object {
  const check = { name, outcome: 'FAIL' as const, score, reasons: [], durationMs: 1 }
  return { facts: factsWith(name, score), checks: [check] }
}

const QUERY = `query($id: ID!) { reviewCase(id: $id) {
  explanation { outcome checks { check score needed unit ifPassed { outcome against } } } } }`
const asked = async (role: 'REVIEWER' | 'AUDITOR', id: string) => {
  const { cookie } = await newMember(app, app.tenantId, [role])
  return apiClient(app.url, { cookie }).ask(QUERY, { id })
}

describe('review: what it would have taken', () => {
  test('is told to who decides cases, and to nobody else', async () => {
    const { caseId } = await referredSession(app, app.key, found('FACE_MATCH', 3))
    const { data } = await asked('REVIEWER', caseId)
    expect(data.reviewCase.explanation).toEqual({
      outcome: 'IN_REVIEW',
      checks: [
        {
          ...{ check: 'FACE_MATCH', score: 3, needed: 4 },
          unit: expect.stringContaining('share of strangers'),
          ifPassed: { outcome: 'APPROVED', against: [] },
        },
      ],
    })
    expect((await asked('AUDITOR', caseId)).errors?.[0].extensions.code).toBe('FORBIDDEN')
  })

  test('goes by the policy that decided, not by the one in force', async () => {
    const author = await newMember(app, app.tenantId, ['ADMIN'])
    const drafted = await apiClient(app.url, author).mutate('policyDraft', {
      definition: { targetFalseMatchRate: 5e-5 },
    })
    const own = { ...found('FACE_MATCH', 4.2), policyId: drafted.result.id }
    const { caseId } = await referredSession(app, app.key, own)
    const { data } = await asked('REVIEWER', caseId)
    const [check] = data.reviewCase.explanation.checks
    expect(check).toMatchObject({
      check: 'FACE_MATCH',
      score: 4.2,
      ifPassed: { outcome: 'APPROVED' },
    })
    expect(check.needed).toBeCloseTo(-Math.log10(5e-5))
  })

  test('is not told where it was not kept, nor where something else decided', async () => {
    const { checks = [] } = found('FACE_MATCH', 3)
    const approved = factsWith('FACE_MATCH', 6)
    for (const given of [{ checks }, { checks, facts: approved }]) {
      const { caseId } = await referredSession(app, app.key, given)
      const { data } = await asked('REVIEWER', caseId)
      expect(data.reviewCase.explanation.checks).toMatchObject([{ score: 3, ifPassed: null }])
    }
  })
})
