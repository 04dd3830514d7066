import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CHECK_NAMES, type CheckName, type CheckResult } from '../../src/decision/check-result'
import { counterfactuals } from '../../src/decision/counterfactual'
import { decide } from '../../src/decision/decide'
import { factsOf } from '../../src/decision/facts'
import { barOf, DEFAULT_POLICY, type Policy } from '../../src/decision/policy'
import type { ReasonCode } from '../../src/decision/reasons'

const ORIGIN = { country: 'UTO', documentType: 'PASSPORT' } as const

const result = (check: CheckName, score: number | null, code?: ReasonCode): CheckResult => ({
  ...{ check, score, durationMs: 1 },
  reasons: code ? [{ code, evidence: {} }] : [],
})

/** All is well, save what is given; what would have been otherwise. */
function explain(found: CheckResult[], policy: Policy = DEFAULT_POLICY) {
  const given = new Set(found.map(({ check }) => check))
  const rest = CHECK_NAMES.filter((check) => !given.has(check))
  const results = [...rest.map((check) => result(check, barOf(policy, check).pass)), ...found]
  const judgement = decide(results, policy, ORIGIN)
  return counterfactuals(factsOf(results, judgement, false), policy, ORIGIN, judgement.verdict)
}

describe('counterfactual', () => {
  test('of one check that is too low: what it needed, and that all would have been well', () => {
    expect(explain([result('FACE_MATCH', 2.5, 'FACE_MISMATCH')])).toEqual([
      {
        ...{ check: 'FACE_MATCH', score: 2.5, needed: 4, verdict: 'APPROVE' },
        unit: '−log10 of the share of strangers that look as alike',
      },
    ])
  })

  test('asks for no more than what only warns', () => {
    const [found] = explain([result('PORTRAIT_PRESENT', 60, 'PORTRAIT_TOO_SMALL')])
    expect(found).toMatchObject({ needed: 80, verdict: 'APPROVE' })
  })

  test('of two checks: with one of them well the other still stands in the way', () => {
    const found = explain([
      result('DOCUMENT_NOT_EXPIRED', -3, 'DOCUMENT_EXPIRED'),
      result('PASSIVE_LIVENESS', 0.2, 'LIVENESS_LOW'),
    ])
    expect(found.map(({ check, needed, verdict }) => [check, needed, verdict])).toEqual([
      ['DOCUMENT_NOT_EXPIRED', 0, 'REFER'],
      ['PASSIVE_LIVENESS', 0.5, 'REJECT'],
    ])
  })

  test('a face that matches also makes up for a poor selfie', () => {
    const found = explain([
      result('FACE_MATCH', 1, 'FACE_MISMATCH'),
      result('SELFIE_QUALITY', 0, 'SELFIE_BLURRED'),
    ])
    expect(found.map(({ check, needed, verdict }) => [check, needed, verdict])).toEqual([
      ['SELFIE_QUALITY', 1, 'REFER'],
      ['FACE_MATCH', 4, 'APPROVE'],
    ])
  })

  test('goes by the bars that hold for the document, and by the rules', () => {
    const overrides = [
      { countries: ['UTO'], bars: { PORTRAIT_PRESENT: { pass: 200, warn: null } } },
    ]
    const rule = {
      name: 'never',
      outcome: 'REFER',
      text: 'Always look.',
      holds: () => true,
    } as const
    const policy = { ...DEFAULT_POLICY, overrides, rules: [rule] }
    const [found] = explain([result('PORTRAIT_PRESENT', 150, 'PORTRAIT_TOO_SMALL')], policy)
    expect(found).toMatchObject({ check: 'PORTRAIT_PRESENT', needed: 200, verdict: 'REFER' })
  })

  test('is none where something else decided', () => {
    const results = CHECK_NAMES.map((check) => result(check, 0))
    const facts = factsOf(results, decide(results, DEFAULT_POLICY, ORIGIN), false)
    expect(counterfactuals(facts, DEFAULT_POLICY, ORIGIN, 'APPROVE')).toEqual([])
  })

  test('is there for every check in the way, and with all of them followed the decision approves', () => {
    const score = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null))
    // by the default policy no tamper signal weighs
    const scoreOf = (check: CheckName) => (check === 'DOCUMENT_GENUINE' ? fc.constant(null) : score)
    const found = fc.tuple(
      ...CHECK_NAMES.map((check) => scoreOf(check).map((each) => result(check, each))),
    )
    fc.assert(
      fc.property(found, (results) => {
        const judgement = decide(results, DEFAULT_POLICY, ORIGIN)
        const facts = factsOf(results, judgement, false)
        const told = counterfactuals(facts, DEFAULT_POLICY, ORIGIN, judgement.verdict)
        fc.pre(judgement.verdict === 'APPROVE' || told.length > 0)
        const followed = results.map((each) => {
          const { needed } = told.find(({ check }) => check === each.check) ?? {}
          return needed === undefined ? each : result(each.check, needed)
        })
        expect(decide(followed, DEFAULT_POLICY, ORIGIN).verdict).toBe('APPROVE')
      }),
    )
  })
})
