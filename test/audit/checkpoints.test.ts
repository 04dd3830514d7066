import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { declareBreak } from '../../src/audit/declare-break'
import { readAuditLog } from '../../src/audit/read-log'
import { signCheckpoints } from '../../src/audit/sign-checkpoints'
import { childEnvironment } from '../../src/config'
import { checkIntegrity } from '../../src/sessions/check-integrity'
import { type Client, openDatabase } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import { openCheckpoint } from '../../src/trust/checkpoint'
import { verifyAudit } from '../../src/trust/verify-audit'
import { dispatchEvent } from '../../src/webhooks/dispatch-event'
import { apiKeyOf } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'countersign-audit-'))
const file = (name: string) => join(folder, name)

let app: TestApp
let client: Client
let tenantId: string

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  client = openDatabase(app.config.DATABASE_URL, 2)
})
afterAll(async () => {
  await client.$disconnect()
  await app.close()
  rmSync(folder, { recursive: true })
})

/** An organisation of its own, so that what is done to its log is done to no other. */
beforeEach(async () => {
  tenantId = newId('organization')
  await client.organization.create({ data: { id: tenantId, name: 'Audited' } })
})

async function add(count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await app.deps.audit.append(tenantId, {
      ...{ actor: 'test', at: app.deps.now(), action: 'IMAGE_VIEWED', object: `ses_${n}` },
    })
}

const later = (seconds: number) => ({
  ...app.deps,
  now: () => new Date(Date.now() + seconds * 1000),
})

const notes = async () =>
  (await app.deps.audit.checkpoints(tenantId, { first: 100 })).rows.map(({ note }) => note)

const sizes = async () => {
  const keys = await app.deps.signer.keySet()
  return (await notes()).map((note) => openCheckpoint(note, keys).size)
}

/** As the owner of the tables, who can turn off what keeps others from it. */
async function asOwner(sql: string): Promise<void> {
  const tables = ['AuditEvent', 'AuditCheckpoint']
  for (const table of tables)
    await client.$executeRawUnsafe(`alter table "${table}" disable trigger user`)
  await client.$executeRawUnsafe(sql, tenantId)
  for (const table of tables)
    await client.$executeRawUnsafe(`alter table "${table}" enable trigger user`)
}

const countersign = (...options: string[]) =>
  run('node', ['dist/src/cli/main.js', 'audit', ...options], {
    env: { ...process.env, ...childEnvironment(app.config) },
  })

async function verify(...options: string[]) {
  const whose = options.includes('--file') ? [] : ['--organization', tenantId]
  const failed = (error: { code: number; stdout: string }) => error
  const answer = await countersign('verify', '--json', ...whose, ...options).catch(failed)
  const { ok, logs } = JSON.parse(answer.stdout)
  return { ok, code: 'code' in answer ? answer.code : 0, ...logs[0] }
}

describe('audit: a checkpoint', () => {
  test('is signed after a minute with new rows, and not again without', async () => {
    await add(3)
    await signCheckpoints(app.deps)
    expect(await sizes()).toEqual([])
    await signCheckpoints(later(61))
    await signCheckpoints(later(200))
    expect(await sizes()).toEqual([3])
    await add(1)
    await signCheckpoints(later(300))
    expect(await sizes()).toEqual([4, 3])
    const [note = ''] = await notes()
    const host = new URL(app.url).host
    expect(note.startsWith(`${host}/audit/${tenantId}\n4\n`)).toBe(true)
  })

  test('is signed for every thousand rows at once', async () => {
    await add(999)
    await signCheckpoints(app.deps)
    expect(await sizes()).toEqual([])
    await add(1)
    await signCheckpoints(app.deps)
    expect(await sizes()).toEqual([1000])
    await add(1001)
    await signCheckpoints(app.deps)
    expect(await sizes()).toEqual([2001, 2000, 1000])
  }, 120_000)

  test('lies beside the images too, is never replaced, and is no orphan there', async () => {
    await add(2)
    await signCheckpoints(later(61))
    const stored: string[] = []
    for await (const note of app.deps.checkpoints.notes(tenantId)) stored.push(note)
    expect(stored).toEqual(await notes())
    const [note = ''] = stored
    const signed = openCheckpoint(note, await app.deps.signer.keySet())
    await app.deps.checkpoints.publish(tenantId, signed, 'another')
    for await (const found of app.deps.checkpoints.notes(tenantId)) expect(found).toBe(note)
    expect((await checkIntegrity(app.deps, false)).findings).toEqual([])
  })

  test('is told to endpoints that name it, as it was signed, and to no other', async () => {
    const key = await apiKeyOf(app, tenantId, { scopes: ['WEBHOOKS_READ', 'WEBHOOKS_WRITE'] })
    const api = apiClient(app.url, key)
    const endpoint = (url: string, eventTypes: string[]) =>
      api.mutate('webhookEndpointCreate', { url, eventTypes }, 'endpoint { id }')
    await endpoint('https://all.example/hook', [])
    await signCheckpoints(later(61))
    expect(await client.webhookEvent.count({ where: { tenantId } })).toBe(0)
    const { result } = await endpoint('https://keeper.example/hook', ['audit.checkpoint'])
    await signCheckpoints(later(122))
    await signCheckpoints(later(183))
    const [event, ...more] = await client.webhookEvent.findMany({ where: { tenantId } })
    expect(more).toEqual([])
    const [checkpoint = ''] = await notes()
    const { size } = openCheckpoint(checkpoint, await app.deps.signer.keySet())
    const id = `acp_${tenantId.slice(4)}_${size}`
    expect(event?.payload).toMatchObject({
      type: 'audit.checkpoint',
      data: { id, size, checkpoint },
    })
    await dispatchEvent(app.deps, { tenantId, eventId: event?.id ?? '' })
    await app.deps.outbox.askForLostEvents(new Date(Date.now() + 3_600_000))
    const told = await client.webhookDelivery.findMany({ where: { tenantId } })
    expect(told.map(({ endpointId }) => endpointId)).toEqual([result.endpoint.id])
    const asked = await client.outboxEntry.findMany({ where: { tenantId, job: 'dispatchEvent' } })
    expect(asked.map(({ jobId }) => jobId)).toEqual([event?.id])
  })

  test('outlives a new signing key', async () => {
    await add(1)
    await signCheckpoints(later(61))
    await app.deps.signer.rotate()
    await add(1)
    await signCheckpoints(later(122))
    expect(await verify()).toMatchObject({ ok: true, code: 0, rows: 2, proven: 2 })
  })

  test('is signed for no log whose new rows are wrong, which keeps no other from it', async () => {
    await add(3)
    const broken = tenantId
    await asOwner(`update "AuditEvent" set actor = 'x' where "tenantId" = $1 and seq = 2`)
    tenantId = newId('organization')
    await client.organization.create({ data: { id: tenantId, name: 'Whole' } })
    await add(1)
    await signCheckpoints(later(61))
    expect(await sizes()).toEqual([1])
    tenantId = broken
    expect(await sizes()).toEqual([])
  })
})

describe('audit: countersign audit verify', () => {
  test('finds a whole log whole', async () => {
    await add(5)
    await signCheckpoints(later(61))
    await add(2)
    const told = { ok: true, code: 0, rows: 7, proven: 5, checkpoints: 1, defects: [] }
    expect(await verify()).toMatchObject(told)
    const { stdout } = await countersign('verify', '--organization', tenantId)
    expect(stdout).toBe(
      `${tenantId}  whole: 7 rows in order, 5 of them signed for, 1 checkpoints\n`,
    )
  })

  test('names the row that was changed, and the first that is missing', async () => {
    await add(5)
    await asOwner(`update "AuditEvent" set object = 'ses_x' where "tenantId" = $1 and seq = 4`)
    const { stdout } = await countersign('verify', '--organization', tenantId).catch((e) => e)
    expect(stdout).toContain('row 4 is not what its hash says: it was changed')
    await asOwner(`delete from "AuditEvent" where "tenantId" = $1 and seq = 3`)
    expect(await verify()).toMatchObject({ code: 1, defects: [{ kind: 'SEQUENCE', seq: 3 }] })
  })

  test('finds a log that was cut off in the database, checkpoints and all', async () => {
    await add(6)
    await signCheckpoints(later(61))
    await asOwner(`delete from "AuditEvent" where "tenantId" = $1 and seq > 4`)
    await asOwner(`delete from "AuditCheckpoint" where "tenantId" = $1`)
    await asOwner(
      `update "AuditChain" c set seq = 4, hash = (select hash from "AuditEvent" e where e."tenantId" = c."tenantId" and e.seq = 4) where "tenantId" = $1`,
    )
    expect(await verify()).toMatchObject({ code: 1, defects: [{ kind: 'TRUNCATED', seq: 5 }] })
    // And one that was written on as if nothing had been.
    await add(4)
    expect(await verify()).toMatchObject({
      code: 1,
      proven: 0,
      defects: [{ kind: 'ROOT', seq: 1 }],
    })
  })
})

describe('audit: a restored backup', () => {
  const declare = (after: number) =>
    declareBreak(app.deps, { tenantId, actor: 'test', after }).catch(({ message }) => message)
  const report = async () =>
    verifyAudit(await readAuditLog(app.deps, tenantId), await app.deps.signer.keySet())

  test('is declared as a break once, and from then on told as one', async () => {
    expect(await declare(0)).toContain('The log is whole')
    await add(4)
    await signCheckpoints(later(61))
    await add(2) // up to here goes the backup
    await asOwner(`create table "Kept" as select * from "AuditChain" where "tenantId" = $1`)
    await add(3)
    await signCheckpoints(later(122))
    await asOwner(`delete from "AuditEvent" where "tenantId" = $1 and seq > 6`)
    await asOwner(`delete from "AuditCheckpoint" where "tenantId" = $1 and size > 6`)
    await asOwner(
      `update "AuditChain" c set seq = k.seq, hash = k.hash, prev = k.prev from "Kept" k where c."tenantId" = $1`,
    )
    expect((await report()).defects).toEqual([{ kind: 'TRUNCATED', seq: 7 }])
    expect(await declare(6)).toContain('It is up to row 4')
    const said = await countersign('declare-break', '--organization', tenantId, '--after', '4')
    expect(said.stdout).toContain('a break after row 4 is declared; 1 checkpoints tell of it')
    expect(await declare(4)).toContain('The log is whole')
    await add(5)
    await signCheckpoints(later(183))
    const known = { seq: 7, after: 4, checkpoints: 1 }
    const told = { defects: [], rows: 12, proven: 12, breaks: [known] }
    expect(await report()).toMatchObject(told)
    const { stdout } = await countersign('verify', '--organization', tenantId)
    expect(stdout).toMatch(/row 7 declares a break after row 4, at 20.+: 1 checkpoints tell/)
    expect(stdout).toContain('whole but for what was declared: 12 rows in order')
  })

  test('is not declared where a row was changed', async () => {
    await add(4)
    await signCheckpoints(later(61))
    await asOwner(`update "AuditEvent" set actor = 'x' where "tenantId" = $1 and seq = 2`)
    expect(await declare(0)).toContain('A restored backup does not explain')
  })
})

describe('audit: an export', () => {
  const download = (key: string) =>
    fetch(`${app.url}/audit/export`, { headers: { authorization: `Bearer ${key}` } })

  async function exported(): Promise<string[]> {
    const key = await apiKeyOf(app, tenantId, { scopes: ['AUDIT_READ'] })
    await add(3)
    await signCheckpoints(later(61))
    await add(1)
    const response = await download(key)
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/)
    return (await response.text()).trimEnd().split('\n')
  }

  async function check(lines: string[]) {
    writeFileSync(file('log.ndjson'), `${lines.join('\n')}\n`)
    const keys = await fetch(`${app.url}/.well-known/jwks.json`)
    writeFileSync(file('keys.json'), await keys.text())
    return verify('--file', file('log.ndjson'), '--keys', file('keys.json'))
  }

  test('is verified offline by whoever has it and the keys, and has itself as its last row', async () => {
    const lines = await exported()
    expect(lines).toHaveLength(1 + 1 + 6)
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ action: 'AUDIT_EXPORTED', seq: 6 })
    expect(await check(lines)).toMatchObject({ ok: true, code: 0, rows: 6, proven: 4 })
  })

  test('that was changed, reordered or cut is found', async () => {
    const lines = await exported()
    const changed = lines.with(3, (lines[3] ?? '').replace('test', 'tset'))
    expect(await check(changed)).toMatchObject({ code: 1, defects: [{ kind: 'CONTENT', seq: 2 }] })
    const more = lines.with(3, (lines[3] ?? '').replace('{', '{"more":1,'))
    expect(await check(more)).toMatchObject({ code: 1, defects: [{ kind: 'CONTENT', seq: 2 }] })
    const reordered = lines.with(3, lines[4] ?? '').with(4, lines[3] ?? '')
    expect(await check(reordered)).toMatchObject({
      code: 1,
      defects: [{ kind: 'SEQUENCE', seq: 2 }],
    })
    const cut = lines.slice(0, -1)
    expect(await check(cut)).toMatchObject({ code: 1, defects: [{ kind: 'TRUNCATED', seq: 6 }] })
    const noLog = await check(lines.slice(1)).catch((error: Error) => error)
    expect(noLog).toBeInstanceOf(Error)
  })

  test('is written by the command as well, and is for who has AUDIT_READ only', async () => {
    await add(2)
    const { stdout } = await countersign('export', '--organization', tenantId)
    expect(await check(stdout.trimEnd().split('\n'))).toMatchObject({ ok: true, rows: 3 })
    const unable = await apiKeyOf(app, tenantId, { scopes: ['SESSIONS_READ'] })
    expect((await download(unable)).status).toBe(403)
    expect((await download('cs_test_nothing')).status).toBe(401)
    const { data } = await apiClient(app.url, app.key).ask('{ auditEvents { nodes { object } } }')
    expect(JSON.stringify(data)).not.toContain(tenantId)
  })
})
