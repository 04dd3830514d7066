import { expect, test } from '@jest/globals'
import { CHECK_NAMES } from '../../src/decision/check-result'
import { decide } from '../../src/decision/decide'
import { DEFAULT_POLICY } from '../../src/decision/policy'
import { SANDBOX_OUTCOMES, sandboxJudgement } from '../../src/decision/sandbox'
import { buildMrz } from '../../src/documents/mrz/build-mrz'
import { parseMrz } from '../../src/documents/mrz/parse-mrz'

const approved = decide(
  CHECK_NAMES.map((check) => ({ check, score: 1000, reasons: [], durationMs: 0 })),
  DEFAULT_POLICY,
)

test('every named specimen comes out as its table says, and says that it is a test', () => {
  const table = Object.keys(SANDBOX_OUTCOMES).map((documentNumber) => {
    const judgement = sandboxJudgement(approved, 'TEST', { issuingState: 'UTO', documentNumber })
    return [
      documentNumber,
      judgement?.verdict,
      judgement?.reasons.map(({ code }) => code).join(' '),
    ]
  })
  expect(table).toEqual([
    ['SAMPLE101', 'APPROVE', 'SANDBOX_OUTCOME'],
    ['SAMPLE202', 'REJECT', 'SANDBOX_OUTCOME DOCUMENT_EXPIRED'],
    ['SAMPLE303', 'REFER', 'SANDBOX_OUTCOME MRZ_CHECK_DIGIT_MISMATCH'],
    ['SAMPLE404', 'RETAKE', 'SANDBOX_OUTCOME IMAGE_BLURRED'],
    ['SAMPLE505', 'REFER', 'SANDBOX_OUTCOME FACE_MISMATCH'],
  ])
})

test('a live key, another state and another number get no fixed outcome', () => {
  const document = { issuingState: 'UTO', documentNumber: 'SAMPLE101' }
  expect(sandboxJudgement(approved, 'LIVE', document)).toBeNull()
  expect(sandboxJudgement(approved, 'TEST', { ...document, issuingState: 'FRA' })).toBeNull()
  expect(
    sandboxJudgement(approved, 'TEST', { ...document, documentNumber: 'SAMPLE102' }),
  ).toBeNull()
})

test('the numbers can stand in a machine-readable zone', () => {
  for (const documentNumber of Object.keys(SANDBOX_OUTCOMES)) {
    const lines = buildMrz('TD3', {
      documentCode: 'P',
      issuingState: 'UTO',
      nationality: 'UTO',
      documentNumber,
      surname: 'Eriksson',
      givenNames: 'Anna',
      birthDate: '1984-08-12',
      sex: 'F',
      expiryDate: '2031-04-15',
    })
    const read = parseMrz(lines, '2026-11-24')?.fields
    expect(read?.find(({ name }) => name === 'DOCUMENT_NUMBER')?.value).toBe(documentNumber)
  }
})
