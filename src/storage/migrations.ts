import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import { packageRoot } from '../package-root'
import { makeFaceIndex } from './face-index'
import { withClient } from './with-client'

const LEDGER = `create table if not exists "_prisma_migrations" (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

type Migration = { name: string; sql: string; checksum: string }

/**
 * Applies the migrations of prisma/migrations that the database lacks, each in a transaction, and keeps Prisma's
 * own ledger table, so that its command line can take over. Safe when several processes start at once.
 * @returns the names applied
 * @throws Error when a migration that was applied has been edited since
 */
export function migrate(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    await client.query("select pg_advisory_lock(hashtext('countersign:migrate'))")
    await client.query(LEDGER)
    const applied = await appliedMigrations(client)
    const pending = migrations().filter((migration) => isPending(migration, applied))
    for (const migration of pending) await apply(client, migration)
    await makeFaceIndex(client)
    return pending.map(({ name }) => name)
  })
}

/** The names of migrations the database lacks. */
export function pendingMigrations(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `select to_regclass('"_prisma_migrations"') is not null as known`,
    )
    const applied = rows[0].known ? await appliedMigrations(client) : new Map()
    return migrations()
      .filter((migration) => isPending(migration, applied))
      .map(({ name }) => name)
  })
}

function migrations(): Migration[] {
  const folder = join(packageRoot(), 'prisma', 'migrations')
  const names = readdirSync(folder).sort()
  return names.flatMap((name) => {
    const file = join(folder, name, 'migration.sql')
    if (!existsSync(file)) return []
    const sql = readFileSync(file, 'utf8')
    return [{ name, sql, checksum: createHash('sha256').update(sql).digest('hex') }]
  })
}

async function appliedMigrations(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query(
    'select migration_name, checksum from "_prisma_migrations" where finished_at is not null and rolled_back_at is null',
  )
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

function isPending({ name, checksum }: Migration, applied: Map<string, string>): boolean {
  const known = applied.get(name)
  if (known !== undefined && known !== checksum)
    throw new Error(
      `Migration ${name} was edited after it was applied here; write a new migration instead.`,
    )
  return known === undefined
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      'insert into "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    )
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed; nothing of it was kept.`, { cause })
  }
}
