import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { withoutRetake } from '../../src/decision/attempts-exhausted'
import { CHECK_NAMES, type CheckResult } from '../../src/decision/check-result'
import { decide } from '../../src/decision/decide'
import { factsOf, judgeAgain, keysOf } from '../../src/decision/facts'
import { barOf, DEFAULT_POLICY, type Policy } from '../../src/decision/policy'
import type { ReasonCode } from '../../src/decision/reasons'
import { FIRST_TURN } from '../../src/decision/step-up'

const NIGERIAN = { country: 'NGA', documentType: 'PASSPORT' } as const

const score = fc.oneof(
  fc.constant(null),
  fc.constantFrom(0, 0.5, 1, 4, 110),
  fc.double({ min: -10, max: 200, noNaN: true }),
)
const code = fc.constantFrom<ReasonCode>('IMAGE_GLARE', 'FACE_MISMATCH', 'FIELD_MISMATCH')

/** Results as the checks give them; those that rest on the policy are as they are by the default one. */
const results: fc.Arbitrary<CheckResult[]> = fc
  .tuple(...CHECK_NAMES.map(() => fc.tuple(score, fc.array(code, { maxLength: 2 }))))
  .map((all) =>
    CHECK_NAMES.map((check, at) => {
      const [found = null, codes = []] = all[at] ?? []
      const reasons = codes.map((each) => ({ code: each, evidence: { measured: 'canary' } }))
      return { check, score: found, reasons, durationMs: 1 }
    }).map((result, _, whole) => asMeasured(result, whole)),
  )

function asMeasured(result: CheckResult, whole: CheckResult[]): CheckResult {
  if (result.check === 'DOCUMENT_GENUINE') return { ...result, score: null, reasons: [] }
  if (result.check !== 'SELFIE_QUALITY' || result.score === null || result.score >= 1) return result
  const match = whole.find(({ check }) => check === 'FACE_MATCH')?.score ?? Number.NEGATIVE_INFINITY
  return { ...result, score: match >= barOf(DEFAULT_POLICY, 'FACE_MATCH').pass ? 0.5 : 0 }
}

const asks = { name: 'asks', outcome: 'ASK_LIVENESS', text: 'canary', holds: () => true } as const
const ASKING: Policy = { ...DEFAULT_POLICY, rules: [asks] }

/** As they lie in the database. */
const kept = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('policy: what is kept of a decision', () => {
  test('gives the same decision by the same policy, and holds nothing but scores and codes', () => {
    fc.assert(
      fc.property(results, fc.boolean(), fc.boolean(), (found, last, asked) => {
        const turn = { stepUpAsked: asked, lastAttempt: last }
        const decided = decide(found, ASKING, NIGERIAN, turn)
        const judgement = last ? withoutRetake(decided) : decided
        const facts = kept(factsOf(found, judgement, turn))
        const again = judgeAgain(facts, ASKING, NIGERIAN)
        expect([again?.verdict, again?.stepUp]).toEqual([judgement.verdict, judgement.stepUp])
        expect(keysOf(again?.reasons ?? [])).toEqual(facts.reasons)
        expect(JSON.stringify(facts)).not.toContain('canary')
      }),
    )
  })
})

const passing = (changes: Partial<Record<string, Partial<CheckResult>>>): CheckResult[] =>
  CHECK_NAMES.map((check) => ({
    ...{ check, score: barOf(DEFAULT_POLICY, check).pass, reasons: [], durationMs: 1 },
    ...changes[check],
  }))

function tried(found: CheckResult[], policy: Policy) {
  const facts = factsOf(found, decide(found, DEFAULT_POLICY), FIRST_TURN)
  return judgeAgain(facts, policy, NIGERIAN)?.verdict ?? null
}

describe('policy: another one, tried on what was kept', () => {
  const evidence = {}
  const blurred = { score: 0.5, reasons: [{ code: 'SELFIE_BLURRED' as const, evidence }] }

  test('a poor selfie is forgiven as long as the face matches by that policy', () => {
    const stricter = { ...DEFAULT_POLICY, targetFalseMatchRate: 1e-5 }
    const found = passing({ SELFIE_QUALITY: blurred, FACE_MATCH: { score: 4.5 } })
    expect(tried(found, DEFAULT_POLICY)).toBe('APPROVE')
    expect(tried(found, stricter)).toBe('RETAKE')
    const strangers = passing({
      SELFIE_QUALITY: { ...blurred, score: 0 },
      FACE_MATCH: { score: 3.5 },
    })
    expect(tried(strangers, { ...DEFAULT_POLICY, targetFalseMatchRate: 1e-3 })).toBe('APPROVE')
  })

  test('a tamper signal that was measured weighs as that policy says; of one that was not nothing is said', () => {
    const found = passing({
      DOCUMENT_GENUINE: {
        ...{ score: 0, signals: { SCREEN_RECAPTURE: true, PORTRAIT_EDGE: false } },
        reasons: [{ code: 'TAMPER_SUSPECTED', evidence }],
      },
    })
    const by = (tamperSignals: Policy['tamperSignals']) =>
      tried(found, { ...DEFAULT_POLICY, tamperSignals })
    expect(by({ SCREEN_RECAPTURE: 'REFER' })).toBe('REFER')
    expect(by({ SCREEN_RECAPTURE: 'WARN' })).toBe('APPROVE')
    expect(by({ PORTRAIT_EDGE: 'REFER' })).toBe('APPROVE')
    expect(by({ BLACK_AND_WHITE_COPY: 'WARN' })).toBeNull()
  })

  test('an override holds for the documents it names alone', () => {
    const found = passing({ PORTRAIT_PRESENT: { score: 120 } })
    const override = (countries: string[]): Policy => ({
      ...DEFAULT_POLICY,
      overrides: [{ countries, bars: { PORTRAIT_PRESENT: { pass: 150, warn: null } } }],
    })
    expect(tried(found, override(['NGA', 'GHA']))).toBe('RETAKE')
    expect(tried(found, override(['GHA']))).toBe('APPROVE')
  })

  test('a rule makes a decision stricter, and never more lenient', () => {
    const holds = () => true as boolean | null
    const rule = { name: 'always', outcome: 'REFER', text: 'x', holds } as const
    const by = (outcome: 'REFER' | 'RETAKE' | 'REJECT', met: boolean | null): Policy => ({
      ...DEFAULT_POLICY,
      rules: [{ ...rule, outcome, holds: () => met }],
    })
    const expired = passing({ DOCUMENT_NOT_EXPIRED: { score: -1 } })
    expect(tried(expired, by('REFER', true))).toBe('REJECT')
    expect(tried(passing({}), by('REJECT', true))).toBe('REJECT')
    expect(tried(passing({}), by('REJECT', false))).toBe('APPROVE')
    expect(tried(passing({}), by('REJECT', null))).toBe('REFER')
  })

  test('a rule that rejects is not told what other people’s sessions say', () => {
    const risky = passing({
      RISK: { score: 0.1, reasons: [{ code: 'RISK_DEVICE_SHARED', evidence }] },
    })
    const rule = {
      name: 'risk',
      text: 'x',
      holds: ({ codes }: { codes: string[] }) => codes.length > 0,
    }
    const by = (outcome: 'REFER' | 'REJECT') => ({
      ...DEFAULT_POLICY,
      rules: [{ ...rule, outcome }],
    })
    const verdict = (outcome: 'REFER' | 'REJECT') =>
      decide(risky, by(outcome)).reasons.map(({ code }) => code)
    expect(verdict('REFER')).toEqual(['RISK_DEVICE_SHARED', 'POLICY_RULE'])
    expect(verdict('REJECT')).toEqual(['RISK_DEVICE_SHARED'])
  })
})

describe('loop: how sure the readers were', () => {
  const field = (confidence: number, source: 'MRZ' | 'CHIP' = 'MRZ') => {
    const read = { name: 'SURNAME', value: 'CANARY', uncertain: false, box: null } as const
    return { ...read, source, confidence, captureId: 'cap_1' }
  }
  const kept = (fields: ReturnType<typeof field>[]) =>
    factsOf([], decide([], DEFAULT_POLICY), FIRST_TURN, { fields })

  test('is kept as one number of two digits, and nothing else of what was read', () => {
    expect(kept([field(0.9), field(0.985), field(1, 'CHIP')]).confidence).toBe(0.94)
    expect(JSON.stringify(kept([field(0.9)]))).not.toContain('CANARY')
  })

  test('is not known where nothing was read off an image, nor changes what is decided', () => {
    expect(kept([field(1, 'CHIP')]).confidence).toBeNull()
    expect(kept([])).toEqual({
      ...factsOf([], decide([], DEFAULT_POLICY), FIRST_TURN),
      confidence: null,
    })
  })
})
