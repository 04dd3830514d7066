import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { exportApplicant } from '../../src/privacy/export-applicant'
import { openDatabase } from '../../src/storage/database'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { everyRow } from '../support/every-row'
import { newMember } from '../support/members'
import { readPdf } from '../support/pdf'

let app: TestApp
let admin: { id: string; cookie: string }
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  admin = await newMember(app, app.tenantId, ['ADMIN'])
})
afterAll(() => app.close())

const field = (name: string, value: string) => ({
  ...{ name, value, source: 'MRZ', confidence: 1, uncertain: false, box: null, captureId: 'c' },
})
const data = {
  ...{ fields: [field('SURNAME', 'MUELER'), field('BIRTH_DATE', '1980-01-01')], agreements: [] },
  ...{ checkDigits: [], outline: [], portraitBox: null },
} as never

async function readCase(take = true) {
  const reading = { captureId: 'cap_1', data, portraitKey: null }
  const session = await referredSession(app, app.key, { reading })
  if (take) await apiClient(app.url, admin).mutate('reviewCaseTake', { caseId: session.caseId })
  return session
}

const correct = (caseId: string, value: string, more = {}, as = admin) =>
  apiClient(app.url, as).mutate('caseFieldCorrect', {
    ...{ caseId, field: 'SURNAME', value, reason: 'The chip says so' },
    ...more,
  })

const CORRECTIONS = `query($id: ID!) { reviewCase(id: $id) {
  corrections { id field length reason authorId at } session { decision { id outcome } } } }`
const seenIn = async (caseId: string, as = admin) =>
  (await apiClient(app.url, as).ask(CORRECTIONS, { id: caseId })).data.reviewCase
const REVEAL = `mutation($input: ReviewFieldsRevealInput!) { reviewFieldsReveal(input: $input) {
  result { fields { name value } corrections { field value } } } }`

describe('correction: what a reviewer says that a field says', () => {
  test('stands beside what was read, the latest of each field, and changes no decision', async () => {
    const { caseId, sessionId } = await readCase()
    const before = (await seenIn(caseId)).session.decision
    expect((await correct(caseId, 'MILLER')).userErrors).toEqual([])
    expect((await correct(caseId, 'MUELLER')).userErrors).toEqual([])
    const { corrections, session } = await seenIn(caseId)
    expect(corrections).toMatchObject([
      { field: 'SURNAME', length: 7, reason: 'The chip says so', authorId: admin.id },
    ])
    expect(session.decision).toEqual(before)
    const input = { caseId, names: ['SURNAME'] }
    const shown = await apiClient(app.url, admin).ask(REVEAL, { input })
    expect(shown.data.reviewFieldsReveal.result).toEqual({
      fields: [{ name: 'SURNAME', value: 'MUELER' }],
      corrections: [{ field: 'SURNAME', value: 'MUELLER' }],
    })
    const reading = await app.deps.results.latestReading({ tenantId: app.tenantId, sessionId })
    expect(reading?.data.fields[0]?.value).toBe('MUELER')
  })

  test('is for whoever has the case in hand, of fields that were read, in plain values', async () => {
    const { caseId } = await readCase()
    const other = await newMember(app, app.tenantId, ['REVIEWER'])
    expect((await correct(caseId, 'X', {}, other)).userErrors[0]?.code).toBe('CONFLICT')
    for (const [wrong, at] of [
      [{ field: 'PERSONAL_NUMBER' }, 'field'],
      [{ field: 'BIRTH_DATE', value: '1980-02-30' }, 'value'],
      [{ value: '   ' }, 'value'],
      [{ reason: '   ' }, 'reason'],
    ] as const) {
      const { userErrors } = await correct(caseId, 'X', wrong)
      expect(userErrors[0]).toMatchObject({ code: 'INVALID', field: expect.stringContaining(at) })
    }
    expect((await seenIn(caseId)).corrections).toEqual([])
  })

  test('is one row of the audit log, without the value; in the database nothing spells it', async () => {
    const { caseId, sessionId } = await readCase()
    await correct(caseId, 'ZWETSCHKENBAUM', { reason: 'Plum tree by phone' })
    const rows = await app.deps.audit.rows(app.tenantId, 0, 100_000)
    const told = rows.filter(({ action }) => action === 'DOCUMENT_FIELD_CORRECTED')
    expect(told.at(-1)).toMatchObject({
      ...{ actor: admin.id, object: sessionId },
      details: { field: 'SURNAME', caseId, correctionId: expect.stringMatching(/^cor_/) },
    })
    const everything = await everyRow(app.config.DATABASE_URL)
    for (const said of ['ZWETSCHKENBAUM', 'Plum tree']) expect(everything).not.toContain(said)
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const change = db.fieldCorrection.updateMany({ data: { field: 'SEX' } })
    await expect(change).rejects.toThrow(/never change/)
    await db.$disconnect()
  })

  test('is in the bundle, in the report and in what the applicant is given; and goes with the session', async () => {
    const { caseId, sessionId } = await readCase()
    await correct(caseId, 'MUELLER')
    const api = apiClient(app.url, admin)
    const EXPORT = `mutation($a: CaseExportInput!, $b: CaseReportInput!) {
      caseExport(input: $a) { result { bundle } } caseReport(input: $b) { result { pdf } } }`
    const [a, b] = [{ caseId }, { caseId, values: true }]
    const { caseExport, caseReport } = (await api.ask(EXPORT, { a, b })).data
    const said = { field: 'SURNAME', value: 'MUELLER', reason: 'The chip says so' }
    const { corrections } = JSON.parse(caseExport.result.bundle).contents
    expect(corrections).toMatchObject([{ ...said, authorId: admin.id }])
    const { text } = readPdf(Buffer.from(caseReport.result.pdf, 'base64'))
    expect(text).toContain(`Surname MUELLER The chip says so ${admin.id}`)
    const { tenantId } = app
    const { applicantId } = await app.deps.sessions.get({ tenantId, sessionId })
    const given = await exportApplicant(app.deps, { tenantId, applicantId }, 'test')
    expect(given.sessions).toMatchObject([{ fieldCorrections: [said] }])
    expect((await api.mutate('applicantErase', { applicantId })).userErrors).toEqual([])
    expect(await app.deps.fieldCorrections.ofSession({ tenantId, sessionId })).toEqual([])
  })
})
