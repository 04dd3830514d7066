import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { childEnvironment } from '../../src/config'
import { compareReplay } from '../../src/sessions/compare-replay'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'

let app: TestApp
let relay: NodeJS.Timeout
let tenantId: string
let sessionId: string
let applicantId: string

beforeAll(async () => {
  app = await startTestApp(['verify'])
  tenantId = app.tenantId
  relay = setInterval(() => void app.deps.outbox.relay((jobs) => app.deps.queue.add(jobs)), 200)
  const [genuine] = (await demoCases(new Date())) as [DemoCase]
  const client = createDemoClient(app.url, app.key)
  applicantId = (await client.createApplicant('replayed')).id
  sessionId = (await client.createSession(applicantId)).id
  await client.upload(sessionId, 'DOCUMENT_FRONT', genuine.document)
  await client.upload(sessionId, 'SELFIE', genuine.selfie)
  await client.submit(sessionId)
  await client.waitForDecision(sessionId, () => {})
}, 120_000)
afterAll(async () => {
  clearInterval(relay)
  await app.close()
})

const replayed = () =>
  eventually(async () => {
    const { data } = await apiClient(app.url, app.key).ask(
      'query($id: ID!) { sessionReplay(sessionId: $id) { id state differences doneAt } }',
      { id: sessionId },
    )
    return data.sessionReplay?.state !== 'PENDING' && data.sessionReplay
  })

test('replay: a worker finds every score the same, and who asked is in the audit log', async () => {
  const api = apiClient(app.url, app.key)
  const { result } = await api.mutate('sessionReplayStart', { sessionId }, 'id state differences')
  expect(result).toMatchObject({ state: 'PENDING', differences: [] })
  expect(await replayed()).toMatchObject({ id: result.id, state: 'DONE', differences: [] })
  const rows = await app.deps.audit.rows(tenantId, 0, 1000)
  expect(rows.filter(({ action }) => action === 'SESSION_REPLAYED')).toHaveLength(1)
  expect((await api.session(sessionId, 'decisions { id }')).decisions).toHaveLength(1)
}, 60_000)

test('replay: what differs is named', async () => {
  const { faces, policy } = app.deps
  const ref = { tenantId, sessionId }
  const compare: typeof faces.compare = (a, b) => {
    const found = faces.compare(a, b)
    return { ...found, falseMatchRate: found.falseMatchRate * (1 + 1e-14) }
  }
  const other = { ...app.deps, faces: { ...faces, compare } }
  expect(await compareReplay(other, ref)).toEqual(['SCORE FACE_MATCH'])
  const stricter = { ...policy, version: 'stricter', targetFalseMatchRate: 1e-30 }
  const strict = await compareReplay({ ...app.deps, policy: stricter, models: [] }, ref)
  expect(strict).toEqual(
    expect.arrayContaining(['POLICY', 'MODELS', 'OUTCOME FACE_MATCH', 'DECISION']),
  )
}, 60_000)

test('replay: the command says so, and ends with 0', async () => {
  const env = { ...process.env, ...childEnvironment(app.config) }
  const args = ['dist/src/cli/main.js', 'replay', sessionId, '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  expect(JSON.parse(stdout)).toEqual({ sessionId, same: true, differences: [] })
}, 120_000)

test('replay: an erased session has nothing to replay', async () => {
  const api = apiClient(app.url, app.key)
  await api.mutate('applicantErase', { applicantId })
  const { userErrors } = await api.mutate('sessionReplayStart', { sessionId })
  expect(userErrors[0]?.code).toBe('CONFLICT')
})
