import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CHECK_NAMES, type CheckName, type CheckResult } from '../../src/decision/check-result'
import {
  ifCheckPassed,
  ifReasonMended,
  ifRuleDidNotHold,
  neededScore,
} from '../../src/decision/counterfactual'
import { decide } from '../../src/decision/decide'
import { factsOf } from '../../src/decision/facts'
import { barOf, DEFAULT_POLICY, type Policy } from '../../src/decision/policy'
import { REASON_CODES, type ReasonCode } from '../../src/decision/reasons'
import { FIRST_TURN } from '../../src/decision/step-up'

const ORIGIN = { country: 'UTO', documentType: 'PASSPORT' } as const
const SEVERITY = ['REJECT', 'RETAKE', 'REFER', 'APPROVE']

type Given = Partial<Record<CheckName, { score: number | null; codes: ReasonCode[] }>>

function decided(given: Given, policy: Policy = DEFAULT_POLICY) {
  const results = CHECK_NAMES.map((check): CheckResult => {
    const { score = barOf(policy, check).pass, codes = [] } = given[check] ?? {}
    return { check, score, reasons: codes.map((code) => ({ code, evidence: {} })), durationMs: 0 }
  })
  const judgement = decide(results, policy, ORIGIN)
  return {
    judgement,
    decided: { facts: factsOf(results, judgement, FIRST_TURN), policy, origin: ORIGIN },
  }
}

const faint = { score: 3.2, codes: ['FACE_MISMATCH'] as ReasonCode[] }
const expired = { score: -3, codes: ['DOCUMENT_EXPIRED'] as ReasonCode[] }

test('explain: what one check would have had to reach, and what then would have been decided', () => {
  const one = decided({ FACE_MATCH: faint })
  expect(neededScore('FACE_MATCH', DEFAULT_POLICY, ORIGIN)).toBeCloseTo(4, 10)
  expect(ifCheckPassed('FACE_MATCH', one.decided)).toEqual({ verdict: 'APPROVE', against: [] })
  const two = decided({ FACE_MATCH: faint, DOCUMENT_NOT_EXPIRED: expired })
  expect(ifCheckPassed('FACE_MATCH', two.decided)).toEqual({
    verdict: 'REJECT',
    against: ['DOCUMENT_EXPIRED'],
  })
  expect(ifCheckPassed('DOCUMENT_NOT_EXPIRED', two.decided)).toEqual({
    verdict: 'REFER',
    against: ['FACE_MISMATCH'],
  })
})

test('explain: a poor selfie is forgiven had the face matched, as it would have been', () => {
  const { decided: both } = decided({
    FACE_MATCH: faint,
    SELFIE_QUALITY: { score: 0, codes: ['SELFIE_BLURRED'] },
  })
  expect(ifCheckPassed('FACE_MATCH', both)?.verdict).toBe('APPROVE')
  expect(ifCheckPassed('SELFIE_QUALITY', both)).toEqual({
    verdict: 'REFER',
    against: ['FACE_MISMATCH'],
  })
})

test('explain: one of several reasons of a check alone changes nothing, the only one does', () => {
  const codes: ReasonCode[] = ['IMAGE_GLARE', 'IMAGE_BLURRED']
  const mended = (own: ReasonCode[]) => {
    const { decided: of } = decided({ IMAGE_QUALITY: { score: 0, codes: own } })
    const reasons = own.map((code) => ({ code, evidence: {} }))
    return ifReasonMended(
      reasons[0] as (typeof reasons)[0],
      { check: 'IMAGE_QUALITY', reasons },
      of,
    )
  }
  expect(mended(codes)).toEqual({ verdict: 'RETAKE', against: codes })
  expect(mended(['IMAGE_GLARE'])).toEqual({ verdict: 'APPROVE', against: [] })
})

test('explain: of what is no measure of its own nothing is said', () => {
  const codes: ReasonCode[] = ['RECAPTURE_MOIRE', 'LIVENESS_LOW']
  const { decided: of } = decided({ PASSIVE_LIVENESS: { score: 0.2, codes } })
  const reasons = codes.map((code) => ({ code, evidence: {} }))
  const [moire, low] = reasons.map((reason) =>
    ifReasonMended(reason, { check: 'PASSIVE_LIVENESS', reasons }, of),
  )
  expect(moire).toBeNull()
  expect(low).toEqual({ verdict: 'APPROVE', against: [] })
})

test('explain: a decision without one of the rules that hold', () => {
  const rule = { outcome: 'REFER', text: 'x', holds: () => true } as const
  const rules = [
    { ...rule, name: 'one' },
    { ...rule, name: 'two', outcome: 'REJECT' as const },
  ]
  const { decided: of } = decided({}, { ...DEFAULT_POLICY, rules })
  expect(ifRuleDidNotHold('two', of)).toEqual({ verdict: 'REFER', against: ['POLICY_RULE one'] })
  expect(ifRuleDidNotHold('one', of)?.verdict).toBe('REJECT')
})

test('explain: what is needed is the least that is enough, and mending one thing never makes it worse', () => {
  const score = fc.oneof(fc.constant(null), fc.double({ min: -400, max: 400, noNaN: true }))
  const one = fc.record({
    score,
    codes: fc.uniqueArray(fc.constantFrom(...REASON_CODES), { minLength: 1, maxLength: 2 }),
  })
  const measured = CHECK_NAMES.filter(
    (name) => !['DOCUMENT_GENUINE', 'SELFIE_QUALITY'].includes(name),
  )
  const given = fc.dictionary(fc.constantFrom(...measured), one, { maxKeys: 4 })
  fc.assert(
    fc.property(given, fc.constantFrom(...measured), (all, check) => {
      const { judgement, decided: of } = decided(all as Given)
      const would = ifCheckPassed(check, of)
      const rank = (verdict: string) => SEVERITY.indexOf(verdict)
      expect(rank(would?.verdict ?? '')).toBeGreaterThanOrEqual(rank(judgement.verdict))
      const needed = neededScore(check, DEFAULT_POLICY, ORIGIN)
      const at = (value: number) =>
        decided({
          ...(all as Given),
          [check]: { score: value, codes: ['IMAGE_GLARE'] },
        }).judgement.checks.find((each) => each.check === check)?.verdict
      expect(at(needed)).toBe('APPROVE')
      expect(at(needed - 1e-9)).not.toBe('APPROVE')
    }),
  )
})

test('explain: with everything in the way followed the decision approves', () => {
  const score = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null))
  const scores = fc.tuple(
    ...CHECK_NAMES.map((name) => (name === 'DOCUMENT_GENUINE' ? fc.constant(null) : score)),
  )
  fc.assert(
    fc.property(scores, (all) => {
      const given = (at: (check: CheckName, score: number | null) => number | null): Given =>
        Object.fromEntries(
          CHECK_NAMES.map((name, place) => [
            name,
            { score: at(name, all[place] ?? null), codes: [] },
          ]),
        )
      const { judgement } = decided(given((_, found) => found))
      const failed = judgement.checks
        .filter(({ verdict }) => verdict !== 'APPROVE')
        .map(({ check }) => check)
      const followed = given((check, found) =>
        failed.includes(check) ? neededScore(check, DEFAULT_POLICY, ORIGIN) : found,
      )
      expect(decided(followed).judgement.verdict).toBe('APPROVE')
    }),
  )
})
