import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { applyRetention } from '../../src/privacy/apply-retention'
import { checkIntegrity } from '../../src/sessions/check-integrity'
import { removeGarbage } from '../../src/sessions/remove-garbage'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let genuine: DemoCase
const DAY_MS = 24 * 3_600_000

beforeAll(async () => {
  app = await startTestApp([])
  ;[genuine] = (await demoCases(new Date())) as [DemoCase]
})
afterAll(() => app.close())

const api = () => apiClient(app.url, app.key)
const days = (count: number) => new Date(Date.now() + count * DAY_MS)

async function at<T>(time: Date, work: () => Promise<T>): Promise<T> {
  const { now } = app.deps
  app.deps.now = () => time
  try {
    return await work()
  } finally {
    app.deps.now = now
  }
}

async function photographed() {
  const { result: applicant } = await api().mutate('applicantCreate', {})
  const session = await api().mutate('kycSessionCreate', { applicantId: applicant.id })
  await api().upload(session.result.id, 'SELFIE', genuine.selfie)
  return { applicantId: applicant.id, sessionId: session.result.id }
}

async function setStatus(sessionId: string, status: string): Promise<void> {
  const client = new Client({ connectionString: app.config.DATABASE_URL })
  await client.connect()
  await client.query(`update "KycSession" set status = $2::"SessionStatus" where id = $1`, [
    sessionId,
    status,
  ])
  await client.end()
}

const imagesOf = async (sessionId: string) => {
  const tenantId = app.tenantId
  const captures = await app.deps.captures.ofSession({ tenantId, sessionId })
  return captures.filter(({ imageKey }) => imageKey !== null).length
}

describe('erasure: retention', () => {
  test('is for ever until the organisation says otherwise', async () => {
    const { sessionId } = await photographed()
    await api().mutate('kycSessionCancel', { sessionId })
    expect(await at(days(36_500), () => applyRetention(app.deps))).toEqual({
      images: 0,
      applicants: 0,
    })
  })

  test('takes images first, then the person, counted from the end of a session that led to nothing', async () => {
    await api().mutate('organizationUpdate', { imageRetentionDays: 30, retentionDays: 365 })
    const { applicantId, sessionId } = await photographed()
    await api().mutate('kycSessionCancel', { sessionId })
    await at(days(29), () => applyRetention(app.deps))
    expect(await imagesOf(sessionId)).toBe(1)
    await at(days(31), () => applyRetention(app.deps))
    expect(await imagesOf(sessionId)).toBe(0)
    await removeGarbage(app.deps)
    expect((await checkIntegrity(app.deps, false)).findings).toEqual([])
    expect((await api().session(sessionId, 'status')).status).toBe('CANCELLED')
    await at(days(366), () => applyRetention(app.deps))
    expect((await api().session(sessionId, 'status')).status).toBe('ERASED')
    const query = 'query($id: ID!) { erasure(applicantId: $id) { sessionIds } }'
    expect((await api().ask(query, { id: applicantId })).data.erasure).toEqual({
      sessionIds: [sessionId],
    })
  })

  test('does not begin while the relationship lasts, and begins when it is said to have ended', async () => {
    await api().mutate('organizationUpdate', { imageRetentionDays: 30, retentionDays: 365 })
    const { applicantId, sessionId } = await photographed()
    await setStatus(sessionId, 'APPROVED')
    await at(days(3650), () => applyRetention(app.deps))
    expect(await imagesOf(sessionId)).toBe(1)
    const end = { applicantId, endedAt: days(3650).toISOString() }
    expect((await api().mutate('applicantRelationshipEnd', end)).userErrors).toEqual([])
    await at(days(3679), () => applyRetention(app.deps))
    expect(await imagesOf(sessionId)).toBe(1)
    await at(days(3681), () => applyRetention(app.deps))
    expect(await imagesOf(sessionId)).toBe(0)
    await at(days(3650 + 366), () => applyRetention(app.deps))
    expect((await api().session(sessionId, 'status')).status).toBe('ERASED')
  })

  test('set to null is for ever again', async () => {
    const { result } = await api().mutate(
      'organizationUpdate',
      { imageRetentionDays: null, retentionDays: null },
      'imageRetentionDays retentionDays consentRequired',
    )
    expect(result).toEqual({
      imageRetentionDays: null,
      retentionDays: null,
      consentRequired: false,
    })
  })
})
