import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { finishErasures } from '../../src/privacy/erase-applicant'
import { replayTombstones } from '../../src/privacy/replay-tombstones'
import { checkIntegrity } from '../../src/sessions/check-integrity'
import { verifyStatement } from '../../src/trust/sign'
import { anotherKey, apiKeyOf } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { everyRow } from '../support/every-row'

let app: TestApp
let genuine: DemoCase
let tenantId: string

beforeAll(async () => {
  app = await startTestApp(['verify'])
  ;[genuine] = (await demoCases(new Date())) as [DemoCase]
  tenantId = app.tenantId
  // No housekeeping here, which would do by itself what is tried: only the relay.
  relay = setInterval(() => void app.deps.outbox.relay((jobs) => app.deps.queue.add(jobs)), 200)
}, 60_000)
afterAll(async () => {
  clearInterval(relay)
  await app.close()
})
let relay: NodeJS.Timeout

const CANARIES = ['LINDQVIST', 'ASTRID', 'L89890286', '1994-08-12', 'canary@example.test']

async function decided(externalId: string) {
  const client = createDemoClient(app.url, app.key)
  const applicant = await client.createApplicant(externalId)
  const { id } = await client.createSession(applicant.id)
  await client.upload(id, 'DOCUMENT_FRONT', genuine.document)
  await client.upload(id, 'SELFIE', genuine.selfie)
  await client.submit(id)
  const { status } = await client.waitForDecision(id, () => {})
  expect(status).toBe('APPROVED')
  return { applicantId: applicant.id, sessionId: id }
}

const objects = () =>
  readdirSync(new URL(app.config.blobUrl), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ name }) => name)

async function sql(text: string, values: unknown[] = []) {
  const client = new Client({ connectionString: app.config.DATABASE_URL })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

const KEPT_TABLES = ['SessionKey', 'DocumentReading', 'Check', 'Decision', 'Capture', 'Blob']
const erase = (applicantId: string, key = app.key) =>
  apiClient(app.url, key).mutate('applicantErase', { applicantId }, 'id sessionIds receipt')

describe('erasure: of an applicant', () => {
  test('leaves ids, times, statuses and codes, and a receipt that anybody can verify', async () => {
    const { applicantId, sessionId } = await decided('canary@example.test')
    const before = await everyRow(app.config.DATABASE_URL)
    expect(before).toContain('canary@example.test')
    expect(objects().filter((name) => name.includes(sessionId)).length).toBeGreaterThan(2)

    const { result } = await erase(applicantId)
    expect(result.sessionIds).toEqual([sessionId])
    const { typ, claims } = await verifyStatement(
      result.receipt,
      await app.deps.signer.keySet(),
      tenantId,
    )
    expect(typ).toBe('erasure-receipt+jwt')
    expect(claims).toMatchObject({ sub: applicantId, jti: result.id, sessions: [sessionId] })

    const dump = await everyRow(app.config.DATABASE_URL)
    for (const canary of CANARIES) expect(dump).not.toContain(canary)
    for (const table of KEPT_TABLES)
      expect(await sql(`select 1 from "${table}" where "sessionId" = $1`, [sessionId])).toEqual([])
    expect(objects().filter((name) => name.includes(sessionId))).toEqual([])
    const session = await apiClient(app.url, app.key).session(
      sessionId,
      'status captures { id } decisions { id } checks { id } documentReading { id } history { trigger to }',
    )
    expect(session).toMatchObject({
      status: 'ERASED',
      captures: [],
      decisions: [],
      checks: [],
      documentReading: null,
    })
    expect(session.history.at(-1)).toEqual({ trigger: 'ERASE', to: 'ERASED' })
    const events = await sql(
      `select type from "WebhookEvent" where "sessionId" = $1 order by sequence`,
      [sessionId],
    )
    expect(events.at(-1)).toEqual({ type: 'kyc_session.erased' })
    const { findings } = await checkIntegrity(app.deps, false)
    expect(findings).toEqual([])
  }, 60_000)

  test('answers the same again, and takes no new session', async () => {
    const api = apiClient(app.url, app.key)
    const { result: applicant } = await api.mutate('applicantCreate', { externalId: 'again' })
    const first = await erase(applicant.id)
    expect((await erase(applicant.id)).result).toEqual(first.result)
    const { userErrors } = await api.mutate('kycSessionCreate', { applicantId: applicant.id })
    expect(userErrors).toEqual([
      expect.objectContaining({ code: 'CONFLICT', message: 'This applicant was erased.' }),
    ])
    expect((await api.mutate('applicantCreate', { externalId: 'again' })).result).not.toBeNull()
    const query = 'query($id: ID!) { erasure(applicantId: $id) { id } }'
    expect((await api.ask(query, { id: applicant.id })).data.erasure).toEqual({
      id: first.result.id,
    })
  })

  test('is not for another organisation', async () => {
    const { result: applicant } = await apiClient(app.url, app.key).mutate('applicantCreate', {})
    const { userErrors } = await erase(applicant.id, await anotherKey(app))
    expect(userErrors[0]?.code).toBe('NOT_FOUND')
    expect(await sql(`select "erasedAt" from "Applicant" where id = $1`, [applicant.id])).toEqual([
      { erasedAt: null },
    ])
  })

  test('ends a session whose checks run, and the worker that comes late writes nothing', async () => {
    const client = createDemoClient(app.url, app.key)
    const applicant = await client.createApplicant('in its checks')
    const { id: sessionId } = await client.createSession(applicant.id)
    await client.upload(sessionId, 'DOCUMENT_FRONT', genuine.document)
    await client.upload(sessionId, 'SELFIE', genuine.selfie)
    await client.submit(sessionId)
    await erase(applicant.id)
    await new Promise((done) => setTimeout(done, 4000))
    for (const table of KEPT_TABLES.filter((name) => name !== 'Blob'))
      expect(await sql(`select 1 from "${table}" where "sessionId" = $1`, [sessionId])).toEqual([])
    expect(
      await sql(`select 1 from "Blob" where "sessionId" = $1 and state = 'LIVE'`, [sessionId]),
    ).toEqual([])
  }, 60_000)

  test('that was cut off is finished by housekeeping', async () => {
    const { result: applicant } = await apiClient(app.url, app.key).mutate('applicantCreate', {})
    const session = await apiClient(app.url, app.key).mutate('kycSessionCreate', {
      applicantId: applicant.id,
    })
    await app.deps.erasures.begin(tenantId, applicant.id, new Date(Date.now() - 3_600_000))
    expect(await finishErasures(app.deps)).toBe(1)
    expect(await app.deps.erasures.find(tenantId, applicant.id)).toMatchObject({
      sessionIds: [session.result.id],
      erasedBy: 'SYSTEM',
    })
    expect(await finishErasures(app.deps)).toBe(0)
  })
})

describe('erasure: before it, a person can be given', () => {
  test('everything that is kept, and nobody else can have it', async () => {
    const { applicantId, sessionId } = await decided('export@example.test')
    const get = (key: string, id = applicantId) =>
      fetch(`${app.url}/applicants/${id}/export`, { headers: { authorization: `Bearer ${key}` } })
    const response = await get(app.key)
    expect(response.headers.get('content-disposition')).toContain(`${applicantId}.json`)
    const text = await response.text()
    const bundle = JSON.parse(text)
    expect(bundle.applicant).toMatchObject({ id: applicantId, externalId: 'export@example.test' })
    const [session] = bundle.sessions
    expect(session).toMatchObject({ id: sessionId, status: 'APPROVED' })
    expect(JSON.stringify(session.documentReading)).toContain('LINDQVIST')
    expect(session.captures.map(({ kind }: { kind: string }) => kind)).toEqual([
      'DOCUMENT_FRONT',
      'SELFIE',
    ])
    for (const { content } of [...session.captures, { content: session.portrait }])
      expect(Buffer.from(content, 'base64').subarray(0, 2).toString('hex')).toBe('ffd8')
    expect(text).not.toContain('"score":')
    const without = await apiKeyOf(app, tenantId, { scopes: ['SESSIONS_READ', 'RESULTS_READ'] })
    expect((await get(without)).status).toBe(403)
    expect((await get('')).status).toBe(401)
    expect((await get(await anotherKey(app))).status).toBe(404)
  }, 60_000)
})

describe('erasure: a backup from before', () => {
  test('is readable when restored, and no longer once the tombstones were replayed', async () => {
    const { applicantId, sessionId } = await decided('restored@example.test')
    const ref = { tenantId, sessionId }
    const tables = ['Applicant', 'KycSession', 'SessionKey', 'DocumentReading', 'Check', 'Decision']
    const backup = new Map<string, unknown[]>()
    for (const table of tables) {
      const column =
        table === 'Applicant'
          ? [applicantId, 'id']
          : [sessionId, table === 'KycSession' ? 'id' : 'sessionId']
      backup.set(
        table,
        await sql(`select to_jsonb(t) as row from "${table}" t where "${column[1]}" = $1`, [
          column[0],
        ]),
      )
    }
    await erase(applicantId)
    await restore(backup, { applicantId, sessionId })
    expect(JSON.stringify(await app.deps.results.latestReading(ref))).toContain('LINDQVIST')

    expect(await replayTombstones(app.deps)).toHaveLength(1)
    await expect(app.deps.keys.forReading(ref)).rejects.toThrow(/no key/)
    expect(await app.deps.results.latestReading(ref)).toBeNull()
    const dump = await everyRow(app.config.DATABASE_URL)
    for (const canary of [...CANARIES, 'restored@example.test']) expect(dump).not.toContain(canary)
    expect(await replayTombstones(app.deps)).toEqual([])
  }, 60_000)

  test('that never knew the applicant takes the tombstone all the same', async () => {
    const { result: applicant } = await apiClient(app.url, app.key).mutate('applicantCreate', {})
    await erase(applicant.id)
    await sql(`delete from "Tombstone" where "applicantId" = $1`, [applicant.id])
    await sql(`delete from "Applicant" where id = $1`, [applicant.id])
    expect(await replayTombstones(app.deps)).toHaveLength(1)
    expect(await app.deps.erasures.find(tenantId, applicant.id)).not.toBeNull()
  })
})

/** As if the database were set back: the rows as they were, and no tombstone. */
async function restore(
  backup: Map<string, unknown[]>,
  { applicantId, sessionId }: { applicantId: string; sessionId: string },
): Promise<void> {
  await sql(`delete from "Tombstone" where "applicantId" = $1`, [applicantId])
  for (const [table, rows] of backup)
    for (const { row } of rows as { row: Record<string, unknown> }[]) {
      if (table === 'Applicant')
        await sql(`update "Applicant" set "externalId" = $2, "erasedAt" = null where id = $1`, [
          applicantId,
          row['externalId'],
        ])
      else if (table === 'KycSession')
        await sql(`update "KycSession" set status = $2::"SessionStatus" where id = $1`, [
          sessionId,
          row['status'],
        ])
      else
        await sql(
          `insert into "${table}" select * from jsonb_populate_record(null::"${table}", $1)`,
          [JSON.stringify(row)],
        )
    }
}
