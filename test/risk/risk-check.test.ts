import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { compareReplay } from '../../src/sessions/compare-replay'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { turnOn } from '../support/risk'

let app: TestApp
let genuine: DemoCase
let tenantId: string

beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'])
  ;[genuine] = (await demoCases(new Date())) as [DemoCase]
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
}, 60_000)
afterAll(() => app.close())

async function decided(applicantId: string) {
  const client = createDemoClient(app.url, app.key)
  const { id } = await client.createSession(applicantId)
  await client.upload(id, 'DOCUMENT_FRONT', genuine.document)
  await client.upload(id, 'SELFIE', genuine.selfie)
  await client.submit(id)
  const { status } = await client.waitForDecision(id, () => {})
  const shown = 'decision { outcome reasons { code } } checks { name outcome reasons { code } }'
  const session = await apiClient(app.url, app.key).session(id, shown)
  const risk = session.checks.find(({ name }: { name: string }) => name === 'RISK')
  return { id, status, risk, decision: session.decision }
}

const newApplicant = async () =>
  (await apiClient(app.url, app.key).mutate('applicantCreate', {})).result as { id: string }

describe('risk: the check of a session', () => {
  test('is left out until it is on; then whoever comes with another’s document goes to a person', async () => {
    const [ann, bob] = [await newApplicant(), await newApplicant()]
    const off = await decided(ann.id)
    expect(off).toMatchObject({ status: 'APPROVED', risk: { outcome: 'SKIPPED', reasons: [] } })
    await turnOn(app, ['DOCUMENTS', 'CONDUCT'])
    // What was before is not known: only from now on is anything kept.
    const first = await decided(ann.id)
    expect(first).toMatchObject({ status: 'APPROVED', risk: { outcome: 'PASS' } })
    const other = await decided(bob.id)
    expect(other.status).toBe('IN_REVIEW')
    expect(other.risk.outcome).toBe('FAIL')
    expect(other.decision.reasons[0]).toEqual({ code: 'RISK_DOCUMENT_REUSED' })
    // A replay runs the checks again; what others showed then is taken as it was.
    expect(await compareReplay(app.deps, { tenantId, sessionId: other.id })).toEqual([])
  }, 240_000)
})
