import { expect, test } from '@jest/globals'
import type { FieldName } from '../../src/documents/reading'
import { type DocumentOutcome, summarizeDocuments } from '../../src/evaluation/documents'

type Values = Partial<Record<FieldName, string>>

function outcome(printed: Values, read: Values, uncertain = false, ms = 100): DocumentOutcome {
  const fields = Object.entries(read).map(([name, value]) => ({
    name: name as FieldName,
    value,
    source: 'VIZ' as const,
    confidence: 0.9,
    uncertain,
    box: null,
  }))
  return {
    item: { path: 'a.jpg', printed },
    zone: { lines: [], fields },
    refused: null,
    ms,
    cpuMs: ms,
  }
}

test('fields are found in any spelling of the zone, and only what is printed counts', () => {
  const report = summarizeDocuments(
    [
      outcome({ SURNAME: 'MUELLER', BIRTH_DATE: '1974-08-12' }, { SURNAME: 'MÜLLER', SEX: 'F' }),
      outcome({ SURNAME: 'MARTIN' }, { SURNAME: 'MARTlN' }, true, 300),
      outcome({ DOCUMENT_NUMBER: 'ZE000509' }, { DOCUMENT_NUMBER: 'ZE000508' }, false, 200),
    ],
    512,
  )
  expect(report.found).toMatchObject({ count: 1, of: 4, rate: 0.25 })
  expect(report.fields['SURNAME']).toMatchObject({ count: 1, of: 2 })
  expect(report.sureButWrong).toMatchObject({ count: 1, of: 3 })
  expect(report.missed.map(({ field, read, uncertain }) => ({ field, read, uncertain }))).toEqual([
    { field: 'BIRTH_DATE', read: null, uncertain: true },
    { field: 'SURNAME', read: 'MARTlN', uncertain: true },
    { field: 'DOCUMENT_NUMBER', read: 'ZE000508', uncertain: false },
  ])
  expect(report).toMatchObject({ documents: 3, msMedian: 200, cpuMsMedian: 200, peakRssMb: 512 })
})

test('a picture that was refused misses all its fields', () => {
  const refused = { ...outcome({ SURNAME: 'MARTIN' }, {}), zone: null, refused: 'IMAGE_DAMAGED' }
  const report = summarizeDocuments([refused], 1)
  expect(report.found).toMatchObject({ count: 0, of: 1 })
  expect(report.missed).toHaveLength(1)
})
