import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { JSONWebKeySet } from 'jose'
import { Webhook } from 'standardwebhooks'
import { CHECKPOINT_PREFIX } from '../../src/audit/checkpoint-key'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { meets } from '../../src/cli/demo-report'
import { listen } from '../../src/serve-api'
import { verifyStatement } from '../../src/trust/sign'
import { apiKeyOf } from '../support/another-key'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { everyRow } from '../support/every-row'

type Received = { headers: Record<string, string>; body: string }

let app: TestApp
let cases: DemoCase[]
const received: Received[] = []
const consumer = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    received.push({ headers: request.headers as Record<string, string>, body })
    response.end()
  })
})

beforeAll(async () => {
  app = await startTestApp(['verify', 'webhooks', 'housekeeping'], {
    WEBHOOKS_ALLOW_PRIVATE: 'true',
  })
  cases = await demoCases(new Date())
})
afterAll(async () => {
  await app.close()
  consumer.close()
})

async function run(name: string) {
  const demoCase = cases.find((each) => each.name === name)
  if (!demoCase) throw new Error(name)
  const client = createDemoClient(app.url, app.key)
  const applicant = await client.createApplicant(`${name}-${Date.now()}`)
  const { id } = await client.createSession(applicant.id)
  await client.upload(id, 'DOCUMENT_FRONT', demoCase.document)
  await client.upload(id, 'SELFIE', demoCase.selfie)
  await client.submit(id)
  const statuses: string[] = []
  const session = await client.waitForDecision(id, (status) => statuses.push(status))
  return { demoCase, session, statuses, id }
}

test('a genuine applicant is approved, and the decision says what it rests on', async () => {
  const port = await listen(consumer, 0, '127.0.0.1')
  const api = apiClient(app.url, app.key)
  const endpoint = await api.mutate(
    'webhookEndpointCreate',
    { url: `http://127.0.0.1:${port}/hook` },
    'secret endpoint { id }',
  )
  const { demoCase, session, statuses, id } = await run('genuine')
  expect(session.decision).toMatchObject({
    outcome: 'APPROVED',
    reasons: [],
    policyVersion: 'default-4',
  })
  expect(meets(demoCase, session)).toBe(true)
  expect(statuses.at(-1)).toBe('APPROVED')
  const stored = await api.session(
    id,
    'status history { trigger from to sequence } decisions { id epoch codeVersion models { name sha256 } inputs { kind sha256 } timings { step } } captures { kind status imageSha256 } documentReading { portraitBox { x y } }',
  )
  expect(stored.history.map((event: { trigger: string }) => event.trigger)).toEqual([
    'CREATE',
    'SUBMIT',
    'APPROVE',
  ])
  expect(stored.decisions).toHaveLength(1)
  const [decision] = stored.decisions
  expect(decision.inputs.map((input: { sha256: string }) => input.sha256)).toEqual(
    stored.captures.map((capture: { imageSha256: string }) => capture.imageSha256),
  )
  expect(decision.models.length).toBeGreaterThan(3)
  expect(decision.timings.at(-1)).toEqual({ step: 'total' })
  expect(stored.documentReading.portraitBox).toHaveLength(4)

  const delivered = await eventually(async () =>
    received.find(({ body }) => body.includes('kyc_session.approved')),
  )
  const payload = new Webhook(endpoint.result.secret).verify(delivered.body, delivered.headers)
  expect(payload).toMatchObject({
    type: 'kyc_session.approved',
    data: { id, status: 'APPROVED', sequence: 2 },
  })
})

test('the selfie of somebody else is not approved, because of the face', async () => {
  const { demoCase, session } = await run('stranger')
  expect(session.decision?.outcome).toBe('IN_REVIEW')
  expect(meets(demoCase, session)).toBe(true)
})

test('an edited number is not approved, and the reason names its check digit', async () => {
  const { demoCase, session } = await run('edited')
  expect(session.decision?.outcome).toBe('IN_REVIEW')
  expect(meets(demoCase, session)).toBe(true)
})

test('match and liveness scores leave by no field of the API', async () => {
  const { id } = await run('stranger')
  const session = await apiClient(app.url, app.key).session(
    id,
    'checks { name reasons { code evidence { measured limit } } } decision { reasons { code evidence { measured limit } } }',
  )
  const reasons = [
    ...session.checks.flatMap((check: { reasons: object[] }) => check.reasons),
    ...session.decision.reasons,
  ]
  const scored = reasons.filter(({ code }) => code === 'FACE_MISMATCH')
  expect(scored.length).toBe(2)
  for (const { evidence } of scored) expect(evidence).toEqual({ measured: null, limit: null })
})

test('a live key never approves a specimen', async () => {
  const [organization] = await app.deps.organizations.list()
  const key = await apiKeyOf(app, organization?.id ?? '', { mode: 'LIVE' })
  const api = apiClient(app.url, key)
  const genuine = cases.find(({ name }) => name === 'genuine')
  const id = await api.newSession()
  await api.upload(id, 'DOCUMENT_FRONT', genuine?.document ?? new Uint8Array())
  await api.upload(id, 'SELFIE', genuine?.selfie ?? new Uint8Array())
  await api.mutate('kycSessionSubmit', { sessionId: id })
  const session = await eventually(async () => {
    const seen = await api.session(id, 'status decision { outcome reasons { code } }')
    return seen.status !== 'PROCESSING' && seen
  })
  expect(session).toEqual({
    status: 'IN_REVIEW',
    decision: { outcome: 'IN_REVIEW', reasons: [{ code: 'DOCUMENT_SPECIMEN' }] },
  })
})

test('attestation: a final decision verifies offline with the published keys, and a changed one does not', async () => {
  const { id } = await run('genuine')
  const { decision, applicant } = await apiClient(app.url, app.key).session(
    id,
    'applicant { id } decision { attestation outcome policyVersion inputs { kind sha256 } models { name sha256 } epoch }',
  )
  const response = await fetch(`${app.url}/.well-known/jwks.json`)
  const keys = (await response.json()) as JSONWebKeySet
  const [organization] = await app.deps.organizations.list()
  const { claims } = await verifyStatement(decision.attestation, keys, organization?.id)
  expect(claims).toMatchObject({
    iss: app.url,
    sub: applicant.id,
    jti: `${id}.1`,
    session: id,
    outcome: 'APPROVED',
    reasons: [],
    policyVersion: decision.policyVersion,
    inputs: decision.inputs,
    models: decision.models,
  })
  await app.deps.signer.rotate()
  const later = await app.deps.signer.keySet()
  expect(later.keys).toHaveLength(keys.keys.length + 1)
  await expect(verifyStatement(decision.attestation, later)).resolves.toBeDefined()
  const refused = await run('stranger')
  const { decision: open } = await apiClient(app.url, app.key).session(
    refused.id,
    'decision { attestation }',
  )
  expect(open.attestation).toBeNull()
})

test('canary: what was read and photographed lies encrypted in the database and the store', async () => {
  const { id } = await run('genuine')
  const reading = await apiClient(app.url, app.key).session(
    id,
    'documentReading { fields { value } } captures { imageSha256 }',
  )
  const values = reading.documentReading.fields.map(({ value }: { value: string }) => value)
  expect(values).toContain('LINDQVIST')
  const dump = await everyRow(app.config.DATABASE_URL)
  expect(dump).toContain(id)
  for (const canary of ['LINDQVIST', 'ASTRID', 'L89890286', '1994-08-12'])
    expect(dump).not.toContain(canary)

  const files = readdirSync(new URL(app.config.blobUrl), { recursive: true, withFileTypes: true })
  // Signed checkpoints of the audit log hold hashes alone, and are for anybody to read.
  const isCheckpoint = ({ name }: { name: string }) =>
    name.startsWith(CHECKPOINT_PREFIX.replace('/', '+')) // as the folder names it
  const objects = files.filter((file) => file.isFile() && !isCheckpoint(file))
  expect(objects.length).toBeGreaterThan(3)
  for (const { parentPath, name } of objects) {
    const bytes = readFileSync(join(parentPath, name))
    expect(bytes.subarray(0, 4).toString()).toBe('CSE1')
    for (const magic of ['JFIF\0', '\x89PNG\r\n'])
      expect(bytes.includes(magic, 0, 'latin1')).toBe(false)
  }
})
