import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { placeFaces } from '../../src/checks/place-faces'
import type { ReadingData } from '../../src/documents/reading'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { newMember } from '../support/members'

let app: TestApp
let tenantId: string
let reviewer: { id: string; cookie: string }

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
  reviewer = await newMember(app, tenantId, ['REVIEWER'])
})
afterAll(() => app.close())

const EYES = [
  { x: 10, y: 20 },
  { x: 40, y: 20 },
] as const
const BOX = [...EYES, { x: 40, y: 60 }, { x: 10, y: 60 }] as unknown as ReadingData['outline']

const field = (name: string, source: string, value: string) => ({
  ...{ name, source, value, confidence: 0.9, uncertain: false, box: BOX, captureId: 'cap_1' },
})

const READING = {
  format: 'TD3',
  lines: ['P<UTOERIKSSON<<ANNA'],
  checkDigits: [{ field: 'DOCUMENT_NUMBER', printed: '6', expected: '7', valid: false }],
  repaired: false,
  fields: [
    field('SURNAME', 'MRZ', 'ERIKSSON'),
    field('SURNAME', 'VIZ', 'Eriksson'),
    field('DOCUMENT_NUMBER', 'MRZ', 'L898902C3'),
  ],
  agreements: [{ field: 'SURNAME', left: 'MRZ', right: 'VIZ', result: 'AGREES' }],
  quality: [],
  outline: BOX,
  portraitBox: BOX,
  faces: { portrait: [...EYES], selfie: { captureId: 'cap_2', frame: 3, eyes: [...EYES] } },
} as unknown as ReadingData

const MATCH = { name: 'FACE_MATCH', outcome: 'PASS' as const, score: 6, reasons: [], durationMs: 1 }

const read = () =>
  referredSession(app, app.key, {
    reading: { captureId: 'cap_1', data: READING, portraitKey: null },
    checks: [MATCH],
  })

const FINDINGS = `captureId fields { name source length confidence uncertain captureId box { x } }
  agreements { field result } checkDigits { field valid }
  faces { portrait { x y } selfie { captureId frame eyes { x y } } } odds { oneIn neededOneIn }`
const ask = (caseId: string) =>
  apiClient(app.url, { cookie: reviewer.cookie }).ask(
    `query($id: ID!) { reviewCase(id: $id) { findings { ${FINDINGS} } } }`,
    { id: caseId },
  )
const reveal = (caseId: string, names: string[]) =>
  apiClient(app.url, { cookie: reviewer.cookie }).mutate(
    'reviewFieldsReveal',
    { caseId, names },
    'fields { name source value }',
  )

async function audited(sessionId: string) {
  const rows = await app.deps.audit.rows(tenantId, 0, 100_000)
  return rows
    .filter(({ object, action }) => object === sessionId && action.startsWith('DOCUMENT_'))
    .map(({ actor, action, details }) => ({ actor, action, details }))
}

describe('review: findings', () => {
  test('show where fields and eyes are and how sure the readers were, but no value', async () => {
    const { caseId, sessionId } = await read()
    const { data } = await ask(caseId)
    const { findings } = data?.['reviewCase'] ?? {}
    expect(findings.fields[0]).toMatchObject({ name: 'SURNAME', source: 'MRZ', length: 8 })
    expect(findings.faces).toEqual(READING.faces)
    expect(findings.checkDigits).toEqual([{ field: 'DOCUMENT_NUMBER', valid: false }])
    expect(JSON.stringify(data)).not.toMatch(/eriksson|L898902C3/i)
    expect(await audited(sessionId)).toEqual([])
  })

  test('tell reviewers the odds, and nobody who decides no cases', async () => {
    const { caseId } = await read()
    const { data } = await ask(caseId)
    const neededOneIn = 1 / app.deps.policy.targetFalseMatchRate
    expect(data?.['reviewCase'].findings.odds).toEqual({ oneIn: 1e6, neededOneIn })
    const auditor = await newMember(app, tenantId, ['AUDITOR'])
    for (const as of [{ cookie: auditor.cookie }, app.key]) {
      const query = `{ reviewCase(id: "${caseId}") { findings { odds { oneIn } } } }`
      const { errors } = await apiClient(app.url, as).ask(query, {})
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    }
  })

  test('are revealed to whoever has the case in hand: one row says of which fields', async () => {
    const { caseId, sessionId } = await read()
    const api = apiClient(app.url, { cookie: reviewer.cookie })
    expect((await reveal(caseId, ['SURNAME'])).userErrors[0]?.code).toBe('CONFLICT')
    expect(await audited(sessionId)).toEqual([])
    await api.mutate('reviewCaseTake', { caseId })
    expect((await reveal(caseId, ['SURNAME', 'NONSENSE'])).result.fields).toEqual([
      { name: 'SURNAME', source: 'MRZ', value: 'ERIKSSON' },
      { name: 'SURNAME', source: 'VIZ', value: 'Eriksson' },
    ])
    expect((await reveal(caseId, ['NONSENSE'])).result.fields).toEqual([])
    const details = { fields: ['SURNAME'] }
    const row = { actor: reviewer.id, action: 'DOCUMENT_FIELDS_REVEALED', details }
    expect(await audited(sessionId)).toEqual([row])
  })
})

describe('review: the queue', () => {
  test('is narrowed to cases that have waited so many hours', async () => {
    const at = new Date(Date.now() - 5 * 3_600_000)
    const { caseId } = await referredSession(app, app.key, { at, country: 'D' })
    await referredSession(app, app.key, { country: 'D' })
    const query =
      'query($filter: ReviewCaseFilterInput) { reviewCases(filter: $filter, first: 10) { nodes { id } } }'
    const waiting = async (waitingHours: number) => {
      const filter = { country: 'D', waitingHours }
      const api = apiClient(app.url, { cookie: reviewer.cookie })
      const { data } = await api.ask(query, { filter })
      return data?.['reviewCases'].nodes.map(({ id }: { id: string }) => id)
    }
    expect(await waiting(4)).toEqual([caseId])
    expect(await waiting(6)).toEqual([])
  })
})

describe('review: eyes', () => {
  test('of the portrait are told in pixels of the image that was cut out', () => {
    const points = [
      { x: 110, y: 220 },
      { x: 140, y: 221 },
      { x: 125, y: 240 },
      { x: 115, y: 260 },
      { x: 135, y: 260 },
    ]
    const face = { box: { x: 0, y: 0, width: 1, height: 1 }, score: 1, landmarks: points } as never
    const area = { x: 100.7, y: 200.2, width: 80, height: 100 }
    const image = { width: 1, height: 1, data: new Uint8Array(3) }
    const portrait = { face, area, result: {} as never }
    const { portrait: eyes, selfie } = placeFaces(portrait, {
      ...{ captureId: 'cap_2', frame: 0, image, face: null, others: [] },
    })
    expect(eyes).toEqual([
      { x: 10, y: 20 },
      { x: 40, y: 21 },
    ])
    expect(selfie).toBeNull()
  })
})
