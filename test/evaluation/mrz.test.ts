import { expect, test } from '@jest/globals'
import { editDistance } from '../../src/documents/edit-distance'
import { parseMrz } from '../../src/documents/mrz/parse-mrz'
import { type MrzOutcome, summarizeMrz } from '../../src/evaluation/mrz'

const TODAY = '2026-11-24'
const NAMES = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
const DATA = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

function outcome(lines: string[] | null, confidence = 1, ms = 100): MrzOutcome {
  const evidence = lines?.map((line) => ({
    confidences: [...line].map(() => confidence),
    repaired: [],
    quad: null,
  }))
  const reading = lines === null ? null : parseMrz(lines, TODAY, evidence)
  return {
    item: { path: 'a.jpg', format: 'TD3', lines: [NAMES, DATA] },
    reading,
    refused: null,
    ms,
    cpuMs: ms,
  }
}

test('exact, wrong, valid but wrong and unread documents are told apart', () => {
  const slip = NAMES.replace('ANNA', 'AMNA')
  const outcomes = [
    outcome([NAMES, DATA]),
    outcome([slip, DATA]),
    outcome([slip, DATA], 0.6),
    outcome([NAMES, DATA.replace('L898', 'L888')]),
    outcome(null, 1, 900),
  ]
  const report = summarizeMrz(outcomes, 512, TODAY)
  expect(report).toMatchObject({
    documents: 5,
    lines: 10,
    exactDocuments: 1,
    exactLines: 5,
    checksValid: 3,
    validButWrong: 2,
    validButWrongUnflagged: 1,
    msMedian: 100,
    msP95: 900,
    peakRssMb: 512,
  })
  expect(report.characterAccuracy).toBeCloseTo((1 + 3 * (1 - 1 / 89)) / 5, 6)
  expect(report.intervals.exactDocuments).toMatchObject({ count: 1, of: 5 })
  expect(report.wrong).toHaveLength(4)
  expect(report.wrong[0]?.wrongFields).toEqual([
    { name: 'GIVEN_NAMES', expected: 'ANNA MARIA', read: 'AMNA MARIA', uncertain: false },
  ])
})

test('the distance counts insertions, omissions and exchanges', () => {
  expect(editDistance('KITTEN', 'SITTING')).toBe(3)
  expect(editDistance('', 'ABC')).toBe(3)
  expect(editDistance('ABC', 'ABC')).toBe(0)
})
