import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Client, type Database, openDatabase, scoped } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import { migrate } from '../../src/storage/migrations'
import { organizationStore } from '../../src/storage/organizations'
import { type TestDatabase, testDatabase } from '../support/database'

let database: TestDatabase
let client: Client
let db: Database
const [ours, theirs] = [newId('organization'), newId('organization')]

beforeAll(async () => {
  database = await testDatabase()
  client = openDatabase(database.url, 1)
  db = scoped(client)
  for (const id of [ours, theirs]) await client.organization.create({ data: { id, name: id } })
})
afterAll(async () => {
  await client.$disconnect()
  await database.drop()
})

const newApplicant = (tenantId: string) => ({ id: newId('applicant'), tenantId })

describe('tenant: what an organisation sees', () => {
  test('is its own rows, even where a query forgets to say so', async () => {
    await db.asTenant(ours, (tx) => tx.applicant.create({ data: newApplicant(ours) }))
    await db.asTenant(theirs, (tx) => tx.applicant.create({ data: newApplicant(theirs) }))
    const seen = await db.asTenant(ours, (tx) => tx.applicant.findMany())
    expect(seen.map(({ tenantId }) => tenantId)).toEqual([ours])
    const organizations = await db.asTenant(ours, (tx) => tx.organization.findMany())
    expect(organizations.map(({ id }) => id)).toEqual([ours])
  })

  test('is nothing when nobody is named, and nothing is left on the connection', async () => {
    expect(await db.asTenant('', (tx) => tx.applicant.findMany())).toEqual([])
    await db.asTenant(ours, (tx) => tx.applicant.findMany())
    const [left] = await client.$queryRaw<object[]>`
      select current_setting('app.tenant', true) as tenant, current_user = session_user as own`
    expect(left).toEqual({ tenant: '', own: true })
  })

  test('cannot be written for another, nor handed to another', async () => {
    const data = newApplicant(theirs)
    await expect(db.asTenant(ours, (tx) => tx.applicant.create({ data }))).rejects.toThrow(
      /row-level security/,
    )
    const move = { where: { tenantId: ours }, data: { tenantId: theirs } }
    await expect(db.asTenant(ours, (tx) => tx.applicant.updateMany(move))).rejects.toThrow(
      /row-level security/,
    )
  })

  test('cannot be changed or removed for another', async () => {
    const where = { tenantId: theirs }
    const change = { where, data: { externalId: 'taken over' } }
    expect(await db.asTenant(ours, (tx) => tx.applicant.updateMany(change))).toEqual({ count: 0 })
    await expect(db.asTenant(ours, (tx) => tx.applicant.deleteMany({ where }))).rejects.toThrow(
      /permission denied/,
    )
  })
})

const rows = (sql: string) => client.$queryRawUnsafe<Record<string, unknown>[]>(sql)

describe('tenant: the catalogue', () => {
  test('every table of organisations is closed by the same two policies, for its owner too', async () => {
    const tables = await rows(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as closed,
        array(select polname || ': ' || pg_get_expr(polqual, polrelid) || ' ' || coalesce(pg_get_expr(polwithcheck, polrelid), '')
          from pg_policy where polrelid = c.oid order by polname)::text[] as policies
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenantId'
      where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace`)
    expect(tables.length).toBeGreaterThan(15)
    for (const table of tables)
      expect(table).toEqual({
        name: table['name'],
        closed: true,
        policies: [
          'system: true ',
          `tenant: ("tenantId" = current_setting('app.tenant'::text, true)) `,
        ],
      })
  })

  test('the roles own nothing, log in nowhere and bypass nothing', async () => {
    const roles = await rows(`
      select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owned
      from pg_roles r where rolname like 'countersign\\_%' order by rolname`)
    const powerless = {
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owned: 0,
    }
    expect(roles).toEqual([
      { rolname: 'countersign_app', ...powerless },
      { rolname: 'countersign_system', ...powerless },
    ])
  })

  test('no view and no function runs with the rights of its owner', async () => {
    const views = await rows(`
      select relname from pg_class where relkind in ('v', 'm') and relnamespace = current_schema()::regnamespace
        and not coalesce('security_invoker=true' = any (reloptions), false)`)
    const functions = await rows(`
      select proname from pg_proc where prosecdef and pronamespace = current_schema()::regnamespace`)
    expect({ views, functions }).toEqual({ views: [], functions: [] })
  })

  test('the roles may do what is listed here, and nothing else', async () => {
    const grants = await rows(`
      select grantee::text, table_name::text as name, string_agg(left(privilege_type, 1), '' order by privilege_type desc) as may
      from information_schema.role_table_grants
      where grantee in ('countersign_app', 'countersign_system', 'PUBLIC') and table_schema = current_schema()
      group by grantee, table_name`)
    const listed = (grantee: string) =>
      Object.fromEntries(
        grants.filter((row) => row['grantee'] === grantee).map(({ name, may }) => [name, may]),
      )
    expect(listed('PUBLIC')).toEqual({})
    expect(listed('countersign_app')).toEqual(APP)
    expect(listed('countersign_system')).toEqual(SYSTEM)
  })
})

/** U(pdate), S(elect), I(nsert), D(elete). */
const APP = {
  Candidate: 'USID',
  RiskSettings: 'USI',
  RiskDrift: 'USID',
  RiskLink: 'SID',
  RiskAssessment: 'USID',
  RiskDetails: 'USID',
  RiskLabel: 'SID',
  RiskFace: 'SID',
  FaceEnrolment: 'USID',
  FaceAuthentication: 'USID',
  CaptureLink: 'USID',
  SessionReplay: 'USI',
  PolicyVersion: 'USI',
  ReviewCase: 'USI',
  Review: 'SI',
  ReviewNote: 'SID',
  FieldCorrection: 'SID',
  CaseAttachment: 'USID',
  ReviewFilter: 'USID',
  DeviceKey: 'SID',
  SessionNonce: 'USID',
  CaptureManifest: 'SID',
  AuditEvent: 'SI',
  AuditChain: 'USI',
  AuditCheckpoint: 'SI',
  Tombstone: 'SI',
  Organization: 'US',
  SessionEvent: 'SI',
  Check: 'SID',
  DocumentReading: 'USID',
  Decision: 'SID',
  OutboxEntry: 'SI',
  WebhookEvent: 'SI',
  ApiKey: 'USI',
  FailedJob: 'USI',
  Member: 'USI',
  MemberPasskey: 'USID',
  MemberSession: 'USI',
  Applicant: 'USI',
  KycSession: 'USI',
  Capture: 'USID',
  LivenessChallenge: 'USID',
  Blob: 'USI',
  TenantKey: 'USI',
  SessionKey: 'USID',
  WebhookEndpoint: 'USI',
  WebhookDelivery: 'USI',
  WebhookAttempt: 'USI',
  IdempotencyKey: 'USID',
}

const SYSTEM = {
  CaseAttachment: 'SD',
  RiskSettings: 'S',
  RiskDrift: 'S',
  Candidate: 'S',
  CaptureLink: 'S',
  ReviewCase: 'S',
  SessionNonce: 'SD',
  SealingKey: 'USID',
  AuditEvent: 'SI',
  AuditChain: 'USI',
  AuditCheckpoint: 'S',
  Tombstone: 'S',
  FailedJob: 'SD',
  Member: 'S',
  MemberPasskey: 'S',
  PasskeyChallenge: 'SID',
  MemberSession: 'S',
  Applicant: 'S',
  KycSession: 'S',
  Capture: 'S',
  DocumentReading: 'S',
  WebhookEndpoint: 'S',
  TenantKey: 'S',
  SessionKey: 'S',
  Organization: 'SI',
  ApiKey: 'SI',
  SigningKey: 'USI',
  WebhookEvent: 'USD',
  WebhookDelivery: 'USD',
  WebhookAttempt: 'SD',
  Blob: 'USD',
  OutboxEntry: 'USID',
  IdempotencyKey: 'SD',
}

describe('tenant: a database user who is no superuser', () => {
  const name = `owner_${randomBytes(4).toString('hex')}`
  const url = () => {
    const own = new URL(database.directUrl ?? database.url)
    own.username = name
    own.password = name
    own.pathname = `/${name}`
    return own.href
  }
  beforeAll(async () => {
    await client.$executeRawUnsafe(`create role ${name} login password '${name}'`)
    await client.$executeRawUnsafe(`create database ${name} owner ${name}`)
  })
  afterAll(async () => {
    await client.$executeRawUnsafe(`drop database ${name} with (force)`)
    await client.$executeRawUnsafe(`drop role ${name}`)
  })

  test('is told what it lacks, and then migrates and works, bound as everybody is', async () => {
    const refused = await migrate(url()).catch((error: Error) => String(error.cause))
    expect(refused).toContain('may not take on the role countersign_app')
    await client.$executeRawUnsafe(`grant countersign_app, countersign_system to ${name}`)
    expect((await migrate(url())).length).toBeGreaterThan(0)
    const owner = openDatabase(url(), 1)
    await organizationStore(scoped(owner)).createFirst('First')
    expect(await organizationStore(scoped(owner)).list()).toHaveLength(1)
    const unnamed = scoped(owner).asTenant('', (tx) => tx.organization.findMany())
    expect(await unnamed).toEqual([])
    await owner.$disconnect()
  }, 30_000)
})
