import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { sha256 } from '../../src/sessions/sha256'
import { apiKeyOf } from '../support/another-key'
import { apiClient, type Credentials } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { photo } from '../support/images'
import { newMember } from '../support/members'
import { readPdf, tagsOf } from '../support/pdf'

jest.setTimeout(120_000)

let app: TestApp
let admin: { id: string; cookie: string }
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  admin = await newMember(app, app.tenantId, ['ADMIN'])
})
afterAll(() => app.close())

const field = (name: string, value: string) => ({
  ...{ name, value, source: 'CHIP', confidence: 1, uncertain: false, box: null },
})
const corner = (x: number, y: number) => ({ x, y })
const data = {
  fields: [field('SURNAME', 'Παπαδοπούλου'), field('GIVEN_NAMES', '小龍'), field('SEX', 'F')],
  sources: ['CHIP'],
  outline: [corner(100, 100), corner(500, 100), corner(500, 400), corner(100, 400)],
  faces: { portrait: null, selfie: null },
} as never
const mismatch = { captureId: 'cap_1', measured: '3.21', limit: '4.00' }
const blurred = { captureId: 'cap_2', measured: '9 px', limit: '4 px' }

/** A case with a selfie, something read, scores, and a note. */
async function noted() {
  const session = await referredSession(app, app.key, {
    reasons: ['FACE_MISMATCH', 'IMAGE_BLURRED'],
    selfie: await photo(640, 480),
    reading: { captureId: 'cap_1', data, portraitKey: null },
    checks: [
      {
        ...{ name: 'FACE_MATCH', outcome: 'WARN', score: 3.21, durationMs: 1 },
        reasons: [{ code: 'FACE_MISMATCH', evidence: mismatch }],
      },
      {
        ...{ name: 'IMAGE_QUALITY', outcome: 'FAIL', score: 0.44, durationMs: 1 },
        reasons: [{ code: 'IMAGE_BLURRED', evidence: blurred }],
      },
    ],
  })
  const api = apiClient(app.url, admin)
  await api.mutate('reviewCaseTake', { caseId: session.caseId })
  await api.mutate('reviewNoteAdd', { caseId: session.caseId, text: 'Asked twice, by phone.' })
  return session
}

const DOCUMENT = `mutation($input: CaseReportInput!) {
  caseReport(input: $input) { result { pdf sha256 fileName } userErrors { code } } }`
const reportAs = async (as: Credentials, caseId: string, wish = {}) =>
  apiClient(app.url, as).ask(DOCUMENT, { input: { caseId, ...wish } })
const pdfOf = async (caseId: string, wish = {}) => {
  const { result } = (await reportAs(admin, caseId, wish)).data.caseReport
  return { ...result, bytes: Buffer.from(result.pdf, 'base64') }
}

describe('report: a case on paper', () => {
  test('is text that tells why, by what, and who said so, on every page who took it out', async () => {
    const { caseId, sessionId } = await noted()
    const { bytes, sha256: hash, fileName } = await pdfOf(caseId)
    const pdf = readPdf(bytes)
    for (const said of [
      ...[caseId, sessionId, 'In review', 'Test mode', 'UTO', 'Passport'],
      'FACE_MISMATCH: The similarity of selfie and portrait does not reach the target',
      ...['IMAGE_BLURRED: In a part of the document', 'Measured 9 px', 'Would have passed 4 px'],
      ...['Policy p-1', 'the default policy is part of the code', 'Version of the code c'],
      ...['Asked twice, by phone.', admin.id, '0'.repeat(64), 'Submit', 'Refer'],
    ])
      expect(pdf.text).toContain(said)
    pdf.pages.forEach(({ text }, at) => {
      expect(text).toContain(`${caseId} · ${admin.id} · 20`)
      expect(text).toContain(`Page ${at + 1} of ${pdf.pages.length}`)
    })
    expect([hash, fileName]).toEqual([sha256(bytes), `${caseId}.pdf`])
    for (const score of ['3.21', '4.00', '0.44']) expect(pdf.text).not.toContain(score)
    const rows = await app.deps.audit.rows(app.tenantId, 0, 100_000)
    const told = rows.filter(
      ({ object, action }) => object === caseId && action === 'CASE_EXPORTED',
    )
    expect(told.map(({ actor, details }) => ({ actor, details }))).toEqual([
      { actor: admin.id, details: { format: 'PDF', sha256: hash, values: false, images: [] } },
    ])
  })

  test('hides what the fields say until it is asked for, and loses no letter then', async () => {
    const { caseId } = await noted()
    const hidden = readPdf((await pdfOf(caseId)).bytes).text
    expect(hidden).toContain('Surname CHIP hidden (12 characters)')
    for (const value of ['Παπαδοπούλου', '小', 'U+5C0F']) expect(hidden).not.toContain(value)
    const shown = readPdf((await pdfOf(caseId, { values: true })).bytes).text
    expect(shown).toContain('Surname CHIP Παπαδοπούλου')
    expect(shown).toContain('Given names CHIP ‹U+5C0F U+9F8D›')
    expect(shown).toContain('Some characters of this report are not in its font')
  })

  test('has pictures where they are asked for by one who may see them', async () => {
    const { caseId, sessionId } = await noted()
    const [capture] = await app.deps.captures.ofSession({ tenantId: app.tenantId, sessionId })
    const { bytes } = await pdfOf(caseId, { images: true })
    const { pages } = readPdf(bytes)
    const tags = pages.flatMap(({ tree }) => tagsOf(tree))
    expect(tags).toContainEqual({ role: 'Figure', alt: `Selfie, capture ${capture?.id}` })
    const key = await apiKeyOf(app, app.tenantId, { scopes: ['PERSONAL_DATA_EXPORT'] })
    const { errors } = await reportAs(key, caseId, { images: true })
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN')
    expect((await reportAs(key, caseId)).data.caseReport.userErrors).toEqual([])
  })

  test('is nothing for who may not take personal data out, nor for who is to judge it blindly', async () => {
    const { caseId } = await noted()
    for (const role of ['REVIEWER', 'AUDITOR', 'DEVELOPER'] as const) {
      const { errors } = await reportAs(await newMember(app, app.tenantId, [role]), caseId)
      expect([role, errors?.[0].extensions.code]).toEqual([role, 'FORBIDDEN'])
    }
    const key = apiClient(app.url, app.key)
    await key.mutate('organizationUpdate', { secondReviewPercent: 100, fourEyes: 'NONE' })
    const decided = { caseId, outcome: 'REJECT', reasonCodes: ['FACE_MISMATCH'] }
    await apiClient(app.url, admin).mutate('reviewCaseDecide', decided)
    const second = await newMember(app, app.tenantId, ['ADMIN'])
    const next = await apiClient(app.url, second).mutate('secondReviewTake', {})
    expect(next.result.id).toBe(caseId)
    const { caseReport } = (await reportAs(second, caseId)).data
    expect(caseReport).toEqual({ result: null, userErrors: [{ code: 'CONFLICT' }] })
  })
})
