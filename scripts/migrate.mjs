// Writes and checks migrations with Prisma's schema engine compiled to WASM (its native engine is a download).
//   node scripts/migrate.mjs new NAME   what schema.prisma has and the migrations lack -> prisma/migrations/<time>_NAME
//   node scripts/migrate.mjs check      exit 2 when schema.prisma and the migrations differ
// Applying migrations needs no engine: src/storage/migrations.ts.
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const require = createRequire(import.meta.url)
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const schemaFile = join(root, 'prisma', 'schema.prisma')
const folder = join(root, 'prisma', 'migrations')
const INTERNAL_CHAR = 18
const TEXT = 25

async function loadEngine() {
  const wasm = join(dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), {
    './schema_engine_bg.js': engine,
  })
  engine.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start?.()
}

// adapter-pg 7.10.0 cannot map PostgreSQL's internal "char" (OID 18), which the engine's catalogue queries return, and
// cuts scripts at every semicolon, in comments and function bodies too.
class MigrationPg extends PrismaPg {
  async connect() {
    const adapter = await super.connect()
    const io = adapter.performIO.bind(adapter)
    adapter.executeScript = async (script) => {
      await adapter.client.query(script)
    }
    adapter.queryRaw = async (query) => {
      let chars = []
      const performIO = async (asked) => {
        const result = await io(asked)
        chars = result.fields.map((field) => field.dataTypeID === INTERNAL_CHAR)
        const fields = result.fields.map((field, i) =>
          chars[i] ? { ...field, dataTypeID: TEXT } : field,
        )
        return { ...result, rowCount: result.rowCount, rows: result.rows, fields }
      }
      const view = Object.create(adapter, { performIO: { value: performIO } })
      const answer = await Object.getPrototypeOf(adapter).queryRaw.call(view, query)
      chars.forEach((isChar, i) => {
        if (isChar) answer.columnTypes[i] = ColumnTypeEnum.Character
      })
      return answer
    }
    return adapter
  }
}

function schema() {
  return { files: [{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }] }
}

function history() {
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : []
  const migrationDirectories = names
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const value = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } }
    })
  const lock = migrationDirectories.length > 0 ? 'provider = "postgresql"\n' : null
  return {
    baseDir: folder,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: lock },
    migrationDirectories,
  }
}

async function openEngine(url) {
  const datamodels = schema().files.map((file) => [file.path, file.content])
  const adapter = new MigrationPg({ connectionString: url, max: 1, allowExitOnIdle: true })
  return engine.SchemaEngine.new(
    { datamodels },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
}

async function difference(url) {
  const name = `shadow_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(`create database "${name}"`)
    const shadow = new URL(url)
    shadow.pathname = `/${name}`
    const open = await openEngine(shadow.href)
    const migrationsList = history()
    const known = migrationsList.migrationDirectories.length > 0
    if (known)
      await open.applyMigrations({
        migrationsList,
        filters: { externalTables: [], externalEnums: [] },
      })
    const from = known
      ? { tag: 'schemaDatasource', ...schema(), configDir: root }
      : { tag: 'empty' }
    const filters = { externalTables: ['public._prisma_migrations'], externalEnums: [] }
    const to = { tag: 'schemaDatamodel', ...schema() }
    try {
      return await open.diff({
        from,
        to,
        script: true,
        exitCode: true,
        shadowDatabaseUrl: null,
        filters,
      })
    } finally {
      open.free()
    }
  } finally {
    await admin.query(`drop database if exists "${name}" with (force)`)
    await admin.end()
  }
}

// A new table of organisations is closed to others, and open to nobody before the author says to whom (row_level_security).
function closed(sql) {
  const tables = [...sql.matchAll(/CREATE TABLE "(\w+)" \(([^;]*)\);/g)]
  const ofOrganizations = tables.filter(([, , columns]) => columns.includes('"tenantId"'))
  const lines = ofOrganizations.map(
    ([, table]) => `
ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "${table}" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "${table}" TO countersign_system USING (true);
GRANT SELECT, INSERT ON "${table}" TO countersign_app;
GRANT SELECT ON "${table}" TO countersign_system;
`,
  )
  return sql + lines.join('')
}

function write(name, sql) {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const dir = join(folder, `${stamp}_${name}`)
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'migration.sql'), sql)
  writeFileSync(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  console.log('wrote', relative(root, dir))
}

const [command, name = 'change'] = process.argv.slice(2)
if (command !== 'new' && command !== 'check') {
  console.error('Usage: node scripts/migrate.mjs new NAME | check')
  process.exit(2)
}
await loadEngine()
const { startEmbeddedPostgres } = require(
  join(root, 'dist', 'src', 'storage', 'embedded-postgres.js'),
)
const dataDir = mkdtempSync(join(tmpdir(), 'countersign-migrate-'))
const database = await startEmbeddedPostgres({ dataDir, durable: false })
try {
  const { exitCode, stdout } = await difference(database.url)
  if (exitCode === 0) console.log('schema.prisma and the migrations agree')
  else if (command === 'new') write(name, closed(stdout))
  else {
    console.error(`The migrations lack:\n${stdout}\nRun: npm run migrate:new -- NAME`)
    process.exitCode = 2
  }
} finally {
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit()
