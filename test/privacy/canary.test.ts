import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { PORTRAIT, photograph } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { loadConfig } from '../../src/config'
import { listen } from '../../src/serve-api'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import { wire, wireEngines } from '../../src/wire'
import { apiClient } from '../support/api'
import { eventually } from '../support/app'
import { copyOfDatabase, type TestDatabase, testDatabase } from '../support/database'
import { everyRow } from '../support/every-row'

/** What nobody may find where it does not belong. Words that occur nowhere else, and bytes of pictures and of a template. */
type Canary = { what: string; bytes: Buffer }

const FIELDS = {
  documentCode: 'P',
  issuingState: 'UTO',
  nationality: 'UTO',
  documentNumber: 'QX7391846',
  surname: 'ZWETSCHGENKNOEDEL',
  givenNames: 'QUIRINUS BALTHASAR',
  birthDate: '1983-11-27',
  sex: 'M' as const,
  expiryDate: `${new Date().getUTCFullYear() + 5}-03-09`,
}

/** As they are printed, read, normalised or sent. */
const WORDS = [
  'QX7391846',
  'ZWETSCHGENKNOEDEL',
  'QUIRINUS',
  'BALTHASAR',
  'QUIRINUS BALTHASAR',
  'ZWETSCHGENKNOEDEL<<QUIRINUS<BALTHASAR',
  '1983-11-27',
  '27 NOV 1983',
  '831127',
  'QX7391846<',
  'canary.mail+zq@example.test',
  'canary-file-name-passport.jpg',
  'Canary FaceTime Camera of the house',
  'canary-in-a-broken-query',
  'canary-in-a-variable',
  'canary-in-an-unknown-field',
  'canary-in-a-path',
  'canary-in-an-upload-that-is-no-image',
  'canary-in-a-user-agent',
  'canary-in-an-api-key',
]

let database: TestDatabase
let folder: string
let server: ChildProcess
let port: number
let backup: Backup | undefined
let url: string
let key: string
let logged = ''
let canaries: Canary[]
let selfie: Buffer
let document: Buffer

beforeAll(async () => {
  database = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'countersign-canary-'))
  port = await freePort()
  url = `http://127.0.0.1:${port}`
  server = await startServer()
  key = /cs_test_[\w-]+/.exec(logged)?.[0] ?? ''
  logged = logged.replaceAll(key, '')
  selfie = await photograph(PORTRAIT)
  const portrait = await photograph(PORTRAIT)
  document = (
    await renderSpecimen({ format: 'TD3', fields: FIELDS, portrait, seed: 3, degrade: 'phone' })
  ).image
  canaries = [...WORDS.map(wordCanary), ...(await pictureCanaries())]
}, 120_000)
afterAll(async () => {
  await stopServer()
  await Promise.all([database.drop(), backup?.database.drop()])
  for (const made of [folder, backup?.folder]) if (made) rmSync(made, { recursive: true })
})

const settings = (databaseUrl: string, dataDir: string) => ({
  ...process.env,
  NODE_ENV: 'development',
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  LOG_LEVEL: 'debug',
  PORT: String(port),
})

async function startServer(): Promise<ChildProcess> {
  const env = {
    ...settings(database.url, folder),
    DATABASE_DIRECT_URL: database.directUrl ?? '',
    REDIS_URL: database.redisUrl ?? '',
  }
  const started = spawn(process.execPath, ['dist/src/cli/main.js', 'start'], { env })
  let told = ''
  for (const stream of [started.stdout, started.stderr])
    stream?.on('data', (part) => {
      logged += part
      told += part
    })
  await eventually(async () => told.includes('Countersign is ready'), 60)
  return started
}

async function stopServer(): Promise<void> {
  const ended = new Promise((done) => server.once('exit', done))
  server.kill('SIGTERM')
  await ended
}

type Backup = { database: Pick<TestDatabase, 'url' | 'drop'>; folder: string }

/** Database, images and root key as they are now. PostgreSQL copies a database only while nobody is connected to it. */
async function takeBackup(): Promise<Backup> {
  await stopServer()
  const copy = mkdtempSync(join(tmpdir(), 'countersign-backup-'))
  cpSync(folder, copy, { recursive: true })
  const taken = { database: await copyOfDatabase(database.url), folder: copy }
  server = await startServer()
  return taken
}

const wordCanary = (word: string): Canary => ({ what: word, bytes: Buffer.from(word) })

/** Pieces of both pictures as sent, and of both as the server keeps them, and of the face's template. */
async function pictureCanaries(): Promise<Canary[]> {
  const { images, faces } = wireEngines()
  const found: Canary[] = []
  for (const [what, sent] of [
    ['document', document],
    ['selfie', selfie],
  ] as const) {
    const kept = Buffer.from((await images.normalize(sent)).bytes)
    for (const at of [0.2, 0.4, 0.5, 0.6, 0.8]) {
      found.push({ what: `${what} as sent, at ${at}`, bytes: piece(sent, at) })
      found.push({ what: `${what} as kept, at ${at}`, bytes: piece(kept, at) })
    }
  }
  const image = await images.decode((await images.normalize(selfie)).bytes)
  const [face] = await faces.find(image)
  if (!face) throw new Error('There is no face.')
  const { vector } = await faces.embed(image, face)
  for (const at of [0, 64, 128])
    found.push({ what: `template at ${at}`, bytes: Buffer.from(vector.slice(at, at + 4).buffer) })
  await images.close()
  return found
}

const piece = (bytes: Buffer, at: number) =>
  bytes.subarray(bytes.length * at, bytes.length * at + 24)

/** Which canaries are there: as they are, in base64, in hex, or in capitals or small letters. */
function foundIn(haystack: Buffer | string): string[] {
  const text = typeof haystack === 'string' ? haystack : haystack.toString('latin1')
  const lower = text.toLowerCase()
  return canaries
    .filter(({ bytes }) => {
      const plain = bytes.toString('latin1')
      const inner = bytes.toString('base64').slice(0, -4)
      return (
        text.includes(plain) ||
        lower.includes(plain.toLowerCase()) ||
        lower.includes(bytes.toString('hex')) ||
        text.includes(inner)
      )
    })
    .map(({ what }) => what)
}

const names = (of = folder) => readdirSync(join(of, 'blobs'), { recursive: true }).map(String)

function blobs(of = folder): Buffer {
  const files = readdirSync(join(of, 'blobs'), { recursive: true, withFileTypes: true })
  return Buffer.concat(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) =>
        Buffer.concat([Buffer.from(name), readFileSync(join(parentPath, name))]),
      ),
  )
}

async function everyWord(): Promise<string[]> {
  const told: string[] = []
  const headers = { 'user-agent': 'canary-in-a-user-agent' }
  const api = apiClient(url, key)
  await api.ask('query { canary-in-a-broken-query }', {}, headers)
  const unknown = 'query($id: ID!) { kycSession(id: $id) { canaryField } }'
  told.push(JSON.stringify(await api.ask(unknown, { id: 'canary-in-a-variable' }, headers)))
  const odd = 'mutation($i: ApplicantCreateInput!) { applicantCreate(input: $i) { result { id } } }'
  told.push(
    JSON.stringify(await api.ask(odd, { i: { name: 'canary-in-an-unknown-field' } }, headers)),
  )
  await apiClient(url, 'canary-in-an-api-key').ask('{ apiKeys { id } }', {}, headers)
  await fetch(`${url}/canary-in-a-path?mail=canary.mail+zq@example.test`, { headers })
  const session = await api.newSession()
  const bad = Buffer.from('canary-in-an-upload-that-is-no-image')
  await api.upload(session, 'SELFIE', bad)
  const camera = {
    sessionId: session,
    flashes: false,
    cameraLabel: 'Canary FaceTime Camera of the house',
  }
  await api.mutate('livenessChallengeStart', camera, 'uploadUrl')
  return told
}

let applicantId: string
let sessionId: string

async function wholeFlow(): Promise<void> {
  const api = apiClient(url, key)
  const externalId = 'canary.mail+zq@example.test'
  applicantId = (await api.mutate('applicantCreate', { externalId })).result.id
  sessionId = (await api.mutate('kycSessionCreate', { applicantId })).result.id
  for (const [kind, bytes] of [
    ['DOCUMENT_FRONT', document],
    ['SELFIE', selfie],
  ] as const) {
    const { captureId, uploadUrl } = await api.announce(sessionId, kind)
    const name = 'attachment; filename="canary-file-name-passport.jpg"'
    const sent = { 'content-type': 'image/jpeg', 'content-disposition': name }
    await fetch(uploadUrl, { method: 'PUT', headers: sent, body: new Uint8Array(bytes) })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await api.mutate('captureComplete', { captureId, sha256 })
  }
  const client = createDemoClient(url, key)
  await client.submit(sessionId)
  const result = await client.waitForDecision(sessionId, () => {})
  expect(JSON.stringify(result.documentReading)).toContain('ZWETSCHGENKNOEDEL')
}

describe('canary: what is known of a person', () => {
  test('is in no log at debug level, no metric, no job and no error, and only encrypted in the database and the store', async () => {
    expect(canaries.length).toBeGreaterThanOrEqual(40)
    const told = await everyWord()
    await wholeFlow()
    expect(foundIn(JSON.stringify(FIELDS))).not.toEqual([])
    expect(told.join()).toContain('got an invalid value')
    expect(foundIn(told.join('\n'))).toEqual([])
    expect(logged.length).toBeGreaterThan(2000)
    expect(foundIn(logged)).toEqual([])
    expect(foundIn(await (await fetch(`${url}/metrics`)).text())).toEqual([])
    expect(foundIn(await everyRow(database.url))).toEqual(['canary.mail+zq@example.test'])
    expect(foundIn(blobs())).toEqual([])
    expect(foundIn(await everyJob())).toEqual([])
  }, 120_000)

  test('is nowhere once it was erased', async () => {
    backup = await takeBackup()
    const { userErrors } = await apiClient(url, key).mutate('applicantErase', { applicantId })
    expect(userErrors).toEqual([])
    expect(foundIn(await everyRow(database.url))).toEqual([])
    expect(foundIn(blobs())).toEqual([])
    expect(foundIn(await everyJob())).toEqual([])
    expect(foundIn(logged)).toEqual([])
    expect(names().filter((name) => name.includes(sessionId))).toEqual([])
  }, 120_000)

  test('is nowhere in the oldest backup either, once that is restored and told of the erasure', async () => {
    const restored = backup as Backup
    const env = settings(restored.database.url, restored.folder)
    expect(names(restored.folder).filter((name) => name.includes(sessionId))).not.toEqual([])
    const keys = await blobKeys(restored)
    expect(keys.length).toBeGreaterThan(2)
    const readable = await openedIn(restored, keys)
    expect([readable.reading.includes('ZWETSCHGENKNOEDEL'), readable.opened]).toEqual([true, keys])

    const images = join(restored.folder, 'blobs')
    const kept = mkdtempSync(join(restored.folder, 'kept-'))
    cpSync(images, kept, { recursive: true })
    cpSync(join(folder, 'blobs'), images, { recursive: true, filter: isTombstone })
    const command = ['dist/src/cli/main.js', 'erasure', 'replay', '--json']
    const told = execFileSync(process.execPath, command, { env }).toString()
    expect(JSON.parse(told).replayed).toHaveLength(1)

    expect(foundIn(await everyRow(restored.database.url))).toEqual([])
    expect(foundIn(blobs(restored.folder))).toEqual([])
    expect(names(restored.folder).filter((name) => name.includes(sessionId))).toEqual([])
    cpSync(kept, images, { recursive: true }) // an older backup of the images, put back after the replay
    expect(await openedIn(restored, keys)).toEqual({ reading: 'null', opened: [] })
    expect(foundIn(told + logged)).toEqual([])
  }, 120_000)
})

/** As docs/privacy.md says to carry them over: the folders, and in them the files of tombstones. */
const isTombstone = (path: string) =>
  statSync(path).isDirectory() || basename(path).startsWith('tombstones+')

async function blobKeys({ database: { url: connectionString } }: Backup): Promise<string[]> {
  const client = new Client({ connectionString })
  await client.connect()
  const text = `select key from "Blob" where "sessionId" = $1 and state = 'LIVE' order by key`
  const { rows } = await client.query(text, [sessionId])
  await client.end()
  return rows.map((row) => row.key)
}

/** What can be read and decrypted of the session with this database, these images and this root key. */
async function openedIn(
  { database: { url: databaseUrl }, folder: dataDir }: Backup,
  keys: string[],
) {
  const config = loadConfig({ ...settings(databaseUrl, dataDir), LOG_LEVEL: 'silent' })
  const { deps, close } = await wire({ ...config, DATABASE_URL: databaseUrl }, 'test')
  const tenantId = (await deps.organizations.list())[0]?.id ?? ''
  const reading = await deps.results.latestReading({ tenantId, sessionId })
  const opened: string[] = []
  for (const each of keys)
    await deps.blobs.get(each).then(
      () => opened.push(each),
      () => undefined, // does not open: that is what is asked
    )
  await close()
  return { reading: JSON.stringify(reading), opened }
}

/** The queue on Redis; where it lies in the database, everyRow has it. */
async function everyJob(): Promise<string> {
  if (!database.redisUrl) return ''
  const { Redis } = await import('ioredis')
  const redis = new Redis(database.redisUrl)
  const parts = await Promise.all(
    (await redis.keys('*')).map(
      async (name) => `${name} ${(await redis.dumpBuffer(name))?.toString('latin1')}`,
    ),
  )
  await redis.quit()
  return parts.join('\n')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  const port = await listen(probe as never, 0, '127.0.0.1')
  await new Promise((done) => probe.close(done))
  return port
}
