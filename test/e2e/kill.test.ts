import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { demoCases } from '../../src/cli/demo-cases'
import { retryStuckSessions } from '../../src/sessions/retry-stuck-sessions'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'

let app: TestApp
let api: ReturnType<typeof apiClient>
let genuine: { document: Uint8Array; selfie: Uint8Array }

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { STUCK_AFTER_SEC: '2', JOB_LOCK_SEC: '2' })
  api = apiClient(app.url, app.key)
  const [first] = await demoCases(new Date())
  if (!first) throw new Error('no case')
  genuine = first
})
afterAll(() => app.close())

async function submitted(): Promise<string> {
  const id = await api.newSession()
  await api.upload(id, 'DOCUMENT_FRONT', genuine.document)
  await api.upload(id, 'SELFIE', genuine.selfie)
  await api.mutate('kycSessionSubmit', { sessionId: id })
  return id
}

const RESULT = 'status decisions { outcome } history { trigger }'

test('a worker killed in the middle of a session: after a restart there is exactly one decision', async () => {
  const worker = await app.spawnWorker('verify')
  const id = await submitted()
  await eventually(async () => (await app.deps.queue.depths()).verify > 0 && (await app.deps.outbox.unsent()) === 0)
  await new Promise((done) => setTimeout(done, 150))
  expect((await api.session(id, 'status')).status).toBe('PROCESSING')
  worker.kill('SIGKILL')
  await new Promise((done) => worker.once('exit', done))
  expect(await api.session(id, RESULT)).toMatchObject({ status: 'PROCESSING', decisions: [] })

  await app.spawnWorker('verify')
  const session = await eventually(async () => {
    const seen = await api.session(id, RESULT)
    return seen.status !== 'PROCESSING' && seen
  }, 60)
  expect(session).toMatchObject({ status: 'APPROVED', decisions: [{ outcome: 'APPROVED' }] })
  expect(session.decisions).toHaveLength(1)
})

test('a job lost with its queue is asked for again, under a new epoch, and decided once', async () => {
  const id = await submitted()
  const session = await eventually(async () => {
    const seen = await api.session(id, RESULT)
    return seen.status !== 'PROCESSING' && seen
  }, 60)
  expect(session.decisions).toHaveLength(1)
})

test('after three attempts that never finish a person takes over', async () => {
  const [organization] = await app.deps.organizations.list()
  const tenantId = organization?.id ?? ''
  const later = { ...app.deps, now: () => new Date(Date.now() + 3_600_000) }
  const gone = { ...later, outbox: { ...later.outbox, holds: async () => false }, queue: { ...later.queue, has: async () => false } }
  const applicant = await app.deps.applicants.create(tenantId, null, new Date())
  const at = new Date()
  const created = await app.deps.sessions.create({ tenantId, applicantId: applicant.id, mode: 'TEST', actor: 'test', at, expiresAt: at })
  await app.deps.sessions.apply({ session: created, trigger: 'SUBMIT', at, actor: 'test' })
  for (let sweep = 0; sweep < 3; sweep++) await retryStuckSessions(gone)
  const session = await api.session(created.id, 'status history { trigger reasons }')
  expect(session.status).toBe('IN_REVIEW')
  expect(session.history.map((event: { trigger: string }) => event.trigger)).toEqual(['CREATE', 'SUBMIT', 'RETRY', 'RETRY', 'REFER'])
  expect(session.history.at(-1).reasons).toEqual(['CHECKS_INTERRUPTED'])
})
