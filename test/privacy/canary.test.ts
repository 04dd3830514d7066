import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PORTRAIT, photograph } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { listen } from '../../src/serve-api'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import { wireEngines } from '../../src/wire'
import { apiClient } from '../support/api'
import { eventually } from '../support/app'
import { type TestDatabase, testDatabase } from '../support/database'
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
let url: string
let key: string
let logged = ''
let canaries: Canary[]
let selfie: Buffer
let document: Buffer

beforeAll(async () => {
  database = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'countersign-canary-'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    DATABASE_URL: database.url,
    DATABASE_DIRECT_URL: database.directUrl ?? '',
    REDIS_URL: database.redisUrl ?? '',
    DATA_DIR: folder,
    LOG_LEVEL: 'debug',
    PORT: String(port),
  }
  server = spawn(process.execPath, ['dist/src/cli/main.js', 'start'], { env })
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (part) => {
      logged += part
    })
  await eventually(async () => logged.includes('Countersign is ready'), 60)
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
  server.kill('SIGTERM')
  await new Promise((done) => server.once('exit', done))
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

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

const names = () => readdirSync(join(folder, 'blobs'), { recursive: true }).map(String)

function blobs(): Buffer {
  const files = readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
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
    const { userErrors } = await apiClient(url, key).mutate('applicantErase', { applicantId })
    expect(userErrors).toEqual([])
    expect(foundIn(await everyRow(database.url))).toEqual([])
    expect(foundIn(blobs())).toEqual([])
    expect(foundIn(await everyJob())).toEqual([])
    expect(foundIn(logged)).toEqual([])
    expect(names().filter((name) => name.includes(sessionId))).toEqual([])
  }, 60_000)
})

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
