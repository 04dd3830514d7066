import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { demoCases } from '../../src/cli/demo-cases'
import { retryStuckSessions } from '../../src/sessions/retry-stuck-sessions'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'

let app: TestApp
let api: ReturnType<typeof apiClient>
beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'])
  api = apiClient(app.url, app.key)
})
afterAll(() => app.close())

const HOUR_MS = 3_600_000
const FAILED = '{ failedJobs { nodes { id job sessionId error failures replayedAt } } }'

async function uploaded(): Promise<string> {
  const [genuine] = await demoCases(new Date())
  if (!genuine) throw new Error('no case')
  const id = await api.newSession()
  await api.upload(id, 'DOCUMENT_FRONT', genuine.document)
  await api.upload(id, 'SELFIE', genuine.selfie)
  return id
}

async function failedOf(sessionId: string) {
  const { data } = await api.ask(FAILED)
  return data.failedJobs.nodes.filter((job: { sessionId: string }) => job.sessionId === sessionId)
}

test('checks that throw are listed, go to a person after three attempts, and run again by hand to a decision', async () => {
  const id = await uploaded()
  const { get } = app.deps.blobs
  app.deps.blobs.get = async () => {
    throw Object.assign(new Error('the disk of Ada Lovelace is on fire'), { code: 'EIO' })
  }
  await api.mutate('kycSessionSubmit', { sessionId: id })
  for (const attempt of [1, 2, 3]) {
    await eventually(async () => (await failedOf(id)).length === attempt, 30)
    const later = { ...app.deps, now: () => new Date(Date.now() + attempt * HOUR_MS) }
    await retryStuckSessions(later)
  }
  const [newest] = await failedOf(id)
  expect(newest).toEqual({
    id: newest.id,
    job: 'verifySession',
    sessionId: id,
    error: 'Error EIO',
    failures: 1,
    replayedAt: null,
  })
  expect((await api.session(id, 'status')).status).toBe('IN_REVIEW')

  app.deps.blobs.get = get
  const { result } = await api.mutate('jobReplay', { id: newest.id }, 'replayedAt')
  expect(result.replayedAt).toEqual(expect.any(String))
  const session = await eventually(async () => {
    const seen = await api.session(id, 'status decisions { outcome } history { trigger actor }')
    return seen.status !== 'PROCESSING' && seen
  }, 60)
  expect([session.status, session.decisions]).toEqual(['APPROVED', [{ outcome: 'APPROVED' }]])
  expect(session.history.at(-2)).toMatchObject({
    trigger: 'RETRY',
    actor: expect.stringMatching(/^key_/),
  })
  const again = await api.mutate('jobReplay', { id: newest.id })
  expect(again.userErrors[0]?.code).toBe('CONFLICT')
})

test('an event that could not be dispatched is run again as it was, and twice does no harm', async () => {
  const sessionId = await api.newSession()
  await api.mutate('kycSessionCancel', { sessionId })
  const [organization] = await app.deps.organizations.list()
  const tenantId = organization?.id ?? ''
  const data = { tenantId, eventId: `evt_${'0'.repeat(32)}` }
  const failure = {
    job: 'dispatchEvent',
    jobId: data.eventId,
    data,
    error: { name: 'Error' },
  } as const
  for (const at of [new Date(), new Date()]) await app.deps.failedJobs.add({ ...failure, at })
  const { rows } = await app.deps.failedJobs.list(tenantId, { first: 1 })
  expect(rows[0]).toMatchObject({ failures: 2, jobId: data.eventId })
  const { result } = await api.mutate('jobReplay', { id: rows[0]?.id }, 'failures replayedAt')
  expect(result.failures).toBe(2)
})
