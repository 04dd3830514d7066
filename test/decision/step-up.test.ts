import { describe, expect, test } from '@jest/globals'
import { CHECK_NAMES, type CheckName, type CheckResult } from '../../src/decision/check-result'
import { ifCheckPassed } from '../../src/decision/counterfactual'
import { decide } from '../../src/decision/decide'
import { factsOf } from '../../src/decision/facts'
import { barOf, DEFAULT_POLICY, type Policy } from '../../src/decision/policy'
import type { Rule } from '../../src/decision/rules'
import { FIRST_TURN } from '../../src/decision/step-up'

const ORIGIN = { country: 'NGA', documentType: 'PASSPORT' } as const

/** All is well, with neither a challenge nor a back, save what is given. */
function found(scores: Partial<Record<CheckName, number>> = {}): CheckResult[] {
  const absent: CheckName[] = ['ACTIVE_LIVENESS', 'SIDES_BELONG']
  return CHECK_NAMES.map((check) => {
    const well = absent.includes(check) ? null : barOf(DEFAULT_POLICY, check).pass
    return { check, score: scores[check] ?? well, reasons: [], durationMs: 0 }
  })
}

const rule = (name: string, outcome: Rule['outcome'], met: boolean | null = true): Rule => {
  return { name, outcome, text: 'x', holds: () => met }
}
const by = (...rules: Rule[]): Policy => ({ ...DEFAULT_POLICY, rules })
const live = rule('live', 'ASK_LIVENESS')

function told(results: CheckResult[], policy: Policy, turn = FIRST_TURN) {
  const { verdict, stepUp, reasons } = decide(results, policy, ORIGIN, turn)
  return [verdict, stepUp, ...reasons.map(({ code, evidence }) => `${code} ${evidence.field}`)]
}

describe('policy: step-up, as it is decided', () => {
  test('asks for one thing, of the first rule that asks, for all rules that ask for the same', () => {
    const rules = by(live, rule('back', 'ASK_DOCUMENT_BACK'), rule('too', 'ASK_LIVENESS'))
    expect(told(found(), rules)).toEqual([
      ...['RETAKE', 'LIVENESS', 'STEP_UP_ASKED live', 'STEP_UP_ASKED too'],
    ])
  })

  test('asks nothing where it does not hold, or where what it asks for is there', () => {
    const approved = ['APPROVE', null]
    expect(told(found(), by(rule('live', 'ASK_LIVENESS', false)))).toEqual(approved)
    expect(told(found({ ACTIVE_LIVENESS: 0.6 }), by(live))).toEqual(approved)
    expect(told(found({ SIDES_BELONG: 0.5 }), by(rule('back', 'ASK_DOCUMENT_BACK')))).toEqual(
      approved,
    )
  })

  test('asks nothing of who is not approved anyway, and says so of nobody', () => {
    expect(told(found({ DOCUMENT_NOT_EXPIRED: -1 }), by(live))).toEqual(['REJECT', null])
    expect(told(found({ FACE_MATCH: 3 }), by(live))).toEqual(['REFER', null])
    const looked = told(found(), by(live, rule('look', 'REFER')))
    expect(looked).toEqual(['REFER', null, 'POLICY_RULE look'])
  })

  test('goes to a person where one was asked for before, no attempt is left, or it cannot be told; never to a rejection', () => {
    for (const turn of [
      { stepUpAsked: true, lastAttempt: false },
      { stepUpAsked: false, lastAttempt: true },
    ])
      expect(told(found(), by(live), turn)).toEqual(['REFER', null, 'POLICY_RULE live'])
    const unclear = by(rule('live', 'ASK_LIVENESS', null))
    expect(told(found(), unclear)).toEqual(['REFER', null, 'POLICY_RULE live'])
  })

  test('is what would have followed had the face matched', () => {
    const results = found({ FACE_MATCH: 3 })
    const facts = factsOf(results, decide(results, by(live), ORIGIN), FIRST_TURN)
    expect(ifCheckPassed('FACE_MATCH', { facts, policy: by(live), origin: ORIGIN })).toEqual({
      ...{ verdict: 'RETAKE', against: ['STEP_UP_ASKED live'] },
    })
  })
})
