import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import sharp from 'sharp'
import { ROLE_NAMES } from '../../src/access/actions'
import { applyRetention } from '../../src/privacy/apply-retention'
import { exportApplicant } from '../../src/privacy/export-applicant'
import { checkIntegrity } from '../../src/sessions/check-integrity'
import { removeGarbage } from '../../src/sessions/remove-garbage'
import { sha256 } from '../../src/sessions/sha256'
import { openDatabase } from '../../src/storage/database'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { ATTACHMENT, attacher, pdf } from '../support/attach'
import { referredSession } from '../support/cases'
import { everyRow } from '../support/every-row'
import { photo, plain } from '../support/images'
import { cookieOf, newMember } from '../support/members'
import { readPdf } from '../support/pdf'

jest.setTimeout(120_000)

let app: TestApp
let tenantId: string
let admin: { id: string; cookie: string }
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = app.tenantId
  admin = await newMember(app, tenantId, ['ADMIN'])
})
afterAll(() => app.close())
beforeEach(() => app.later(0))

const MINUTE = 60_000
const as = (who = admin) => attacher(app.url, who)

async function inHand(who = admin) {
  const session = await referredSession(app)
  await apiClient(app.url, who).mutate('reviewCaseTake', { caseId: session.caseId })
  return session
}

async function attachmentsOf(caseId: string, who = admin) {
  const query = `query($id: ID!) { reviewCase(id: $id) { attachments { ${ATTACHMENT} } } }`
  return (await apiClient(app.url, who).ask(query, { id: caseId })).data.reviewCase.attachments
}

const open = (caseId: string, id: string, headers: Record<string, string>) =>
  fetch(`${app.url}/cases/${caseId}/attachments/${id}`, { headers })
const asAdmin = () => ({ cookie: admin.cookie })

async function audited(object: string) {
  const rows = await app.deps.audit.rows(tenantId, 0, 100_000)
  return rows
    .filter((row) => row.object === object && /ATTACHMENT|REFUSED/.test(row.action))
    .map(({ actor, action, details }) => ({ actor, action, details }))
}

const stored = () =>
  readdirSync(new URL(app.config.blobUrl), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'))
    .join('\n')

describe('attachment: a file on a case', () => {
  test('is announced by its hash, sent once, and stays as it is, sealed, with one row that says who', async () => {
    const { caseId } = await inHand()
    const bytes = pdf('Zwetschkenbaum')
    const { result } = await as().announce(caseId, bytes, { name: 'Plum tree.pdf' })
    expect((await as().complete(result.id)).userErrors[0]?.code).toBe('UPLOAD_MISSING')
    expect((await as().put(result.uploadUrl, pdf('another'))).status).toBe(400)
    expect((await as().put(result.uploadUrl, bytes)).status).toBe(201)
    expect((await as().put(result.uploadUrl, bytes)).status).toBe(409)
    expect(await attachmentsOf(caseId)).toEqual([])
    const file = {
      ...{ id: result.id, name: 'Plum tree.pdf', mediaType: 'application/pdf', kept: true },
      ...{ byteLength: bytes.length, sha256: sha256(bytes), sentSha256: sha256(bytes) },
      ...{ authorId: admin.id, at: expect.any(String) },
    }
    for (const _ of ['once', 'said twice']) {
      const { result: found, userErrors } = await as().complete(result.id)
      expect([found.attachments, userErrors]).toEqual([[file], []])
    }
    const details = {
      ...{ attachmentId: result.id, mediaType: 'application/pdf' },
      sha256: sha256(bytes),
    }
    expect(await audited(caseId)).toEqual([
      { actor: admin.id, action: 'CASE_ATTACHMENT_ADDED', details },
    ])
    const everything = `${await everyRow(app.config.DATABASE_URL)}${stored()}`
    for (const said of ['Plum tree', 'Zwetschkenbaum']) expect(everything).not.toContain(said)
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const change = { where: { id: result.id }, data: { authorId: admin.id } }
    await expect(db.caseAttachment.updateMany(change)).rejects.toThrow(/never change/)
    await db.$disconnect()
    expect((await checkIntegrity(app.deps, false)).findings).toEqual([])
  })

  test('is an image that was decoded and encoded anew: of what was hidden in it nothing is left', async () => {
    const { caseId } = await inHand()
    const image = plain(400, 300).png()
    const png = await image.withExif({ IFD0: { Copyright: 'Somebody' } }).toBuffer()
    const polyglot = Buffer.concat([png, Buffer.from('<script>alert(1)</script>')])
    const wish = { name: 'C:\\scans\\proof.of.address.png', mediaType: 'image/png' }
    const { result } = await as().attach(caseId, polyglot, wish)
    const [file] = result.attachments
    expect(file).toMatchObject({ name: 'proof.of.address.jpg', mediaType: 'image/jpeg' })
    expect(file.sentSha256).toBe(sha256(polyglot))
    const bytes = Buffer.from(await (await open(caseId, file.id, asAdmin())).arrayBuffer())
    expect([sha256(bytes), bytes.length]).toEqual([file.sha256, file.byteLength])
    expect(bytes.includes('script')).toBe(false)
    const { width, height, exif } = await sharp(bytes).metadata()
    expect({ width, height, exif }).toEqual({ width: 400, height: 300, exif: undefined })
  })

  test('is a PDF, JPEG or PNG by its first bytes, whatever it is called, and at most 10 MB', async () => {
    const { caseId } = await inHand()
    const webp = await plain(400, 300).webp().toBuffer()
    const jpeg = await photo(400, 300)
    const small = await plain(20, 20).jpeg().toBuffer()
    const late = Buffer.concat([Buffer.from('<html>'), pdf()])
    const refusals: unknown[] = []
    for (const [bytes, wish] of [
      [webp, { mediaType: 'image/webp' }],
      [pdf(), { mediaType: 'text/html' }],
      [Buffer.from('PK\x03\x04 a word file'), {}],
      [webp, { mediaType: 'image/png' }],
      [jpeg, { mediaType: 'application/pdf' }],
      [pdf(), { mediaType: 'image/jpeg' }],
      [late, {}],
      [small, { mediaType: 'image/jpeg' }],
      [Buffer.from('\xff\xd8\xff and no image', 'latin1'), { mediaType: 'image/jpeg' }],
      [pdf(), { byteLength: 10_000_001 }],
      [pdf(), { byteLength: 0 }],
    ] as const)
      refusals.push((await as().attach(caseId, bytes, wish)).userErrors[0]?.code)
    expect(refusals).toEqual([
      ...Array(7).fill('FILE_UNSUPPORTED'),
      ...['IMAGE_TOO_SMALL', 'IMAGE_DAMAGED', 'UPLOAD_TOO_LARGE', 'UPLOAD_EMPTY'],
    ])
    expect(await attachmentsOf(caseId)).toEqual([])
    const large = (await as().announce(caseId, pdf())).result
    expect((await as().put(large.uploadUrl, Buffer.alloc(10_000_001))).status).toBe(413)
    const kept = await app.deps.caseAttachments.get(tenantId, large.id)
    expect(kept.status).toBe('AWAITING_UPLOAD')
  })

  test('is taken 20 times on a case, of 50 MB together, however many are announced at once', async () => {
    const { caseId } = await inHand()
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, at) => as().attach(caseId, pdf(String(at)))),
    )
    expect(all.filter(({ userErrors }) => userErrors[0]?.code === 'CONFLICT').length).toBe(4)
    expect((await attachmentsOf(caseId)).length).toBe(20)
    const other = await inHand()
    const announce = (at: number) =>
      as().announce(other.caseId, pdf(String(at)), { byteLength: 10_000_000 })
    for (const at of [1, 2, 3, 4, 5]) expect((await announce(at)).userErrors).toEqual([])
    expect((await announce(6)).userErrors[0]?.code).toBe('CONFLICT')
    // What never came makes room again.
    app.later(app.deps.settings.uploadTtlMs + MINUTE)
    await apiClient(app.url, admin).mutate('reviewCaseTake', { caseId: other.caseId })
    expect((await announce(7)).userErrors).toEqual([])
  })

  test('comes from whoever has the case in hand, and only they complete what they announced; a refusal is a row', async () => {
    const { caseId } = await inHand()
    const other = await newMember(app, tenantId, ['REVIEWER'])
    const { result } = await as().announce(caseId, pdf())
    await as().put(result.uploadUrl, pdf())
    expect((await as(other).announce(caseId, pdf())).userErrors[0]?.code).toBe('CONFLICT')
    const refused = { action: 'REVIEW_CASE_REFUSED', details: { deed: 'ATTACH' } }
    expect(await audited(caseId)).toEqual([{ ...refused, actor: other.id }])
    app.later(20 * MINUTE)
    for (const who of [admin, other]) await attachmentsOf(caseId, who) // keeps them logged in
    app.later(31 * MINUTE)
    await apiClient(app.url, other).mutate('reviewCaseTake', { caseId })
    expect((await as(other).complete(result.id)).userErrors[0]?.code).toBe('NOT_FOUND')
    expect((await as().complete(result.id)).userErrors[0]?.code).toBe('CONFLICT')
    expect((await audited(caseId)).at(-1)).toEqual({ ...refused, actor: admin.id })
    expect(await attachmentsOf(caseId)).toEqual([])
    const their = (await app.deps.apiKeys.find(await anotherKey(app), new Date()))?.tenantId ?? ''
    const elsewhere = await newMember(app, their, ['ADMIN'])
    expect((await as(elsewhere).announce(caseId, pdf())).userErrors[0]?.code).toBe('NOT_FOUND')
    expect((await as(elsewhere).complete(result.id)).userErrors[0]?.code).toBe('NOT_FOUND')
  })

  test('comes to no closed case, not even from its blind reviewer', async () => {
    const { caseId, second } = await blindCase()
    expect((await as(second).announce(caseId, pdf())).userErrors[0]?.code).toBe('CONFLICT')
    expect((await as().announce(caseId, pdf())).userErrors[0]?.code).toBe('CONFLICT')
  })

  test('that was announced and never attached is forgotten after a day, with what was sent', async () => {
    const { caseId } = await inHand()
    const kept = (await as().attach(caseId, pdf('kept'))).result.attachments[0]
    const { result } = await as().announce(caseId, pdf('left'))
    await as().put(result.uploadUrl, pdf('left'))
    await removeGarbage(app.deps)
    expect((await app.deps.caseAttachments.get(tenantId, result.id)).status).toBe('UPLOADED')
    app.later(25 * 60 * MINUTE)
    await removeGarbage(app.deps)
    await removeGarbage(app.deps)
    app.later(0)
    expect(await app.deps.caseAttachments.forUpload(result.id)).toBeNull()
    expect((await attachmentsOf(caseId)).map(({ id }: { id: string }) => id)).toEqual([kept.id])
    const { findings } = await checkIntegrity(app.deps, false)
    expect(findings).toEqual([])
  })
})

/** A case that was decided by the administrator, who attached a file, and is judged blindly by somebody else. */
async function blindCase() {
  const { caseId, sessionId } = await inHand()
  const { id } = (await as().attach(caseId, pdf(caseId))).result.attachments[0]
  const key = apiClient(app.url, app.key)
  await key.mutate('organizationUpdate', { secondReviewPercent: 100, fourEyes: 'NONE' })
  const decided = { caseId, outcome: 'REJECT', reasonCodes: ['FACE_MISMATCH'] }
  await apiClient(app.url, admin).mutate('reviewCaseDecide', decided)
  await key.mutate('organizationUpdate', { secondReviewPercent: 0 })
  const second = await newMember(app, tenantId, ['ADMIN'])
  const next = await apiClient(app.url, second).mutate('secondReviewTake', {})
  expect(next.result.id).toBe(caseId)
  return { caseId, sessionId, attachmentId: id as string, second }
}

describe('attachment: opening one', () => {
  test('saves it under its name, is kept by nobody, run by nothing, and is one row each', async () => {
    const { caseId } = await inHand()
    const { id } = (await as().attach(caseId, pdf(), { name: '../\u202e“Brief”.pdf' })).result
      .attachments[0]
    for (const _ of [1, 2]) {
      const response = await open(caseId, id, asAdmin())
      expect(response.status).toBe(200)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="?Brief?.pdf"; filename*=UTF-8''%E2%80%9CBrief%E2%80%9D.pdf`,
        'cache-control': 'no-store, private',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
      })
      expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf())
    }
    const opened = {
      ...{ actor: admin.id, action: 'CASE_ATTACHMENT_OPENED' },
      details: { attachmentId: id },
    }
    expect((await audited(caseId)).slice(1)).toEqual([opened, opened])
  })

  test('is work on the case, which stays in hand', async () => {
    const { caseId } = await inHand()
    const { id } = (await as().attach(caseId, pdf())).result.attachments[0]
    for (const minutes of [20, 40, 60]) {
      app.later(minutes * MINUTE)
      expect((await open(caseId, id, asAdmin())).status).toBe(200)
    }
  })

  test('is refused without the case in hand, whatever the role, and that is a row as well', async () => {
    const { caseId } = await inHand()
    const { id } = (await as().attach(caseId, pdf())).result.attachments[0]
    const statuses: Record<string, number> = {}
    for (const role of ROLE_NAMES) {
      const cookie = await cookieOf(app, tenantId, [role])
      statuses[role] = (await open(caseId, id, { cookie })).status
    }
    statuses['KEY'] = (await open(caseId, id, { authorization: `Bearer ${app.key}` })).status
    statuses['NOBODY'] = (await open(caseId, id, {})).status
    const refused = { ADMIN: 403, REVIEWER: 403, AUDITOR: 403, DEVELOPER: 403, KEY: 403 }
    expect(statuses).toEqual({ ...refused, NOBODY: 401 })
    // Those who may see images at all are told of; the others are refused before anything is looked at.
    const row = { action: 'REVIEW_CASE_REFUSED', details: { deed: 'OPEN_ATTACHMENT' } }
    const rows = (await audited(caseId)).slice(1)
    expect(rows.map(({ action, details }) => ({ action, details }))).toEqual([row, row, row])
  })

  test('finds nothing on another case, in another organisation, or under a made-up name', async () => {
    const [mine, other] = [await inHand(), await inHand()]
    const { id } = (await as().attach(mine.caseId, pdf())).result.attachments[0]
    const their = (await app.deps.apiKeys.find(await anotherKey(app), new Date()))?.tenantId ?? ''
    const cookie = await cookieOf(app, their, ['ADMIN'])
    expect((await open(mine.caseId, id, { cookie })).status).toBe(404)
    expect((await open(other.caseId, id, asAdmin())).status).toBe(404)
    for (const name of ['x', id.replace('att', 'cap'), '..%2f..%2fetc%2fpasswd'])
      expect((await open(mine.caseId, name, asAdmin())).status).toBe(404)
    expect((await audited(mine.caseId)).length).toBe(1)
  })

  test('shows whoever is to judge the case blindly nothing that others attached', async () => {
    const { caseId, attachmentId, second } = await blindCase()
    expect(await attachmentsOf(caseId, second)).toEqual([])
    expect((await open(caseId, attachmentId, { cookie: second.cookie })).status).toBe(404)
    const judged = { caseId, outcome: 'REJECT', reasonCodes: ['FACE_MISMATCH'] }
    await apiClient(app.url, second).mutate('secondReviewDecide', judged)
    expect((await attachmentsOf(caseId, second)).length).toBe(1)
  })
})

describe('attachment: taken out, and taken away', () => {
  test('is listed in the bundle and the PDF, and is in the bundle where images are asked for', async () => {
    const { caseId } = await inHand()
    const [bytes, image] = [pdf('letter'), await photo(400, 300)]
    await as().attach(caseId, bytes)
    const wish = { name: 'photo.jpeg', mediaType: 'image/jpeg' }
    const { result } = await as().attach(caseId, image, wish)
    const [letter, picture] = result.attachments
    const EXPORT = `mutation($a: CaseExportInput!, $b: CaseExportInput!, $c: CaseReportInput!) {
      a: caseExport(input: $a) { result { bundle } } b: caseExport(input: $b) { result { bundle } }
      c: caseReport(input: $c) { result { pdf } } }`
    const [a, b, c] = [{ caseId }, { caseId, images: true }, { caseId }]
    const { data } = await apiClient(app.url, admin).ask(EXPORT, { a, b, c })
    const [listed, whole] = [JSON.parse(data.a.result.bundle), JSON.parse(data.b.result.bundle)]
    expect(listed.contents.attachments).toEqual([letter, picture])
    expect(listed.files).toEqual([])
    const files = whole.files.map(({ name, content }: { name: string; content: string }) => {
      return { name, sha256: sha256(Buffer.from(content, 'base64')) }
    })
    expect(files).toEqual([
      { name: `${letter.id}.pdf`, sha256: sha256(bytes) },
      { name: `${picture.id}.jpg`, sha256: picture.sha256 },
    ])
    const { text } = readPdf(Buffer.from(data.c.result.pdf, 'base64'))
    for (const said of ['letter.pdf', 'photo.jpg', 'application/pdf', 'image/jpeg'])
      expect(text).toContain(said)
    for (const { sha256: hash } of [letter, picture]) expect(text).toContain(hash)
    expect(text).toContain(`${letter.sha256} ${admin.id}`)
  })

  test('is given to the applicant, and goes with them when they are erased', async () => {
    const { caseId, sessionId } = await inHand()
    const bytes = pdf('erased')
    const [file] = (await as().attach(caseId, bytes)).result.attachments
    await as().announce(caseId, pdf('pending'))
    const { applicantId } = await app.deps.sessions.get({ tenantId, sessionId })
    const given = await exportApplicant(app.deps, { tenantId, applicantId }, 'test')
    const content = bytes.toString('base64')
    expect(given.sessions).toMatchObject([
      { caseAttachments: [{ name: 'letter.pdf', mediaType: 'application/pdf', content }] },
    ])
    await apiClient(app.url, app.key).mutate('applicantErase', { applicantId })
    expect(await attachmentsOf(caseId)).toEqual([])
    expect(await app.deps.caseAttachments.forUpload(file.id)).toBeNull()
    expect((await open(caseId, file.id, asAdmin())).status).toBe(403)
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const [rows, blobs] = [
      await db.caseAttachment.count({ where: { sessionId } }),
      await db.blob.count({ where: { sessionId } }),
    ]
    await db.$disconnect()
    expect([rows, blobs]).toEqual([0, 0])
  })

  test('is removed with the images of its session; that it was there stays', async () => {
    const { caseId, sessionId } = await inHand()
    const [file] = (await as().attach(caseId, pdf('old'))).result.attachments
    const { applicantId } = await app.deps.sessions.get({ tenantId, sessionId })
    const key = apiClient(app.url, app.key)
    await key.mutate('organizationUpdate', { imageRetentionDays: 1 })
    await key.mutate('applicantRelationshipEnd', { applicantId, endedAt: '2020-01-01T00:00:00Z' })
    expect((await applyRetention(app.deps)).images).toBe(1)
    await removeGarbage(app.deps)
    expect(await attachmentsOf(caseId)).toEqual([{ ...file, kept: false }])
    expect((await open(caseId, file.id, asAdmin())).status).toBe(404)
    const { userErrors, result } = await apiClient(app.url, admin).mutate(
      'caseExport',
      { caseId, images: true },
      'bundle',
    )
    expect([userErrors, JSON.parse(result.bundle).files]).toEqual([[], []])
    const { findings } = await checkIntegrity(app.deps, false)
    expect(findings).toEqual([])
    await key.mutate('organizationUpdate', { imageRetentionDays: null })
  })
})
