import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CHECK_NAMES, type CheckName, type CheckResult } from '../../src/decision/check-result'
import { decide } from '../../src/decision/decide'
import { barOf, DEFAULT_POLICY } from '../../src/decision/policy'
import type { ReasonCode } from '../../src/decision/reasons'

const passing = (check: CheckName): CheckResult => ({
  check,
  score: barOf(DEFAULT_POLICY, check).pass,
  reasons: [],
  durationMs: 1,
})
const against = (check: CheckName, score: number | null, code: ReasonCode): CheckResult => ({
  check,
  score,
  reasons: [{ code, evidence: {} }],
  durationMs: 1,
})

/** All is well, save what is given. */
const judge = (...results: CheckResult[]) => {
  const given = new Set(results.map(({ check }) => check))
  return decide(
    [...CHECK_NAMES.filter((check) => !given.has(check)).map(passing), ...results],
    DEFAULT_POLICY,
  )
}

test('all bars met: approved, without reasons', () => {
  expect(judge()).toMatchObject({ verdict: 'APPROVE', reasons: [] })
})

test.each<[string, CheckResult, string]>([
  [
    'a stranger’s face goes to a person, never to a rejection',
    against('FACE_MATCH', 1, 'FACE_MISMATCH'),
    'REFER',
  ],
  [
    'low liveness goes to a person, never to a rejection',
    against('PASSIVE_LIVENESS', 0, 'LIVENESS_LOW'),
    'REFER',
  ],
  [
    'middling liveness goes to a person',
    against('PASSIVE_LIVENESS', 0.49, 'LIVENESS_LOW'),
    'REFER',
  ],
  [
    'a wrong check digit goes to a person',
    against('MRZ_CHECK_DIGITS', 0, 'MRZ_CHECK_DIGIT_MISMATCH'),
    'REFER',
  ],
  [
    'an expired document is rejected',
    against('DOCUMENT_NOT_EXPIRED', -1, 'DOCUMENT_EXPIRED'),
    'REJECT',
  ],
  [
    'an unreadable document is to be photographed again',
    against('DOCUMENT_READABLE', null, 'MRZ_NOT_FOUND'),
    'RETAKE',
  ],
  ['a poor selfie is to be taken again', against('SELFIE_QUALITY', 0, 'SELFIE_BLURRED'), 'RETAKE'],
  [
    'a poor selfie whose face matches all the same only warns',
    against('SELFIE_QUALITY', 0.5, 'SELFIE_BLURRED'),
    'APPROVE',
  ],
  ['a small portrait only warns', against('PORTRAIT_PRESENT', 95, 'PORTRAIT_TOO_SMALL'), 'APPROVE'],
  [
    'a very small portrait is to be photographed again',
    against('PORTRAIT_PRESENT', 79, 'PORTRAIT_TOO_SMALL'),
    'RETAKE',
  ],
  [
    'a selfie without a face is to be taken again',
    against('FACE_MATCH', null, 'SELFIE_FACE_NOT_FOUND'),
    'RETAKE',
  ],
  [
    'a specimen under a live key goes to a person',
    against('DOCUMENT_ISSUER', 0, 'DOCUMENT_SPECIMEN'),
    'REFER',
  ],
])('%s', (_name, result, verdict) => {
  expect(judge(result).verdict).toBe(verdict)
})

test('a missing result, a skipped check and a score that is no number are never a pass', () => {
  for (const check of CHECK_NAMES) {
    const others = CHECK_NAMES.filter((name) => name !== check).map(passing)
    expect(decide(others, DEFAULT_POLICY).verdict).not.toBe('APPROVE')
    if (!barOf(DEFAULT_POLICY, check).optional)
      expect(judge({ check, score: null, reasons: [], durationMs: 0 }).verdict).not.toBe('APPROVE')
    expect(judge({ check, score: Number.NaN, reasons: [], durationMs: 0 }).verdict).not.toBe(
      'APPROVE',
    )
  }
})

test('an optional check that has nothing to score does not stand against an approval', () => {
  const optional = CHECK_NAMES.filter((check) => barOf(DEFAULT_POLICY, check).optional)
  expect(optional.length).toBeGreaterThan(0)
  for (const check of optional) {
    const judged = judge({ check, score: null, reasons: [], durationMs: 0 })
    expect(judged.verdict).toBe('APPROVE')
    expect(judged.checks.find((each) => each.check === check)?.outcome).toBe('SKIPPED')
  }
})

test('the worst verdict wins whatever the order, and better scores never make it worse', () => {
  const score = fc.oneof(fc.constant(null), fc.double({ min: -10, max: 200, noNaN: true }))
  const severity = ['REJECT', 'RETAKE', 'REFER', 'APPROVE']
  fc.assert(
    fc.property(
      fc.array(score, { minLength: 7, maxLength: 7 }),
      fc.nat(6),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (scores, raised, by) => {
        const results = (values: (number | null)[]) =>
          CHECK_NAMES.map(
            (check, i): CheckResult => ({
              check,
              score: values[i] ?? null,
              reasons: [],
              durationMs: 0,
            }),
          )
        const before = decide(results(scores), DEFAULT_POLICY).verdict
        expect(decide(results(scores).reverse(), DEFAULT_POLICY).verdict).toBe(before)
        const better = scores.map((value, i) =>
          i === raised && value !== null ? value + by : value,
        )
        expect(
          severity.indexOf(decide(results(better), DEFAULT_POLICY).verdict),
        ).toBeGreaterThanOrEqual(severity.indexOf(before))
      },
    ),
  )
})
