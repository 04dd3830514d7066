import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { reportPictures } from '../../src/review/report-pictures'
import { packFrames } from '../../src/sessions/frame-pack'
import { keepCapture } from '../../src/sessions/keep-capture'
import type { SessionRef } from '../../src/sessions/session'
import { sha256 } from '../../src/sessions/sha256'
import { apiKeyOf } from '../support/another-key'
import { apiClient, type Credentials } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { refer, referredSession } from '../support/cases'
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
/** An outline that is the whole of a picture: what would lie around it is cut off. */
const ALL = [corner(0, 0), corner(640, 0), corner(640, 480), corner(0, 480)]
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

/** A session with both sides of a document, and nothing of a face. */
async function sidesOf() {
  const api = apiClient(app.url, app.key)
  const sessionId = await api.newSession()
  const front = await api.upload(sessionId, 'DOCUMENT_FRONT', await photo(640, 480))
  const back = await api.upload(sessionId, 'DOCUMENT_BACK', await photo(640, 480, 2))
  const ref = { tenantId: app.tenantId, sessionId }
  return { ref, front: front.captureId, back: back.captureId }
}

async function keptPortrait(ref: SessionRef): Promise<string> {
  const bytes = await photo(120, 160)
  const blob = { kind: 'PORTRAIT', sha256: sha256(bytes), byteLength: bytes.length }
  const key = await app.deps.blobRecords.intend(ref, blob)
  await app.deps.blobs.put(key, bytes)
  return key
}

/** A liveness step of two frames that differ in size, as it is kept. */
async function framesOf(ref: SessionRef): Promise<string> {
  const at = new Date()
  const announced = { kind: 'LIVENESS', createdAt: at, uploadExpiresAt: at } as const
  const capture = await app.deps.captures.create(ref, announced)
  const frames = [await photo(320, 240), await photo(640, 480)]
  await keepCapture(app.deps, capture, packFrames(frames.map((bytes, atMs) => ({ atMs, bytes }))))
  return capture.id
}

async function sizesOf(ref: SessionRef) {
  const pictures = await reportPictures(app.deps, ref)
  const sizes = pictures.map(async ({ name, jpeg }) => {
    const { width, height } = await app.deps.images.decode(jpeg)
    return [name, { width, height }] as const
  })
  return Object.fromEntries(await Promise.all(sizes))
}

async function figuresOf(caseId: string) {
  const { pages } = readPdf((await pdfOf(caseId, { images: true })).bytes)
  const tags = pages.flatMap(({ tree }) => tagsOf(tree))
  return tags.filter(({ role }) => role === 'Figure').map(({ alt }) => alt)
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

  test('of a document with two sides and a portrait, without any face, has each of them, the side that was read cut out', async () => {
    const { ref, front, back } = await sidesOf()
    const portraitKey = await keptPortrait(ref)
    const reading = { captureId: front, data, portraitKey }
    const caseId = await refer(app, ref, { reading })
    const pictures = await sizesOf(ref)
    expect(pictures).toEqual({
      portrait: { width: 120, height: 160 },
      // The outline is 400 by 300 pixels, and has 3 % of that around it.
      [front]: { width: 424, height: 318 },
      [back]: { width: 640, height: 480 },
    })
    expect(await figuresOf(caseId)).toEqual([
      'Portrait, cut from the document',
      `Front of the document, capture ${front}`,
      `Back of the document, capture ${back}`,
    ])
  })

  test('of frames alone has the one whose face was compared, cut out, and none where none was', async () => {
    const { ref, front, back } = await sidesOf()
    const frames = await framesOf(ref)
    const eyes = [corner(300, 200), corner(340, 200)]
    const selfie = { captureId: frames, frame: 1, eyes }
    const compared = {
      ...(data as object),
      outline: ALL,
      faces: { portrait: null, selfie },
    } as never
    const reading = { captureId: front, data: compared, portraitKey: null }
    const caseId = await refer(app, ref, { reading })
    // Two distances of the eyes at each side, two above and three below: of the second frame, 640 by 480.
    const face = { width: 200, height: 200 }
    const whole = { width: 640, height: 480 }
    expect(await sizesOf(ref)).toEqual({ [front]: whole, [back]: whole, [frames]: face })
    expect(await figuresOf(caseId)).toContain(
      `Face of the liveness step that was compared, capture ${frames}`,
    )
    const other = await sidesOf()
    await framesOf(other.ref)
    const unread = { captureId: other.front, data, portraitKey: null }
    const without = await refer(app, other.ref, { reading: unread })
    expect(await figuresOf(without)).toEqual([
      `Front of the document, capture ${other.front}`,
      `Back of the document, capture ${other.back}`,
    ])
  })

  test('has no pictures once they were removed, and is a report all the same', async () => {
    const { ref, front } = await sidesOf()
    const portraitKey = await keptPortrait(ref)
    const caseId = await refer(app, ref, { reading: { captureId: front, data, portraitKey } })
    await app.deps.retention.dropImages(ref, new Date())
    expect(await figuresOf(caseId)).toEqual([])
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
