import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { openDatabase, scoped, type Transaction } from '../../src/storage/database'
import {
  type CodeQuery,
  hasFaceIndex,
  INDEX,
  makeFaceIndex,
  nearestByIndex,
  nearestCodes,
  nearestOfAll,
} from '../../src/storage/face-index'
import { migrate } from '../../src/storage/migrations'
import { faceCodes } from '../../src/trust/protect-face'
import { type TestDatabase, testDatabase } from '../support/database'
import { insertFaces } from '../support/face-rows'
import { databaseWithVectors } from '../support/pgvector'
import { madeUpFace } from '../support/risk'

const PEOPLE = 600
const OTHERS = 200
const MODEL = 'test'
const codeOf = faceCodes(new Uint8Array(32).fill(9), 192)
const code = (seed: number, noise = 0) => codeOf(madeUpFace(seed, noise).vector)

const query: Omit<CodeQuery, 'code'> = {
  tenantId: 'org_a',
  mode: 'LIVE',
  model: MODEL,
  applicantId: 'nobody',
}

describe('risk: the index over the codes of faces, where the server has pgvector', () => {
  let database: Pick<TestDatabase, 'url' | 'drop'>
  let direct: Client
  let client: ReturnType<typeof openDatabase>
  beforeAll(async () => {
    database = await databaseWithVectors()
    await migrate(database.url)
    direct = new Client({ connectionString: database.url })
    await direct.connect()
    await fill(direct, 'org_a', PEOPLE)
    await fill(direct, 'org_b', OTHERS)
    await direct.query('analyze "RiskFace"')
    client = openDatabase(database.url, 1)
  })
  afterAll(async () => {
    await client.$disconnect()
    await direct.end()
    await database.drop()
  })
  const asked = <T>(work: (tx: Transaction) => Promise<T>) => scoped(client).asTenant('org_a', work)
  const ids = (rows: { sessionId: string }[]) => rows.map(({ sessionId }) => sessionId)
  const planOf = async (among: number) => {
    const rows = await asked(async (tx) => {
      await nearestCodes(tx, { ...query, code: code(1) }, among)
      return tx.$queryRaw<{ width: string | null }[]>`
        select current_setting('hnsw.ef_search', true) as width`
    })
    return rows[0]?.width === '1000' ? 'BY_INDEX' : 'OF_ALL'
  }

  test('is made with the migrations, once', async () => {
    const { rows } = await direct.query('select indexdef from pg_indexes where indexname = $1', [
      INDEX,
    ])
    expect(rows).toHaveLength(1)
    expect(rows[0].indexdef).toContain('USING hnsw (code bit_hamming_ops)')
    expect(await makeFaceIndex(direct)).toBe(true)
    expect(await hasFaceIndex(database.url)).toBe(true)
  })

  test('finds other pictures of people whom a look at every code finds', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const sought = { ...query, code: code(seed, 0.4) }
      const all = ids(await asked((tx) => nearestOfAll(tx, sought)))
      const near = ids(await asked((tx) => nearestByIndex(tx, sought)))
      expect(near).toContain(`org_a-s${seed}`)
      expect(all.slice(0, 5).filter((id) => !near.includes(id))).toEqual([])
    }
  })

  test('shows nobody of another organisation, mode or model, nor the applicant', async () => {
    const near = ids(await asked((tx) => nearestByIndex(tx, { ...query, code: code(1000) })))
    expect(near.length).toBeGreaterThan(0)
    expect(near.filter((id) => !id.startsWith('org_a-'))).toEqual([])
    const own = { ...query, code: code(3), applicantId: 'org_a-a3' }
    expect(ids(await asked((tx) => nearestByIndex(tx, own)))).not.toContain('org_a-s3')
    for (const other of [{ mode: 'TEST' as const }, { model: 'another' }])
      expect(
        await asked((tx) => nearestByIndex(tx, { ...query, code: code(3), ...other })),
      ).toEqual([])
  })

  test('forgets a face that is deleted', async () => {
    const sought = { ...query, code: code(7) }
    expect(ids(await asked((tx) => nearestByIndex(tx, sought)))).toContain('org_a-s7')
    await direct.query(`delete from "RiskFace" where "sessionId" = 'org_a-s7'`)
    expect(ids(await asked((tx) => nearestByIndex(tx, sought)))).not.toContain('org_a-s7')
  })

  test('is followed by organisations with many faces that are no small part of all', async () => {
    expect(await planOf(1_000_000)).toBe('OF_ALL')
    expect(await planOf(1_000_001)).toBe('BY_INDEX')
    await direct.query(`update pg_class set reltuples = 1e8 where relname = 'RiskFace'`)
    expect(await planOf(5_000_000)).toBe('OF_ALL')
    expect(await planOf(7_000_000)).toBe('BY_INDEX')
  })
})

describe('risk: a server without pgvector', () => {
  test('finds faces among as many without the index', async () => {
    const database = await testDatabase()
    const direct = new Client({ connectionString: database.url })
    await direct.connect()
    await direct.query(`drop index if exists "${INDEX}"`)
    expect(await hasFaceIndex(database.url)).toBe(false)
    await fill(direct, 'org_a', 5)
    await direct.end()
    const client = openDatabase(database.url, 1)
    const sought = { ...query, code: code(2, 0.3) }
    const found = await scoped(client).asTenant('org_a', (tx) =>
      nearestCodes(tx, sought, 2_000_000),
    )
    expect(found[0]?.sessionId).toBe('org_a-s2')
    await client.$disconnect()
    await database.drop()
  })
})

async function fill(client: Client, tenantId: string, count: number): Promise<void> {
  await client.query('insert into "Organization" (id, name) values ($1, $1)', [tenantId])
  const codes = Array.from({ length: count }, (_, seed) => code(seed))
  await insertFaces(client, { tenantId, model: MODEL, codes, template: Buffer.alloc(0) })
}
