import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { demoCases } from '../../src/cli/demo-cases'
import { retryStuckSessions } from '../../src/sessions/retry-stuck-sessions'
import { openDatabase } from '../../src/storage/database'
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

async function submitted(client = api): Promise<string> {
  const id = await client.newSession()
  await client.upload(id, 'DOCUMENT_FRONT', genuine.document)
  await client.upload(id, 'SELFIE', genuine.selfie)
  await client.mutate('kycSessionSubmit', { sessionId: id })
  return id
}

const RESULT = 'status decisions { outcome } history { trigger }'

test('a worker killed in the middle of a session: after a restart there is exactly one decision', async () => {
  const worker = await app.spawnWorker('verify')
  const id = await submitted()
  await eventually(
    async () =>
      (await app.deps.queue.depths()).verify > 0 && (await app.deps.outbox.unsent()) === 0,
  )
  await new Promise((done) => setTimeout(done, 150))
  expect((await api.session(id, 'status')).status).toBe('PROCESSING')
  worker.kill('SIGKILL')
  await new Promise((done) => worker.once('exit', done))
  expect(await api.session(id, RESULT)).toMatchObject({ status: 'PROCESSING', decisions: [] })

  const next = await app.spawnWorker('verify')
  const session = await eventually(async () => {
    const seen = await api.session(id, RESULT)
    return seen.status !== 'PROCESSING' && seen
  }, 60)
  expect(session).toMatchObject({ status: 'APPROVED', decisions: [{ outcome: 'APPROVED' }] })
  expect(session.decisions).toHaveLength(1)
  // On Redis the next test's jobs would reach this worker, which knows another database.
  next.kill('SIGTERM')
  await new Promise((done) => next.once('exit', done))
})

test('a job lost on its way is asked for again, under a new epoch, and decided once', async () => {
  const lone = await startTestApp([])
  const client = apiClient(lone.url, lone.key)
  const id = await submitted(client)
  const db = openDatabase(lone.config.DATABASE_URL, 1)
  await db.outboxEntry.deleteMany({ where: { job: 'verifySession' } })
  await db.$disconnect()
  expect(await retryStuckSessions(lone.deps)).toBe(0) // not stuck yet
  expect(
    await retryStuckSessions({ ...lone.deps, now: () => new Date(Date.now() + 3_600_000) }),
  ).toBe(1)
  await lone.deps.outbox.relay((jobs) => lone.deps.queue.add(jobs))
  await lone.spawnWorker('verify')
  const session = await eventually(async () => {
    const seen = await client.session(id, `${RESULT} decision { epoch }`)
    return seen.status !== 'PROCESSING' && seen
  }, 60)
  expect(session).toMatchObject({ status: 'APPROVED', decision: { epoch: 2 } })
  expect(session.decisions).toHaveLength(1)
  expect(session.history.map((event: { trigger: string }) => event.trigger)).toEqual([
    'CREATE',
    'SUBMIT',
    'RETRY',
    'APPROVE',
  ])
  await lone.close()
})

test('after three attempts that never finish a person takes over', async () => {
  const { deps, url, key, close } = await startTestApp([])
  const [organization] = await deps.organizations.list()
  const tenantId = organization?.id ?? ''
  const at = new Date()
  const applicant = await deps.applicants.create(tenantId, null, at)
  const created = await deps.sessions.create({
    tenantId,
    applicantId: applicant.id,
    mode: 'TEST',
    actor: 'test',
    at,
    documentType: null,
    livenessRequired: false,
    expiresAt: at,
  })
  await deps.sessions.apply({ session: created, trigger: 'SUBMIT', at, actor: 'test' })
  for (const hour of [1, 2, 3]) {
    // Handed over and lost: nowhere to be found.
    const lost = {
      outbox: { ...deps.outbox, holds: async () => false },
      now: () => new Date(at.getTime() + hour * 3_600_000),
    }
    expect(await retryStuckSessions({ ...deps, ...lost })).toBe(1)
  }
  const session = await apiClient(url, key).session(
    created.id,
    'status history { trigger reasons }',
  )
  expect(session.status).toBe('IN_REVIEW')
  expect(session.history.map((event: { trigger: string }) => event.trigger)).toEqual([
    'CREATE',
    'SUBMIT',
    'RETRY',
    'RETRY',
    'REFER',
  ])
  expect(session.history.at(-1).reasons).toEqual(['CHECKS_INTERRUPTED'])
  await close()
})
