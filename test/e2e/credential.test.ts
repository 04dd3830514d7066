import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { demoCases } from '../../src/cli/demo-cases'
import { verifyCredential } from '../../src/trust/credential'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'

let app: TestApp
let api: ReturnType<typeof apiClient>
beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'])
  api = apiClient(app.url, app.key)
})
afterAll(() => app.close())

const issue = (sessionId: string) =>
  api.mutate('credentialIssue', { sessionId }, 'credential expiresAt')

test('attestation: an approved person gets a credential that the published keys verify, and a row says so', async () => {
  const [genuine] = await demoCases(new Date())
  if (!genuine) throw new Error('no case')
  const sessionId = await api.newSession()
  expect((await issue(sessionId)).userErrors[0]?.code).toBe('CONFLICT')
  await api.upload(sessionId, 'DOCUMENT_FRONT', genuine.document)
  await api.upload(sessionId, 'SELFIE', genuine.selfie)
  await api.mutate('kycSessionSubmit', { sessionId })
  await eventually(async () => (await api.session(sessionId, 'status')).status === 'APPROVED', 60)

  const { credential, expiresAt } = (await issue(sessionId)).result
  const keys = await (await fetch(`${app.url}/.well-known/jwks.json`)).json()
  const { claims } = await verifyCredential(credential, keys as never, { now: new Date() })
  expect(claims).toMatchObject({
    iss: app.url,
    family_name: 'LINDQVIST',
    over_18: true,
    nationality: 'UTO',
    verified_at: expect.any(String),
  })
  const year = Date.now() + 366 * 24 * 3_600_000
  expect(new Date(expiresAt).getTime()).toBeLessThan(year)
  const [organization] = await app.deps.organizations.list()
  const rows = await app.deps.audit.rows(organization?.id ?? '', 0, 1000)
  const issued = rows.filter(({ action }) => action === 'CREDENTIAL_ISSUED')
  expect(issued.map(({ object }) => object)).toEqual([sessionId])
  expect(JSON.stringify(rows)).not.toContain('LINDQVIST')
})
