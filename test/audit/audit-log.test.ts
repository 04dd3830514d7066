import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readAuditLog } from '../../src/audit/read-log'
import { signCheckpoints } from '../../src/audit/sign-checkpoints'
import { applyRetention } from '../../src/privacy/apply-retention'
import { expireSessions } from '../../src/sessions/expire-sessions'
import { appendAudit } from '../../src/storage/audit'
import { type Client, type Database, openDatabase, scoped } from '../../src/storage/database'
import type { Change } from '../../src/storage/session-change'
import { hashAuditRow } from '../../src/trust/audit-row'
import { verifyAudit } from '../../src/trust/verify-audit'
import { torn } from '../faults/invariants'
import { anotherKey, apiKeyOf } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let tenantId: string
let actor: string
let client: Client
let db: Database

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = app.tenantId
  actor = (await app.deps.apiKeys.list(tenantId))[0]?.id ?? ''
  client = openDatabase(app.config.DATABASE_URL, 10)
  db = scoped(client)
})
afterAll(async () => {
  await client.$disconnect()
  await app.close()
})

const api = () => apiClient(app.url, app.key)
const deed = () => ({ actor: 'test', at: new Date() })
const entry = (object: string) => ({ ...deed(), action: 'SESSION_CHANGED', object }) as const

const rowsOf = (whose = tenantId) => app.deps.audit.rows(whose, 0, 100_000)

/** What was written while something was done. */
async function written(work: () => Promise<unknown>) {
  const { seq } = await app.deps.audit.head(tenantId)
  await work()
  const rows = await app.deps.audit.rows(tenantId, seq, 1000)
  return rows.map(({ actor, action, object, details }) => ({ actor, action, object, details }))
}

async function verified(whose = tenantId) {
  return verifyAudit(await readAuditLog(app.deps, whose), await app.deps.signer.keySet())
}

async function at<T>(time: Date, work: () => Promise<T>): Promise<T> {
  const { now } = app.deps
  app.deps.now = () => time
  try {
    return await work()
  } finally {
    app.deps.now = now
  }
}

const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000)

describe('audit: what is written', () => {
  test('begins with the organisation and its first key', async () => {
    const rows = await rowsOf()
    expect(rows.slice(0, 2)).toMatchObject([
      { seq: 1, action: 'ORGANIZATION_CREATED', object: tenantId, actor: 'first start' },
      { seq: 2, action: 'API_KEY_CREATED', object: actor, actor: 'first start' },
    ])
  })

  test('is one row for each change of a session, by whoever made it', async () => {
    const expiring = await api().newSession()
    let sessionId = ''
    const rows = await written(async () => {
      sessionId = await api().newSession()
      await api().mutate('kycSessionCancel', { sessionId })
      await at(inDays(60), () => expireSessions(app.deps))
    })
    const change = { action: 'SESSION_CHANGED', object: sessionId, actor }
    expect(rows).toMatchObject([
      {
        ...change,
        details: { trigger: 'CREATE', from: null, to: 'AWAITING_CAPTURE', sequence: 0 },
      },
      { ...change, details: { trigger: 'CANCEL', to: 'CANCELLED', sequence: 1 } },
      { object: expiring, actor: 'SYSTEM', details: { trigger: 'EXPIRE', to: 'EXPIRED' } },
    ])
    expect(await torn(app.config.DATABASE_URL)).toEqual([])
  })

  test('is nothing when the change is refused', async () => {
    const sessionId = await api().newSession()
    await api().mutate('kycSessionCancel', { sessionId })
    const refused = async () => {
      const { userErrors } = await api().mutate('kycSessionCancel', { sessionId })
      expect(userErrors).toHaveLength(1)
    }
    expect(await written(refused)).toEqual([])
  })

  test('is one row for each change of keys, endpoints, settings and consent', async () => {
    const sessionId = await api().newSession()
    const ids: string[] = []
    const rows = await written(async () => {
      const wanted = { label: 'Canary', mode: 'TEST', scopes: ['SESSIONS_READ'] }
      const made = await api().mutate('apiKeyCreate', wanted, 'apiKey { id }')
      const id = made.result.apiKey.id
      const next = await api().mutate('apiKeyRotate', { id }, 'apiKey { id }')
      await api().mutate('apiKeyRevoke', { id })
      await api().mutate('apiKeyRevoke', { id })
      const url = 'https://example.com/canary'
      const hook = await api().mutate('webhookEndpointCreate', { url }, 'endpoint { id }')
      const endpointId = hook.result.endpoint.id
      await api().mutate('webhookEndpointDisable', { id: endpointId })
      await api().mutate('webhookEndpointDisable', { id: endpointId })
      await api().mutate('organizationUpdate', { consentRequired: true, retentionDays: 365 })
      await api().mutate('consentRecord', { sessionId, textVersion: 'terms-3', locale: 'de' })
      await app.deps.keys.rotate(tenantId, deed())
      await app.deps.keys.rewrapTenants(deed())
      ids.push(id, next.result.apiKey.id, endpointId)
    })
    const [id, next, endpointId] = ids
    expect(rows).toEqual([
      ...[
        ['API_KEY_CREATED', id, { mode: 'TEST', scopes: ['SESSIONS_READ'] }],
        ['API_KEY_CREATED', next, { mode: 'TEST', scopes: ['SESSIONS_READ'] }],
        ['API_KEY_ROTATED', id, { successor: next, until: expect.any(String) }],
        ['API_KEY_REVOKED', id, {}],
        ['WEBHOOK_ENDPOINT_CREATED', endpointId, {}],
        ['WEBHOOK_ENDPOINT_DISABLED', endpointId, { reason: 'OWNER' }],
        ['SETTINGS_CHANGED', tenantId, { consentRequired: true, retentionDays: 365 }],
        ['CONSENT_RECORDED', sessionId, { textVersion: 'terms-3', purpose: 'VERIFICATION' }],
      ].map(([action, object, details]) => ({ actor, action, object, details })),
      ...[
        ['TENANT_KEY_ROTATED', { version: 2 }],
        ['TENANT_KEY_REWRAPPED', { version: 1 }],
        ['TENANT_KEY_REWRAPPED', { version: 2 }],
      ].map(([action, details]) => ({ actor: 'test', action, object: tenantId, details })),
    ])
  })

  test('is whose data was taken out, when it is to go, and that it went', async () => {
    const { result: applicant } = await api().mutate('applicantCreate', { externalId: 'Canary' })
    const applicantId = applicant.id
    const { result: session } = await api().mutate('kycSessionCreate', { applicantId })
    const headers = { authorization: `Bearer ${app.key}` }
    const endedAt = '2026-01-02T03:04:05.678Z'
    const rows = await written(async () => {
      await fetch(`${app.url}/applicants/${applicantId}/export`, { headers })
      await fetch(`${app.url}/applicants/app_unknown/export`, { headers })
      await api().mutate('applicantRelationshipEnd', { applicantId, endedAt })
      await api().mutate('applicantErase', { applicantId })
      await api().mutate('applicantErase', { applicantId })
    })
    expect(rows).toMatchObject([
      { actor, action: 'PERSONAL_DATA_EXPORTED', object: applicantId, details: {} },
      { actor, action: 'RELATIONSHIP_ENDED', object: applicantId, details: { endedAt } },
      { actor, action: 'SESSION_CHANGED', object: session.id, details: { to: 'ERASED' } },
      { actor, action: 'APPLICANT_ERASED', object: applicantId, details: { sessions: 1 } },
    ])
    expect(JSON.stringify(await rowsOf())).not.toMatch(/canary/i)
    expect((await verified()).defects).toEqual([])
  })

  test('is what was decided, and whoever saw what was read', async () => {
    const ref = { tenantId, sessionId: await api().newSession() }
    const { sessions, results } = app.deps
    const open = await sessions.get(ref)
    const session = await sessions.apply({ session: open, trigger: 'SUBMIT', ...deed() })
    const attestation = 'header.claims.signature'
    const found = { reasons: [], models: [], inputs: [], timings: [], checks: [] }
    const verification = {
      ...{ ...found, outcome: 'APPROVED', policyVersion: 'p-1', codeVersion: 'c', attestation },
      ...{ policyId: null, policySha256: null, country: null, documentType: null },
      reading: { captureId: 'cap_1', data: { sources: ['MRZ'] }, portraitKey: null },
    } as const
    const query = 'query($id: ID!) { kycSession(id: $id) { documentReading { id } } }'
    const rows = await written(async () => {
      await api().ask(query, { id: ref.sessionId })
      await sessions.apply({ session, trigger: 'APPROVE', ...deed(), verification } as Change)
      const { data } = await api().ask(query, { id: ref.sessionId })
      const reading = await results.latestReading(ref)
      expect(data.kycSession.documentReading).toEqual({ id: reading?.id })
    })
    const attestationSha256 = createHash('sha256').update(attestation).digest('hex')
    const decided = { to: 'APPROVED', policyVersion: 'p-1', attestationSha256 }
    expect(rows).toMatchObject([
      { action: 'SESSION_CHANGED', object: ref.sessionId, actor: 'test', details: decided },
      { action: 'DOCUMENT_READING_OPENED', object: ref.sessionId, actor, details: {} },
    ])
  })

  test('is what retention removed', async () => {
    const { result: applicant } = await api().mutate('applicantCreate', {})
    await api().mutate('organizationUpdate', { retentionDays: 10 })
    const { id: applicantId } = applicant
    await api().mutate('applicantRelationshipEnd', { applicantId })
    const rows = await written(() => at(inDays(11), () => applyRetention(app.deps)))
    await api().mutate('organizationUpdate', { retentionDays: null })
    expect(rows).toContainEqual({
      actor: 'RETENTION',
      action: 'APPLICANT_ERASED',
      object: applicantId,
      details: { sessions: 0 },
    })
  })
})

describe('audit: the log', () => {
  test('is one unbroken chain however many add to it at once, and from several processes', async () => {
    const other = openDatabase(app.config.DATABASE_URL, 10)
    const before = await app.deps.audit.head(tenantId)
    const adding = Array.from({ length: 300 }, (_, n) =>
      scoped(n % 2 ? client : other).asTenant(tenantId, (tx) =>
        appendAudit(tx, tenantId, entry(`ses_${n}`)),
      ),
    )
    await Promise.all(adding)
    await other.$disconnect()
    const rows = await app.deps.audit.rows(tenantId, before.seq, 1000)
    expect(rows).toHaveLength(300)
    expect(new Set(rows.map(({ object }) => object)).size).toBe(300)
    expect((await verified()).defects).toEqual([])
  })

  test('has the hashes that anybody can compute, whatever the details are', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 })
    const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
    const details = fc.record({ z: value, a: fc.array(text, { maxLength: 3 }), 'ä"\\': text })
    const written = fc.asyncProperty(details, text, async (found, object) => {
      await app.deps.audit.append(tenantId, { ...entry(object), details: found })
      const { seq, hash } = await app.deps.audit.head(tenantId)
      const [row] = await app.deps.audit.rows(tenantId, seq - 1, 1)
      expect(row && hashAuditRow(row)).toBe(hash)
    })
    await fc.assert(written, { numRuns: 200 })
    expect((await verified()).defects).toEqual([])
  })

  test('has neither a row nor a gap of what was taken back', async () => {
    const before = await app.deps.audit.head(tenantId)
    const failing = db.asTenant(tenantId, async (tx) => {
      await appendAudit(tx, tenantId, entry('ses_gone'))
      throw new Error('taken back')
    })
    await expect(failing).rejects.toThrow('taken back')
    expect(await app.deps.audit.head(tenantId)).toEqual(before)
    await app.deps.audit.append(tenantId, entry('ses_after'))
    expect((await verified()).defects).toEqual([])
  })

  test('is changed and shortened by nobody, the owner of the tables included', async () => {
    const statements = [
      `update "AuditEvent" set actor = 'x'`,
      `delete from "AuditEvent"`,
      `truncate "AuditEvent"`,
      `update "AuditCheckpoint" set note = 'x'`,
      `delete from "AuditCheckpoint"`,
      `truncate "AuditCheckpoint"`,
    ]
    await at(inDays(1), () => signCheckpoints(app.deps))
    for (const sql of statements) {
      const tries = [
        db.asTenant(tenantId, (tx) => tx.$executeRawUnsafe(sql)),
        db.asSystem((tx) => tx.$executeRawUnsafe(sql)),
      ]
      for (const refused of tries) await expect(refused).rejects.toThrow(/permission denied/)
      await expect(client.$executeRawUnsafe(sql)).rejects.toThrow(
        /rows (never change|are never removed)/,
      )
    }
  })

  test('is shown to who has AUDIT_READ, page by page, newest first, and to no other organisation', async () => {
    const query = `query($first: Int, $after: String) { auditEvents(first: $first, after: $after) {
      nodes { id seq at actor action object details prev hash } pageInfo { hasNextPage endCursor } } }`
    const { data } = await api().ask(query, { first: 5 })
    const { nodes, pageInfo } = data.auditEvents
    const { data: next } = await api().ask(query, { first: 5, after: pageInfo.endCursor })
    const { seq: end } = await app.deps.audit.head(tenantId)
    const shown = [...nodes, ...next.auditEvents.nodes]
    expect(shown.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, n) => end - n))
    const [newest] = await app.deps.audit.rows(tenantId, end - 1, 1)
    expect(shown[0]).toEqual({ id: expect.stringMatching(/^aud_/), ...newest, tenantId: undefined })

    const theirKey = await anotherKey(app)
    const { data: theirs } = await apiClient(app.url, theirKey).ask(query, { first: 100 })
    expect(theirs.auditEvents.nodes).toMatchObject([{ seq: 1, action: 'API_KEY_CREATED' }])
    const unable = await apiKeyOf(app, tenantId, { scopes: ['SESSIONS_READ'] })
    const { errors } = await apiClient(app.url, unable).ask(query, { first: 1 })
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN')
    const { errors: odd } = await api().ask(query, { first: 1, after: 'x' })
    expect(odd?.[0].extensions.code).toBe('INVALID')
  })
})
