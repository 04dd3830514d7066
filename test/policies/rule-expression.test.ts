import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CHECK_NAMES } from '../../src/decision/check-result'
import type { Consequence } from '../../src/decision/policy'
import type { RuleFacts } from '../../src/decision/rules'
import { AppError } from '../../src/errors'
import { compileRule } from '../../src/policies/rule-expression'

const facts = (changes: Partial<RuleFacts> = {}): RuleFacts => ({
  document: { country: 'NGA', type: 'PASSPORT' },
  checks: Object.fromEntries(
    CHECK_NAMES.map((name) => [name, { score: 1, outcome: 'PASS', codes: [] }]),
  ) as unknown as RuleFacts['checks'],
  codes: [],
  ...changes,
})

const holds = (when: string, changes: Partial<RuleFacts> = {}) =>
  compileRule({ when, outcome: 'REFER' }, 'when')(facts(changes))

function refusal(when: string, outcome: Consequence = 'REFER'): string {
  try {
    compileRule({ when, outcome }, 'definition.rules.0.when')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect([error.code, error.field]).toEqual(['INVALID', 'definition.rules.0.when'])
    return error.message
  }
  return 'none'
}

describe('policy: the condition of a rule', () => {
  test.each<[string, boolean]>([
    ['document.country == "NGA" && checks.FACE_MATCH.score < 4.5', true],
    ['document.country in ["GHA", "KEN"]', false],
    ['checks.SELFIE_QUALITY.outcome == "WARN"', false],
    ['"INJECTION_HINT" in codes', false],
    ['codes.exists(code, code.startsWith("RECAPTURE_"))', false],
    ['size(codes) == 0', true],
  ])('%s', (when, expected) => {
    expect(holds(when)).toBe(expected)
  })

  test('without a score is neither below nor above anything, and a rule can ask for one', () => {
    const checks = { ...facts().checks }
    checks.CHIP_AUTHENTIC = { score: Number.NaN, outcome: 'SKIPPED', codes: [] }
    expect(holds('checks.CHIP_AUTHENTIC.score < 1.0', { checks })).toBe(false)
    expect(holds('!(checks.CHIP_AUTHENTIC.score >= 1.0)', { checks })).toBe(true)
  })

  test('that cannot be told is told as such', () => {
    expect(holds('codes[3] == "IMAGE_GLARE"')).toBeNull()
  })

  test.each<[string, string]>([
    ['document.contry == "NGA"', 'No such key: contry, at line 1, column 10'],
    ['checks.FACE_MATCH.score <\n  && true', 'at line 2, column 3'],
    ['document.country', 'gives string, and not true or false'],
    ['document.country.matches("(a+)+$")', 'matches cannot be called here, at line 1, column 1'],
    ['codes.exists(a, codes.all(b, a == b))', 'only one exists, exists_one or all'],
    ['document.country == 3', 'at line 1, column 1'],
    ['session.applicant == "x"', 'Unknown variable: session'],
    [`document.country == "${'A'.repeat(500)}"`, 'is longer than 500 characters'],
    [Array(70).fill('true').join('&&'), 'maxAstNodes'],
    [`${'('.repeat(40)}true${')'.repeat(40)}`, 'maxDepth'],
  ])('%s is refused with what is wrong and where', (when, message) => {
    expect(refusal(when)).toContain(message)
  })

  test('asks for what other people’s sessions say of this one, but not to reject', () => {
    const when = 'checks.RISK.score < 0.4'
    expect(refusal(when)).toBe('none')
    expect(refusal(when, 'REJECT')).toContain('No such key: RISK, at line 1, column 8')
  })

  test('whatever is written is refused or is over at once', () => {
    const word = fc.constantFrom(
      ...['codes', '.exists(', 'c, ', 'c', '.contains(', '"a"', ')', ' && ', '!', 'document.type'],
      ...[' == ', 'size(', '[', ']', ', ', '(', 'checks.FACE_MATCH.score', ' < ', '1', '.map('],
    )
    const text = fc.oneof(
      fc.string({ maxLength: 600 }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
    )
    fc.assert(
      fc.property(text, (when) => {
        const start = performance.now()
        if (refusal(when) === 'none') expect([true, false, null]).toContain(holds(when))
        expect(performance.now() - start).toBeLessThan(500)
      }),
      { numRuns: 2000 },
    )
  })
})
