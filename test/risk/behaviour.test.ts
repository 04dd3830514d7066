import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { eraseApplicant } from '../../src/privacy/erase-applicant'
import {
  automationSigns,
  type Behaviour,
  type FormBehaviour,
  type PageBehaviour,
  shortestStep,
} from '../../src/risk/behaviour'
import { createHistory } from '../../src/risk/history'
import { measureSignals } from '../../src/risk/measure-signals'
import { UNKNOWN } from '../../src/risk/observation'
import { RULES_ONLY, scoreRisk } from '../../src/risk/score-risk'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { applicantOf } from '../support/capture-links'
import { everyRow } from '../support/every-row'
import { assessedSession, riskOf, turnOn } from '../support/risk'

const TYPED: FormBehaviour = {
  ...{ keystrokes: 60, dwellMs: { median: 95, iqr: 30 }, flightMs: { median: 140, iqr: 90 } },
  ...{ hesitationMs: 900, pastes: 0, corrections: 2 },
}
const EVEN = { median: 5, iqr: 0 }
const PROGRAM: FormBehaviour = {
  ...{ keystrokes: 60, dwellMs: EVEN, flightMs: EVEN, hesitationMs: 10, pastes: 1, corrections: 0 },
}
const USED: PageBehaviour = {
  steps: [
    { step: 'CONSENT', seconds: 14 },
    { step: 'DOCUMENT', seconds: 4 },
  ],
  ...{ timesAway: 1, inputs: ['TOUCH'] },
}
const HURRIED: PageBehaviour = { ...USED, steps: [{ step: 'CONSENT', seconds: 0.2 }] }

/** What behaviour adds to the risk by the rules. */
function added(behaviour: Behaviour): number {
  const subject = { sessionId: 'kyc_1', applicantId: 'app_1', atMs: 0, links: [] }
  const rules = { groups: ['BEHAVIOUR'] as const, leastAge: null, mostAge: null }
  const facts = { ...UNKNOWN, behaviour }
  const signals = measureSignals(subject, facts, createHistory(), rules)
  const { contributions } = scoreRisk(signals, RULES_ONLY)
  return contributions.reduce((sum, { contribution }) => sum + contribution, 0)
}

describe('risk: behaviour', () => {
  test('as programs have it adds a little, and never brings anybody to the bar by itself', () => {
    expect(automationSigns(PROGRAM)).toBe(2)
    expect(shortestStep(HURRIED)).toBe(0.2)
    const worst = added({ form: PROGRAM, page: { ...HURRIED, timesAway: 90 } })
    expect(worst).toBeGreaterThan(0.5)
    expect(worst).toBeLessThan(RULES_ONLY.bar - 1)
    expect(added({ form: TYPED, page: USED })).toBe(0)
    expect(added({})).toBe(0)
  })

  test('of whoever dictates, looks at keys on a screen or uses a switch adds nothing: as even as a program, with pauses', () => {
    const aided = fc.record({
      keystrokes: fc.nat(500),
      dwellMs: fc.record({ median: fc.nat(5), iqr: fc.constant(0) }),
      flightMs: fc.record({ median: fc.nat(5000), iqr: fc.nat(5000) }),
      hesitationMs: fc.integer({ min: 200, max: 600_000 }),
      pastes: fc.nat(9),
      corrections: fc.nat(99),
    })
    fc.assert(fc.property(aided, (form) => expect(added({ form })).toBe(0)))
  })

  test('of whoever is slow adds nothing, however slow, on whatever screen', () => {
    const slow = fc.double({ min: 1.5, max: 80_000, noNaN: true })
    fc.assert(
      fc.property(slow, slow, (hesitation, seconds) => {
        const flightMs = { median: hesitation, iqr: 0 }
        const form = { ...TYPED, flightMs, hesitationMs: hesitation + 200 }
        const steps = [{ step: 'FRONT' as const, seconds }]
        expect(added({ form, page: { ...USED, steps } })).toBe(0)
      }),
    )
  })

  test('of whoever goes on by keys, by voice or by a screen reader says nothing of haste', () => {
    for (const inputs of [['KEYBOARD'], [], ['TOUCH', 'KEYBOARD']] as const) {
      const page = { ...HURRIED, inputs: [...inputs] }
      expect(shortestStep(page)).toBeNull()
      expect(added({ page })).toBe(0)
    }
  })

  test('of a form that was filled in by the browser, with no key pressed, says nothing', () => {
    const filled = { ...TYPED, keystrokes: 0, dwellMs: null, flightMs: null, hesitationMs: null }
    expect(automationSigns({ ...filled, pastes: 0, corrections: 0 })).toBeNull()
  })
})

describe('risk: behaviour that is kept', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  })
  afterAll(() => app.close())
  beforeEach(() => turnOn(app, ['BEHAVIOUR']))

  const RECORD =
    'mutation($input: RiskDetailsRecordInput!) { riskDetailsRecord(input: $input) { result { id } } }'
  const session = (shown: Parameters<typeof assessedSession>[2]) =>
    assessedSession(app, app.key, shown)
  const valuesOf = async (sessionId: string) => {
    const { signals } = await riskOf(app, sessionId)
    return Object.fromEntries(
      signals.map(({ name, value }: { name: string; value: number | null }) => [name, value]),
    )
  }
  const refOf = ({ sessionId }: { sessionId: string }) => ({ tenantId: app.tenantId, sessionId })

  test('is refused while the group is off, from the organisation and from the page, which is told', async () => {
    const sessionId = await apiClient(app.url, app.key).newSession()
    const applicant = apiClient(app.url, await applicantOf(app, sessionId))
    expect((await applicant.session(sessionId, 'behaviourMeasured')).behaviourMeasured).toBe(true)
    await turnOn(app, ['CONDUCT'])
    expect((await applicant.session(sessionId, 'behaviourMeasured')).behaviourMeasured).toBe(false)
    const page = await applicant.mutate('pageBehaviourRecord', { sessionId, ...USED })
    expect(page.userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
    const given = { sessionId, behaviour: TYPED }
    const form = await apiClient(app.url, app.key).mutate('riskDetailsRecord', given)
    expect(form.userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
    expect(await app.deps.riskDetails.ofSession(refOf({ sessionId }))).toEqual({})
  })

  test('of form and page is measured, told to reviewers, and encrypted; one does not take the place of the other', async () => {
    const hurried = await session({ behaviour: PROGRAM, page: HURRIED })
    expect(await valuesOf(hurried.sessionId)).toEqual({
      FORM_AUTOMATION: 2,
      SHORTEST_STEP: 0.2,
      TIMES_AWAY: 1,
    })
    expect(hurried.check.reasons.map(({ code }) => code)).toContain('RISK_BEHAVIOUR_UNUSUAL')
    expect(hurried.check.score).toBeGreaterThan(0.5)
    const details = await app.deps.riskDetails.ofSession(refOf(hurried))
    expect(details).toEqual({ FORM: PROGRAM, PAGE: HURRIED })
    expect(await everyRow(app.config.DATABASE_URL)).not.toMatch(/hesitationMs|timesAway/)
    const usual = await session({ behaviour: TYPED, page: USED })
    expect(usual.check.reasons).toEqual([])
    expect(await valuesOf(usual.sessionId)).toMatchObject({ FORM_AUTOMATION: 0, SHORTEST_STEP: 4 })
  })

  test.each([
    ['keystrokes', -1],
    ['keystrokes', 100_001],
    ['hesitationMs', 3_600_001],
    ['dwellMs', { median: -1, iqr: 0 }],
    ['flightMs', { median: 1, iqr: 3_600_001 }],
  ])('with a number that nobody can have is refused: %s %p', async (name, value) => {
    const api = apiClient(app.url, app.key)
    const sessionId = await api.newSession()
    const behaviour = { ...TYPED, [name]: value }
    const { errors } = await api.ask(RECORD, { input: { sessionId, behaviour } })
    expect(errors?.[0].extensions.code).toBe('BAD_USER_INPUT')
    expect(await app.deps.riskDetails.ofSession(refOf({ sessionId }))).toEqual({})
  })

  test('has no place for text', async () => {
    const api = apiClient(app.url, app.key)
    const sessionId = await api.newSession()
    const behaviour = { ...TYPED, text: 'what was typed' }
    const { errors } = await api.ask(RECORD, { input: { sessionId, behaviour } })
    expect(errors?.[0].message).toContain('"text" is not defined')
  })

  test('is in the export of the applicant, and gone with them', async () => {
    const { applicantId, sessionId } = await session({ behaviour: PROGRAM, page: HURRIED })
    const headers = { authorization: `Bearer ${app.key}` }
    const answer = await fetch(`${app.url}/applicants/${applicantId}/export`, { headers })
    const { sessions } = (await answer.json()) as { sessions: { risk: { details: object } }[] }
    expect(sessions[0]?.risk.details).toEqual({ FORM: PROGRAM, PAGE: HURRIED })
    await eraseApplicant(app.deps, { tenantId: app.tenantId, applicantId }, 'test')
    expect(await app.deps.riskDetails.ofSession(refOf({ sessionId }))).toEqual({})
    expect(await app.deps.risk.assessment(refOf({ sessionId }))).toBeNull()
  })

  test('is gone with the group, in the numbers and in what they said', async () => {
    await turnOn(app, ['BEHAVIOUR', 'CONDUCT'])
    const { sessionId } = await session({ behaviour: PROGRAM, page: HURRIED })
    const before = (await riskOf(app, sessionId)).risk
    await turnOn(app, ['CONDUCT'])
    expect(await app.deps.riskDetails.ofSession(refOf({ sessionId }))).toEqual({})
    const assessed = await app.deps.risk.assessment(refOf({ sessionId }))
    const names = assessed?.signals.map(({ name }) => name) ?? []
    expect(names).toEqual(['INJECTION_HINTS', 'SECONDS_TO_COMPLETE', 'ATTEMPTS'])
    expect((await riskOf(app, sessionId)).risk).toBeLessThan(before)
  })
})
