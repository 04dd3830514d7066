import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/sessions/sha256'
import { verifyBundle } from '../../src/trust/case-bundle'
import { apiKeyOf } from '../support/another-key'
import { apiClient, type Credentials } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { photo } from '../support/images'
import { newMember } from '../support/members'

let app: TestApp
let admin: { id: string; cookie: string }
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  admin = await newMember(app, app.tenantId, ['ADMIN'])
})
afterAll(() => app.close())

const field = {
  ...{ name: 'SURNAME', value: 'PROBE', source: 'MRZ', confidence: 1 },
  ...{ uncertain: false, box: null },
} as const
const data = { fields: [field], sources: ['MRZ'] } as never
const evidence = { captureId: 'cap_1', measured: '3.21', limit: '4.00' }

/** A case with a selfie, something read, a score, and a note. */
async function noted(policyId?: string) {
  const session = await referredSession(app, app.key, {
    reasons: ['FACE_MISMATCH', 'IMAGE_BLURRED'],
    selfie: await photo(640, 480),
    reading: { captureId: 'cap_1', data, portraitKey: null },
    ...(policyId && { policyId }),
    checks: [
      {
        ...{ name: 'FACE_MATCH', outcome: 'WARN', score: 3.21, durationMs: 1 },
        reasons: [{ code: 'FACE_MISMATCH', evidence }],
      },
    ],
  })
  const api = apiClient(app.url, admin)
  await api.mutate('reviewCaseTake', { caseId: session.caseId })
  await api.mutate('reviewNoteAdd', { caseId: session.caseId, text: 'Asked twice.' })
  return session
}

const DOCUMENT = `mutation($input: CaseExportInput!) {
  caseExport(input: $input) { result { bundle sha256 fileName } userErrors { code } } }`
const exportAs = async (as: Credentials, caseId: string, images = false) =>
  apiClient(app.url, as).ask(DOCUMENT, { input: { caseId, images } })

describe('bundle: a case that is taken out', () => {
  test('is genuine to whoever has the public keys, and tells all but scores', async () => {
    const { caseId, sessionId } = await noted()
    const {
      bundle,
      sha256: hash,
      fileName,
    } = (await exportAs(admin, caseId)).data.caseExport.result
    const keys = await (await fetch(`${app.url}/.well-known/jwks.json`)).json()
    const report = await verifyBundle(Buffer.from(bundle), keys as never, app.tenantId)
    expect(report).toMatchObject({ faults: [], claims: { sub: caseId, files: [] } })
    expect([hash, fileName]).toEqual([sha256(Buffer.from(bundle)), `${caseId}.json`])
    const { contents } = JSON.parse(bundle)
    expect(contents).toMatchObject({
      case: { id: caseId, sessionId, reasons: ['FACE_MISMATCH', 'IMAGE_BLURRED'] },
      notes: [{ authorId: admin.id, text: 'Asked twice.' }],
      session: { id: sessionId, status: 'IN_REVIEW' },
      decisions: [{ outcome: 'IN_REVIEW', policyVersion: 'p-1', models: [{ name: 'm' }] }],
      checks: [{ name: 'FACE_MATCH', outcome: 'WARN' }],
      fields: [{ name: 'SURNAME', source: 'MRZ', value: 'PROBE', uncertain: false }],
      replay: null,
    })
    expect(contents.session.history.length).toBeGreaterThan(1)
    expect(bundle).not.toContain('3.21')
    const rows = await app.deps.audit.rows(app.tenantId, 0, 100_000)
    const told = rows.filter(({ action }) => action === 'CASE_EXPORTED')
    expect(told.map(({ actor, object, details }) => ({ actor, object, details }))).toEqual([
      { actor: admin.id, object: caseId, details: { sha256: hash, images: [] } },
    ])
  })

  test('says what the policy said that it was decided by', async () => {
    const note = 'strict'
    const drafted = await apiClient(app.url, admin).mutate('policyDraft', { definition: {}, note })
    const { caseId } = await noted(drafted.result.id)
    const { bundle } = (await exportAs(admin, caseId)).data.caseExport.result
    const { decisions, policies } = JSON.parse(bundle).contents
    expect(decisions[0].policyId).toBe(drafted.result.id)
    const { definition, sha256: hash } = await app.deps.policies.get({
      tenantId: app.tenantId,
      id: drafted.result.id,
    })
    expect(policies).toMatchObject([{ id: drafted.result.id, definition, sha256: hash }])
  })

  test('has its images where they are asked for by one who may see them', async () => {
    const { caseId, sessionId } = await noted()
    const { bundle } = (await exportAs(admin, caseId, true)).data.caseExport.result
    const { files, contents } = JSON.parse(bundle)
    const [capture] = await app.deps.captures.ofSession({ tenantId: app.tenantId, sessionId })
    expect(files.map(({ name }: { name: string }) => name)).toEqual([`${capture?.id}.jpg`])
    const bytes = Buffer.from(files[0].content, 'base64')
    expect(contents.session.captures[0].sha256).toBe(sha256(bytes))
    const key = await apiKeyOf(app, app.tenantId, { scopes: ['PERSONAL_DATA_EXPORT'] })
    expect((await exportAs(key, caseId, true)).errors?.[0].extensions.code).toBe('FORBIDDEN')
    expect((await exportAs(key, caseId)).data.caseExport.result.fileName).toBe(`${caseId}.json`)
  })

  test('is nothing for who may not take personal data out, nor for who is to judge it blindly', async () => {
    const { caseId } = await noted()
    for (const role of ['REVIEWER', 'AUDITOR', 'DEVELOPER'] as const) {
      const { errors } = await exportAs(await newMember(app, app.tenantId, [role]), caseId)
      expect([role, errors?.[0].extensions.code]).toEqual([role, 'FORBIDDEN'])
    }
    const api = apiClient(app.url, admin)
    const key = apiClient(app.url, app.key)
    await key.mutate('organizationUpdate', { secondReviewPercent: 100, fourEyes: 'NONE' })
    const decided = { caseId, outcome: 'REJECT', reasonCodes: ['FACE_MISMATCH'] }
    expect((await api.mutate('reviewCaseDecide', decided)).userErrors).toEqual([])
    const second = await newMember(app, app.tenantId, ['ADMIN'])
    const next = await apiClient(app.url, second).mutate('secondReviewTake', {})
    expect([next.userErrors, next.result.id]).toEqual([[], caseId])
    const { caseExport } = (await exportAs(second, caseId)).data
    expect(caseExport).toEqual({ result: null, userErrors: [{ code: 'CONFLICT' }] })
    expect((await exportAs(admin, caseId)).data.caseExport.userErrors).toEqual([])
  })
})
