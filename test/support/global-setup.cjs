const { mkdtempSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { Client } = require('pg')

const TEMPLATE = 'countersign_template'

// One migrated template database; each test file clones its own from it (test/support/database.ts).
module.exports = async () => {
  const given = process.env.TEST_DATABASE_URL
  let url = given
  if (!given) {
    const { startEmbeddedPostgres } = require('../../dist/src/storage/embedded-postgres')
    const dataDir = mkdtempSync(join(tmpdir(), 'countersign-test-'))
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false })
    globalThis.countersignTest = { postgres, dataDir }
    url = postgres.url
  }
  const admin = new Client({ connectionString: url })
  await admin.connect()
  await admin.query(`drop database if exists ${TEMPLATE} with (force)`)
  await admin.query(`create database ${TEMPLATE}`)
  await admin.end()
  const template = new URL(url)
  template.pathname = `/${TEMPLATE}`
  const { migrate } = require('../../dist/src/storage/migrations')
  const { migrateQueue } = require('../../dist/src/queue/queues')
  await migrate(template.href)
  await migrateQueue({ databaseUrl: template.href })
  process.env.COUNTERSIGN_TEST_SERVER = url
}
