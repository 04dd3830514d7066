import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from 'pg'
import { type TestDatabase, testDatabase } from './database'

/** An empty, or migrated, database on a server that has pgvector: the tests' own where it has, PGlite otherwise. */
export async function databaseWithVectors(): Promise<Pick<TestDatabase, 'url' | 'drop'>> {
  return (await hasVectors()) ? testDatabase() : startPglite()
}

async function hasVectors(): Promise<boolean> {
  const client = new Client({ connectionString: process.env['COUNTERSIGN_TEST_SERVER'] })
  await client.connect()
  const { rowCount } = await client.query(
    `select from pg_available_extensions where name = 'vector'`,
  )
  await client.end()
  return rowCount === 1
}

async function startPglite() {
  const child = fork(join(__dirname, 'pglite-server.mjs'), { execArgv: [] })
  const [address] = await once(child, 'message')
  const drop = async () => {
    child.disconnect()
    await once(child, 'exit')
  }
  return { url: `postgresql://postgres:postgres@${address}/postgres`, drop }
}
