import { describe, expect, test } from '@jest/globals'
import { checkDocument } from '../../src/checks/check-document'
import type { DocumentFacts, SideFacts } from '../../src/checks/document-facts'
import { DEFAULT_POLICY, type Policy } from '../../src/decision/policy'
import { parseMrz } from '../../src/documents/mrz/parse-mrz'
import type { QualityMeasure } from '../../src/documents/quality/measure-quality'
import type { DocumentField, FieldName, FieldSource } from '../../src/documents/reading'
import type { Quad } from '../../src/vision/geometry'

const TODAY = '2026-11-24'
const NAMES = 'P<GBRSMITH<<JOHN<EDWARD<<<<<<<<<<<<<<<<<<<<<'
const DATA = '5337853420GBR7408122M3204153<<<<<<<<<<<<<<06'
const BOX: Quad = [
  { x: 0, y: 0 },
  { x: 99, y: 0 },
  { x: 99, y: 66 },
  { x: 0, y: 66 },
]

function field(
  name: FieldName,
  value: string,
  source: FieldSource,
  uncertain = false,
): DocumentField {
  return { name, value, source, confidence: 0.9, uncertain, box: BOX }
}

function visual(...fields: [FieldName, string, boolean?][]) {
  return {
    lines: [],
    fields: fields.map(([name, value, doubt]) => field(name, value, 'VIZ', doubt)),
  }
}

function side(changes: Partial<SideFacts> = {}): SideFacts {
  return {
    captureId: 'cap_front',
    image: { width: 1, height: 1, data: new Uint8Array(3) },
    mrz: parseMrz([NAMES, DATA], TODAY),
    visual: visual(['SURNAME', 'SMITH'], ['DOCUMENT_NUMBER', '533785342']),
    barcodes: [],
    outline: {
      kind: 'FOUND',
      quad: BOX,
      quarterTurns: 0,
      size: 'ID_3',
      page: { width: 125, height: 88 },
      sides: ['EDGE', 'EDGE', 'EDGE', 'EDGE'],
    },
    ...changes,
  }
}

function check(
  changes: Partial<DocumentFacts> = {},
  quality: QualityMeasure[] = [],
  tamperSignals: Policy['tamperSignals'] = {},
) {
  const facts: DocumentFacts = {
    mode: 'LIVE',
    today: TODAY,
    declaredType: null,
    front: side(),
    back: null,
    face: null,
    ...changes,
  }
  return Object.fromEntries(
    checkDocument(facts, quality, { tamperSignals }).map((result) => [result.check, result]),
  )
}

function codes(result: { reasons: { code: string }[] } | undefined): string[] {
  return result?.reasons.map(({ code }) => code) ?? []
}

test('the test document itself is sound', () => {
  const scores = Object.values(check()).map(({ check, score }) => [check, score])
  expect(Object.fromEntries(scores)).toMatchObject({
    DOCUMENT_READABLE: 1,
    MRZ_CHECK_DIGITS: 1,
    DOCUMENT_DATES: 1,
    DOCUMENT_ISSUER: 1,
    DOCUMENT_NUMBER_FORMAT: 1,
    FIELDS_AGREE: 1,
    IMAGE_QUALITY: 1,
  })
})

describe('sources', () => {
  test('a visual zone that says something else is a mismatch, without the values in the reasons', () => {
    const front = side({ visual: visual(['SURNAME', 'JOHNSON'], ['DOCUMENT_NUMBER', '533785342']) })
    const agreement = check({ front })['FIELDS_AGREE']
    expect(agreement?.score).toBe(0)
    expect(codes(agreement)).toEqual(['FIELD_MISMATCH'])
    expect(JSON.stringify(agreement)).not.toContain('JOHNSON')
    expect(JSON.stringify(agreement)).not.toContain('SMITH')
  })

  test('a difference that the reader is unsure of only warns', () => {
    const front = side({ visual: visual(['SURNAME', 'JOHNSON', true]) })
    expect(check({ front })['FIELDS_AGREE']?.score).toBe(0.5)
  })

  test('with nothing to compare, there is no score and no reason', () => {
    const agreement = check({ front: side({ visual: visual() }) })['FIELDS_AGREE']
    expect(agreement).toMatchObject({ score: null, reasons: [] })
  })

  test('a licence without a zone is read by its barcode, which has no check digits', () => {
    const fields = [
      field('ISSUING_STATE', 'USA', 'BARCODE'),
      field('DOCUMENT_NUMBER', 'D1234567', 'BARCODE'),
      field('SURNAME', 'SMITH', 'BARCODE'),
      field('BIRTH_DATE', '1974-08-12', 'BARCODE'),
      field('EXPIRY_DATE', '2030-08-12', 'BARCODE'),
    ]
    const barcodes = [{ symbology: 'PDF_417' as const, text: '', fields, box: BOX }]
    const back = side({ captureId: 'cap_back', mrz: null, barcodes, visual: visual() })
    const front = side({ mrz: null, visual: visual(['SURNAME', 'SMITH']) })
    const results = check({ front, back })
    expect(results['DOCUMENT_READABLE']?.score).toBe(1)
    expect(results['MRZ_CHECK_DIGITS']).toMatchObject({ score: null, reasons: [] })
    expect(results['SIDES_BELONG']?.score).toBe(1)
    expect(results['DOCUMENT_NOT_EXPIRED']?.score).toBeGreaterThan(1000)
  })

  test('a back that names another person does not belong to the front', () => {
    const back = side({ captureId: 'cap_back' })
    const front = side({
      mrz: null,
      visual: visual(['SURNAME', 'JOHNSON'], ['BIRTH_DATE', '1990-01-01']),
    })
    const sides = check({ front, back })['SIDES_BELONG']
    expect(sides?.score).toBe(0)
    expect(codes(sides)).toEqual(['SIDES_DIFFER'])
  })
})

describe('dates', () => {
  test.each<[string, [FieldName, string]]>([
    ['an issue date after today', ['ISSUE_DATE', '2027-01-01']],
    ['an issue date before birth', ['ISSUE_DATE', '1970-01-01']],
    ['an issue date after expiry', ['ISSUE_DATE', '2033-01-01']],
  ])('%s is implausible', (_name, date) => {
    const dates = check({ front: side({ visual: visual(date) }) })['DOCUMENT_DATES']
    expect(dates?.score).toBe(0)
    expect(new Set(codes(dates))).toEqual(new Set(['DOCUMENT_DATES_IMPLAUSIBLE']))
  })

  test('a document that expired is told by how many days', () => {
    const expired = check({ today: '2032-04-20' })['DOCUMENT_NOT_EXPIRED']
    expect(expired?.score).toBe(-5)
    expect(expired?.reasons[0]?.evidence.measured).toBe('expired 5 days ago')
  })
})

describe('issuer, number and type', () => {
  test('the word SPECIMEN stands against a live key and only warns under a test key', () => {
    const lines = [{ text: 'SPECIMEN', confidence: 0.9, quad: BOX }]
    const front = side({ visual: { lines, fields: [] } })
    expect(check({ front })['DOCUMENT_ISSUER']?.score).toBe(0)
    expect(check({ front, mode: 'TEST' })['DOCUMENT_ISSUER']?.score).toBe(0.5)
  })

  test('a number of another shape than the issuer publishes is unusual', () => {
    const odd = parseMrz([NAMES, DATA.replace('533785342', 'AB3785342')], TODAY)
    const number = check({ front: side({ mrz: odd }) })['DOCUMENT_NUMBER_FORMAT']
    expect(number?.score).toBe(0)
    expect(codes(number)).toEqual(['DOCUMENT_NUMBER_UNUSUAL'])
  })

  test('another kind of document than the session was made for is asked for again', () => {
    expect(check({ declaredType: 'PASSPORT' })['DOCUMENT_TYPE']?.score).toBe(1)
    const type = check({ declaredType: 'IDENTITY_CARD' })['DOCUMENT_TYPE']
    expect(type?.score).toBe(0)
    expect(codes(type)).toEqual(['DOCUMENT_TYPE_UNEXPECTED'])
    expect(check()['DOCUMENT_TYPE']?.score).toBeNull()
  })
})

describe('image quality', () => {
  const blurred: QualityMeasure = {
    name: 'BLUR',
    region: 'MRZ DOCUMENT_NUMBER',
    value: 0.41234,
    limit: 0.3,
    unit: 'mm',
    passes: false,
    message: 'Hold the phone still.',
    box: BOX,
  }

  test('a poor photograph of which all was read for certain only warns, with value and limit', () => {
    const quality = check({}, [blurred])['IMAGE_QUALITY']
    expect(quality?.score).toBe(0.5)
    expect(quality?.reasons[0]).toMatchObject({
      code: 'IMAGE_BLURRED',
      evidence: { field: 'MRZ DOCUMENT_NUMBER', measured: '0.41 mm', limit: '0.3 mm' },
    })
  })

  test('a poor photograph of which something stayed uncertain is to be taken again', () => {
    const mrz = parseMrz([NAMES, DATA.replace('533785342', '533785343')], TODAY)
    expect(check({ front: side({ mrz }) }, [blurred])['IMAGE_QUALITY']?.score).toBe(0)
  })
})

describe('tamper signals', () => {
  const grey = { width: 400, height: 280, data: new Uint8Array(400 * 280 * 3).fill(180) }
  const page: Quad = [
    { x: 0, y: 0 },
    { x: 399, y: 0 },
    { x: 399, y: 279 },
    { x: 0, y: 279 },
  ]
  const front = side({ image: grey, outline: { ...side().outline, quad: page } })

  test('a page without colour is suspected where the policy lets that weigh', () => {
    const weights = { BLACK_AND_WHITE_COPY: 'REFER' } as const
    const genuine = check({ front }, [], weights)['DOCUMENT_GENUINE']
    expect(genuine?.score).toBe(0)
    expect(genuine?.reasons[0]).toMatchObject({
      code: 'TAMPER_SUSPECTED',
      evidence: { field: 'BLACK_AND_WHITE_COPY', measured: '0.00 levels' },
    })
  })

  test('one that only warns does not stand against an approval, one that is not there is no pass', () => {
    const warn = check({ front }, [], { BLACK_AND_WHITE_COPY: 'WARN' })['DOCUMENT_GENUINE']
    expect(warn).toMatchObject({ score: 0.5, signals: { BLACK_AND_WHITE_COPY: true } })
    const edge = check({ front }, [], { PORTRAIT_EDGE: 'REFER' })['DOCUMENT_GENUINE']
    expect(edge).toMatchObject({ score: null, signals: { PORTRAIT_EDGE: null } })
  })

  test('none weighs by default', () => {
    expect(DEFAULT_POLICY.tamperSignals).toEqual({})
    expect(check({ front })['DOCUMENT_GENUINE']).toMatchObject({ score: null, reasons: [] })
  })
})
