import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { childEnvironment } from '../../src/config'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { auth, PASSWORD, someAddress } from '../support/members'

jest.setTimeout(180_000) // each command is a process of its own

let app: TestApp
beforeAll(async () => {
  app = await startTestApp([])
})
afterAll(() => app.close())

type Ended = { code: number; stdout: string; stderr: string }

async function countersign(...args: string[]): Promise<Ended> {
  const env = { ...process.env, ...childEnvironment(app.config) }
  const run = promisify(execFile)(process.execPath, ['dist/src/cli/main.js', ...args], { env })
  return run.then((out) => ({ ...out, code: 0 })).catch((failed: Ended) => failed)
}

async function json(...args: string[]) {
  const { stdout, stderr } = await countersign(...args, '--json')
  return { ...JSON.parse(stdout), stderr }
}

test('countersign member invites, lists, disables and enables', async () => {
  const email = someAddress()
  const { token, member } = await json('member', 'invite', email, '--role', 'ADMIN')
  expect((await countersign('member', 'list')).stdout).toContain(
    `${member.id}  invited  ${email}  ADMIN`,
  )
  await auth(app, 'invitation', { token, password: PASSWORD })
  const last = await countersign('member', 'disable', member.id)
  expect([last.code, last.stderr]).toEqual([
    2,
    expect.stringContaining('One administrator has to stay.'),
  ])
  await json('member', 'invite', someAddress(), '--role', 'ADMIN', '--role', 'AUDITOR')
  expect((await json('member', 'disable', member.id)).disabledAt).toEqual(expect.any(String))
  expect((await auth(app, 'login', { email, password: PASSWORD })).status).toBe(400)
  await countersign('member', 'enable', member.id)
  expect((await auth(app, 'login', { email, password: PASSWORD })).status).toBe(200)
  const listed = await countersign('member', 'list', '--json')
  expect(listed.stdout).not.toContain('argon2')
  const odd = await countersign('member', 'invite', email, '--role', 'KING')
  expect(odd.stderr).toContain('There is no such role; known: ADMIN, REVIEWER, AUDITOR, DEVELOPER')
})

test('countersign webhook lists, tests, shows deliveries and replays', async () => {
  const api = apiClient(app.url, app.key)
  const url = 'https://consumer.example/hook'
  const created = await api.mutate('webhookEndpointCreate', { url }, 'endpoint { id }')
  const { id } = created.result.endpoint
  expect((await countersign('webhook', 'list')).stdout).toBe(`${id}  works  ${url}  all\n`)
  const { deliveryId } = await json('webhook', 'test', id)
  const { deliveries } = await json('webhook', 'deliveries', id)
  expect(deliveries).toMatchObject([{ id: deliveryId, state: 'PENDING', log: [] }])
  const seen = await countersign(
    'webhook',
    'deliveries',
    '--state',
    'PENDING',
    '--from',
    '2026-01-01',
  )
  expect(seen.stdout).toMatch(/ {2}webhook_endpoint\.test {2}.*not tried yet\n$/)
  const sessionId = await api.newSession()
  await api.mutate('kycSessionCancel', { sessionId })
  const replayed = await json('webhook', 'replay', id, '--session', sessionId, '--missing')
  expect(replayed).toMatchObject({ count: 1, hasMore: false })
  const vague = await countersign('webhook', 'replay', id)
  expect([vague.code, vague.stderr]).toEqual([2, expect.stringContaining('Say which')])
  const odd = await countersign('webhook', 'deliveries', '--from', 'yesterday')
  expect(odd.stderr).toContain('It must look like 2026-11-28T08:00Z.')
})

test('countersign job lists what failed, and asks for it again', async () => {
  const [organization] = await app.deps.organizations.list()
  const data = { tenantId: organization?.id ?? '', eventId: `evt_${'0'.repeat(32)}` }
  const failure = { job: 'dispatchEvent', jobId: data.eventId, data } as const
  await app.deps.failedJobs.add({
    ...failure,
    error: { name: 'Error', code: 'EIO' },
    at: new Date(),
  })
  expect((await countersign('job', 'list')).stdout).toMatch(
    /^fjb_\w+ {2}dispatchEvent {2}evt_0+ {2}1 times, last .* {2}Error EIO {2}not run again\n$/,
  )
  expect((await countersign('job', 'replay', '--all')).stdout).toBe('1 jobs asked for again\n')
  expect((await countersign('job', 'replay', '--all')).stdout).toBe('0 jobs asked for again\n')
  expect((await countersign('job', 'replay')).stderr).toContain('Name one job, or give --all.')
})
