import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { JSONWebKeySet } from 'jose'
import { childEnvironment } from '../../src/config'
import { openCapture } from '../../src/sessions/open-capture'
import { reopenCaptures } from '../../src/sessions/reopen-captures'
import { openDatabase } from '../../src/storage/database'
import { sealTo } from '../../src/trust/hpke'
import { verifyStatement } from '../../src/trust/sign'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { type Frame, fileOf, submission } from '../support/challenge-client'
import { newDevice } from '../support/device'
import { photo, plain } from '../support/images'

type Seal = { kid: string; nonce: string; info: string }
type Announced = { sessionId: string; captureId: string; uploadUrl: string; seal: Seal }

let app: TestApp
let api: ReturnType<typeof apiClient>
let tenantId: string
let picture: Buffer
let opened = 0

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  api = apiClient(app.url, app.key)
  tenantId = app.tenantId
  picture = await photo(640, 480)
  const { open } = app.ring
  app.ring.open = (...sealed) => {
    opened += 1
    return open(...sealed)
  }
})
afterAll(() => app.close())

const KEYS = '{ captureKeys { kid suite publicKey notAfter statement } }'

describe('seal: keys for captures', () => {
  test('there are none before a worker made them', async () => {
    expect((await api.ask(KEYS)).data).toEqual({ captureKeys: [] })
  })

  test('each comes with a statement of the issuer, which says the same and ends with it', async () => {
    await app.ring.renew(new Date())
    const { data } = await api.ask(KEYS)
    const [{ kid, suite, publicKey, notAfter, statement }] = data.captureKeys
    const keys = (await (await fetch(`${app.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet
    const { typ, claims } = await verifyStatement(statement, keys)
    expect(typ).toBe('capture-key+jwt')
    const exp = Math.floor(Date.parse(notAfter) / 1000)
    expect(claims).toMatchObject({ iss: app.url, keyId: kid, suite, publicKey, exp })
  })
})

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function announce(sessionId: string, kind = 'SELFIE'): Promise<Announced> {
  const selection = 'uploadUrl seal { kid nonce info } capture { id }'
  const { result } = await api.mutate(
    'captureUploadCreate',
    { sessionId, kind, sealed: true },
    selection,
  )
  return { sessionId, captureId: result.capture.id, uploadUrl: result.uploadUrl, seal: result.seal }
}

async function sealFor({ seal }: Announced, bytes: Uint8Array, change: Partial<Seal> = {}) {
  const { data } = await api.ask(KEYS)
  const { kid, info } = { ...seal, ...change }
  const key = data.captureKeys.find((one: Seal) => one.kid === kid)
  return sealTo(key.publicKey, { info }, bytes)
}

/** Uploads and completes. @returns the answer of the API, which cannot know yet what it was sent */
async function send({ captureId, uploadUrl }: Announced, sealed: Uint8Array) {
  await api.put(uploadUrl, sealed)
  return api.mutate('captureComplete', { captureId, sha256: sha256(sealed) }, 'id status')
}

const open = ({ sessionId, captureId }: Announced) =>
  openCapture(app.deps, app.ring, { tenantId, sessionId, captureId })

async function captureOf({ sessionId, captureId }: Announced) {
  const fields = 'captures { id status failure width height imageSha256 }'
  const { captures } = await api.session(sessionId, fields)
  return captures.find(({ id }: { id: string }) => id === captureId)
}

/** Sends and opens. @returns what became of the capture */
async function outcome(announced: Announced, sealed: Uint8Array): Promise<string> {
  await send(announced, sealed)
  await open(announced)
  const { status, failure } = await captureOf(announced)
  return failure ?? status
}

const infoOf = (announced: Announced | undefined, kind: string) =>
  `countersign-capture-v1|${tenantId}|${announced?.sessionId}|${announced?.captureId}|${announced?.seal.nonce}|${kind}`

/** As many as every step takes. */
const challengeFrames = (): Frame[] =>
  Array.from({ length: 10 }, (_, at) => ({ atMs: 100 * at, bytes: picture }))

const ISSUE = 'uploadUrl step { kind } seal { kid nonce info } capture { id }'

/** Starts a challenge and answers each of its steps with other frames, of which nobody judges the content here. */
async function answerWith(sessionId: string, frames: Frame[], file = fileOf(frames)) {
  const wish = { sessionId, flashes: false, sealed: true }
  let { result: issue } = await api.mutate('livenessChallengeStart', wish, ISSUE)
  const steps: Announced[] = []
  while (issue?.step) {
    const { capture, seal, uploadUrl } = issue
    const announced = { sessionId, captureId: capture.id, uploadUrl, seal }
    const sealed = Buffer.from(await sealFor(announced, file))
    const input = submission(capture.id, frames, sealed)
    issue = (await api.mutate('livenessStepSubmit', input, ISSUE)).result
    await send(announced, sealed)
    steps.push(announced)
  }
  return steps
}

const runNode = (args: string[], environment: NodeJS.ProcessEnv) =>
  promisify(execFile)('node', args, { env: { ...process.env, ...environment } })

describe('seal: captures', () => {
  test('one is opened by a worker and is then as if it had come unsealed', async () => {
    const sessionId = await api.newSession()
    const announced = await announce(sessionId)
    const { seal, captureId } = announced
    expect(seal.info).toBe(
      `countersign-capture-v1|${tenantId}|${sessionId}|${captureId}|${seal.nonce}|SELFIE`,
    )
    const sealed = await sealFor(announced, picture)
    expect((await send(announced, sealed)).result.status).toBe('OPENING')
    expect((await send(announced, sealed)).result.status).toBe('OPENING')
    await open(announced)
    const other = await api.newSession()
    await api.upload(other, 'SELFIE', picture)
    const unsealed = (await api.session(other, 'captures { imageSha256 }')).captures[0]
    expect(await captureOf(announced)).toEqual({
      id: captureId,
      status: 'READY',
      failure: null,
      width: 640,
      height: 480,
      imageSha256: unsealed.imageSha256,
    })
    expect((await send(announced, sealed)).result.status).toBe('READY')
  })

  test('the API never opens one, nor decodes it, however often it is asked', async () => {
    const announced = await announce(await api.newSession())
    const sealed = await sealFor(announced, picture)
    const { normalize } = app.deps.images
    let decoded = 0
    app.deps.images.normalize = (bytes) => {
      decoded += 1
      return normalize(bytes)
    }
    opened = 0
    for (let time = 0; time < 5; time += 1) await send(announced, sealed)
    await captureOf(announced)
    app.deps.images.normalize = normalize
    expect([opened, decoded]).toEqual([0, 0])
    expect(await captureOf(announced)).toMatchObject({ status: 'OPENING', width: null })
    await open(announced)
    expect(opened).toBe(1)
  })

  test('the frames of a liveness challenge come sealed as well, and the API sees none of them', async () => {
    const sessionId = await api.newSession()
    const frames = challengeFrames()
    const decoded = jest.spyOn(app.deps.images, 'normalize')
    opened = 0
    const [first, last] = await answerWith(sessionId, frames)
    expect(decoded).not.toHaveBeenCalled()
    expect([opened, first?.seal.info]).toEqual([0, infoOf(first, 'LIVENESS')])
    await open(first as Announced)
    expect(await captureOf(first as Announced)).toMatchObject({ status: 'READY', failure: null })
    expect(decoded).toHaveBeenCalledTimes(frames.length)
    expect(await captureOf(last as Announced)).toMatchObject({ status: 'OPENING' })
    decoded.mockRestore()
  })

  test('frames whose lengths are not those announced are refused once they are opened', async () => {
    const sessionId = await api.newSession()
    const frames = challengeFrames()
    const [first] = await answerWith(sessionId, frames, Buffer.concat([fileOf(frames), picture]))
    await open(first as Announced)
    expect((await captureOf(first as Announced)).failure).toBe('IMAGE_DAMAGED')
  })

  test('a session is not submitted while one is being opened', async () => {
    const sessionId = await api.newSession()
    await api.upload(sessionId, 'DOCUMENT_FRONT', picture)
    await api.upload(sessionId, 'SELFIE', picture)
    const back = await announce(sessionId, 'DOCUMENT_BACK')
    await send(back, await sealFor(back, picture))
    const refused = await api.mutate('kycSessionSubmit', { sessionId }, 'status')
    expect(refused.userErrors).toMatchObject([{ code: 'CONFLICT' }])
    expect(refused.userErrors[0]?.message).toContain('DOCUMENT_BACK')
    await open(back)
    expect((await api.mutate('kycSessionSubmit', { sessionId }, 'status')).result.status).toBe(
      'PROCESSING',
    )
  })

  test('one can be signed in a manifest, with the hash of what was sent', async () => {
    const sessionId = await api.newSession()
    const device = newDevice()
    const nonce = async () =>
      (await api.mutate('captureManifestNonce', { sessionId }, 'nonce')).result.nonce
    await api.mutate(
      'deviceKeyRegister',
      { sessionId, ...device.registration(sessionId, await nonce()) },
      'thumbprint',
    )
    const entries: { kind: string; captureId: string; sha256: string }[] = []
    for (const kind of ['DOCUMENT_FRONT', 'SELFIE']) {
      const announced = await announce(sessionId, kind)
      const sealed = await sealFor(announced, picture)
      await send(announced, sealed)
      await open(announced)
      entries.push({ kind, captureId: announced.captureId, sha256: sha256(sealed) })
    }
    const manifest = device.manifest(sessionId, await nonce(), entries)
    const { result } = await api.mutate('kycSessionSubmit', { sessionId, manifest }, 'status')
    expect(result.status).toBe('PROCESSING')
  })
})

describe('seal: what does not open', () => {
  test('no byte of an upload can be flipped and none cut off', async () => {
    const announced = await announce(await api.newSession())
    const sealed = await sealFor(announced, await plain(8, 8).png().toBuffer())
    const { kid, info } = announced.seal
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      for (const bytes of [changed, sealed.subarray(0, at)])
        await expect(app.ring.open(kid, info, bytes)).rejects.toMatchObject({ code: 'SEAL_BROKEN' })
    }
    await expect(app.ring.open(kid, info, sealed)).resolves.toBeDefined()
  })

  const WRONG: [string, (announced: Announced) => Promise<Uint8Array>][] = [
    ['unsealed', async () => picture],
    ['noise', async () => randomBytes(5000)],
    ['cut short', async (to) => (await sealFor(to, picture)).subarray(0, -1)],
    [
      'another kind',
      (to) => sealFor(to, picture, { info: to.seal.info.replace('SELFIE', 'DOCUMENT_FRONT') }),
    ],
    [
      'another nonce',
      (to) => sealFor(to, picture, { info: to.seal.info.replace(to.seal.nonce, 'A'.repeat(22)) }),
    ],
    [
      'another session',
      (to) =>
        sealFor(to, picture, { info: to.seal.info.replace(to.sessionId, `ses_${'0'.repeat(32)}`) }),
    ],
    [
      'another organisation',
      (to) =>
        sealFor(to, picture, { info: to.seal.info.replace(tenantId, `org_${'0'.repeat(32)}`) }),
    ],
    ['no info', (to) => sealFor(to, picture, { info: '' })],
  ]
  test.each(WRONG)('%s: the capture has FAILED and says so', async (_name, wrong) => {
    const announced = await announce(await api.newSession())
    expect(await outcome(announced, await wrong(announced))).toBe('SEAL_BROKEN')
  })

  test('a sealed upload sent again, in the same session or another, opens nowhere', async () => {
    const sessionId = await api.newSession()
    const first = await announce(sessionId)
    const sealed = await sealFor(first, picture)
    expect(await outcome(first, sealed)).toBe('READY')
    expect(await outcome(await announce(sessionId), sealed)).toBe('SEAL_BROKEN')
    expect(await outcome(await announce(await api.newSession()), sealed)).toBe('SEAL_BROKEN')
    expect((await captureOf(first)).status).toBe('READY')
  })

  test('what opens and is no image is refused as any other', async () => {
    const announced = await announce(await api.newSession())
    const sealed = await sealFor(announced, Buffer.from('no image at all'))
    expect(await outcome(announced, sealed)).toBe('IMAGE_UNSUPPORTED')
    const empty = await announce(await api.newSession())
    expect(await outcome(empty, await sealFor(empty, Buffer.alloc(0)))).toBe('UPLOAD_EMPTY')
  })

  test('one for the key of before opens for a day after a rotation, and then never again', async () => {
    const early = await announce(await api.newSession())
    const late = await announce(await api.newSession())
    const sealed = [await sealFor(early, picture), await sealFor(late, picture)] as const
    const kid = await app.ring.rotate(new Date())
    expect((await announce(await api.newSession())).seal.kid).toBe(kid)
    expect(await outcome(early, sealed[0])).toBe('READY')
    await app.ring.renew(new Date(Date.now() + 25 * 3_600_000))
    expect(await outcome(late, sealed[1])).toBe('SEAL_BROKEN')
  })

  test('the session ended meanwhile: the capture ends with it', async () => {
    const announced = await announce(await api.newSession())
    await send(announced, await sealFor(announced, picture))
    await api.mutate('kycSessionCancel', { sessionId: announced.sessionId })
    await open(announced)
    expect(await captureOf(announced)).toMatchObject({ status: 'FAILED', failure: 'CONFLICT' })
  })

  test('the applicant was erased meanwhile: there is nothing to open', async () => {
    const announced = await announce(await api.newSession())
    await send(announced, await sealFor(announced, picture))
    const { applicant } = await api.session(announced.sessionId, 'applicant { id }')
    await api.mutate('applicantErase', { applicantId: applicant.id })
    await open(announced)
    expect(await captureOf(announced)).toBeUndefined()
  })
})

test('seal: countersign keys rotate-sealing makes the key that new captures are given', async () => {
  const cli = ['dist/src/cli/main.js', 'keys', 'rotate-sealing', '--json']
  const { stdout } = await runNode(cli, childEnvironment(app.config) as NodeJS.ProcessEnv)
  const { kid } = JSON.parse(stdout)
  const announced = await announce(await api.newSession())
  expect(announced.seal.kid).toBe(kid)
  expect(await outcome(announced, await sealFor(announced, picture))).toBe('READY')
})

describe('seal: workers that die', () => {
  const later = (hours: number) => ({
    ...app.deps,
    now: () => new Date(Date.now() + hours * 3_600_000),
  })

  async function loseJobs(): Promise<void> {
    const db = openDatabase(app.config.DATABASE_URL, 1)
    await db.outboxEntry.deleteMany({ where: { job: 'openCapture' } })
    await db.$disconnect()
  }

  test('two that open one capture at once do it once', async () => {
    const announced = await announce(await api.newSession())
    await send(announced, await sealFor(announced, picture))
    await Promise.all([open(announced), open(announced), open(announced)])
    expect((await captureOf(announced)).status).toBe('READY')
  })

  test('a lost job is asked for again, and after three times the applicant is asked instead', async () => {
    await loseJobs()
    await reopenCaptures(later(1000)) // what other tests have left
    const announced = await announce(await api.newSession())
    await send(announced, await sealFor(announced, picture))
    expect(await reopenCaptures(later(1))).toBe(0) // it waits in the outbox
    await loseJobs()
    expect(await reopenCaptures(app.deps)).toBe(0) // not for long
    for (const hours of [1, 2]) {
      expect(await reopenCaptures(later(hours))).toBe(1)
      await loseJobs()
      expect((await captureOf(announced)).status).toBe('OPENING')
    }
    expect(await reopenCaptures(later(3))).toBe(1)
    expect(await captureOf(announced)).toMatchObject({ status: 'FAILED', failure: 'SEAL_BROKEN' })
  })

  test('one killed at its work leaves it to the next', async () => {
    const announced = await announce(await api.newSession())
    const worker = await app.spawnWorker('verify', { JOB_LOCK_SEC: '2' })
    await send(announced, await sealFor(announced, picture))
    await app.deps.outbox.relay((jobs) => app.deps.queue.add(jobs))
    worker.kill('SIGKILL')
    await new Promise((done) => worker.once('exit', done))
    await app.spawnWorker('verify', { JOB_LOCK_SEC: '2' })
    const ready = await eventually(async () => {
      await reopenCaptures(later(1))
      await app.deps.outbox.relay((jobs) => app.deps.queue.add(jobs))
      const capture = await captureOf(announced)
      return capture.status !== 'OPENING' && capture
    }, 60)
    expect(ready.status).toBe('READY')
  })
})

test('seal: the client of docs/sealed-capture.md does all of it', async () => {
  const [, code = ''] =
    /```js\n(.*?)```/s.exec(readFileSync('docs/sealed-capture.md', 'utf8')) ?? []
  const folder = mkdtempSync(join(tmpdir(), 'countersign-client-'))
  const file = join(folder, 'picture.jpg')
  writeFileSync(file, picture)
  const worker = await app.spawnWorker('verify')
  const housekeeping = await app.spawnWorker('housekeeping')
  const sessionId = await api.newSession()
  const env = { URL: app.url, KEY: app.key, SESSION: sessionId, FILE: file }
  const { stdout } = await runNode(['--input-type=module', '-e', code], env)
  rmSync(folder, { recursive: true })
  worker.kill()
  housekeeping.kill()
  expect(stdout).toContain("{ status: 'PROCESSING' }")
  const { captureManifest } = await api.session(sessionId, 'captureManifest { verified }')
  expect(captureManifest).toEqual({ verified: true })
}, 120_000)
