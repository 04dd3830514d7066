import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { attestDecision } from '../../src/sessions/attest-decision'
import { openDatabase, scoped } from '../../src/storage/database'
import { useNonce } from '../../src/storage/device-keys'
import { verifyStatement } from '../../src/trust/sign'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newDevice } from '../support/device'
import { everyRow } from '../support/every-row'
import { photo } from '../support/images'

type Device = ReturnType<typeof newDevice>
type Entry = { kind: string; captureId: string; sha256: string }

let app: TestApp
let api: ReturnType<typeof apiClient>
let tenantId: string
let picture: Buffer

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '100000', MAX_QUEUED: '1000' })
  api = apiClient(app.url, app.key)
  tenantId = app.tenantId
  picture = await photo(640, 480)
})
afterAll(() => app.close())

async function nonceOf(sessionId: string): Promise<string> {
  const { result } = await api.mutate('captureManifestNonce', { sessionId }, 'nonce expiresAt')
  return result.nonce
}

async function register(sessionId: string, device: Device, nonce?: string) {
  const signed = device.registration(sessionId, nonce ?? (await nonceOf(sessionId)))
  return api.mutate('deviceKeyRegister', { sessionId, ...signed }, 'thumbprint')
}

async function upload(sessionId: string, kind: string): Promise<Entry> {
  const { captureId } = await api.upload(sessionId, kind, picture)
  return { kind, captureId, sha256: createHash('sha256').update(picture).digest('hex') }
}

/** A session with a device and the captures it needs. */
async function begun() {
  const sessionId = await api.newSession()
  const device = newDevice()
  await register(sessionId, device)
  const entries = [await upload(sessionId, 'DOCUMENT_FRONT'), await upload(sessionId, 'SELFIE')]
  return { sessionId, device, entries }
}

const submit = (sessionId: string, manifest?: object | null) =>
  api.mutate('kycSessionSubmit', { sessionId, manifest }, 'id status')

const codeOf = (answer: { userErrors: { code: string }[] }) => answer.userErrors[0]?.code ?? null

async function countAccepted(answers: Promise<{ userErrors: { code: string }[] }>[]) {
  const codes = (await Promise.all(answers)).map(codeOf)
  return { accepted: codes.filter((code) => code === null).length, refused: new Set(codes) }
}

/** As if the checks had asked for the captures again. */
async function askAgain(sessionId: string): Promise<void> {
  const session = await app.deps.sessions.get({ tenantId, sessionId })
  await app.deps.sessions.apply({ session, trigger: 'RETAKE', at: new Date(), actor: 'SYSTEM' })
}

/** As if the checks had approved it. */
async function deviceClaim(sessionId: string): Promise<unknown> {
  const session = await app.deps.sessions.get({ tenantId, sessionId })
  const found = { outcome: 'APPROVED', policyVersion: '1', codeVersion: '1' } as const
  const none = {
    policySha256: null,
    reasons: [],
    models: [],
    inputs: [],
    timings: [],
    checks: [],
    reading: null,
  }
  const statement = await attestDecision(app.deps, session, { ...found, ...none })
  const { claims } = await verifyStatement(statement ?? '', await app.deps.signer.keySet())
  return claims['device']
}

describe('seal: device keys', () => {
  test('a session is bound to the device that signs its challenge, and says so', async () => {
    const sessionId = await api.newSession()
    const device = newDevice()
    const { result } = await register(sessionId, device)
    const { deviceKey } = await api.session(
      sessionId,
      'deviceKey { thumbprint } captureManifest { verified }',
    )
    expect(deviceKey).toEqual(result)
    expect(codeOf(await register(sessionId, newDevice()))).toBe('CONFLICT')
  })

  test('without the private key, with a nonce of another session or none of ours it is not', async () => {
    const sessionId = await api.newSession()
    const [device, other] = [newDevice(), newDevice()]
    const nonce = await nonceOf(sessionId)
    const { signature } = other.registration(sessionId, nonce)
    const stolen = { ...device.registration(sessionId, nonce), signature }
    const answer = await api.mutate('deviceKeyRegister', { sessionId, ...stolen }, 'thumbprint')
    expect(answer.userErrors).toMatchObject([{ code: 'INVALID', field: 'signature' }])
    const foreign = await nonceOf(await api.newSession())
    for (const wrong of [foreign, 'made-up']) {
      const { userErrors } = await register(sessionId, device, wrong)
      expect(userErrors).toMatchObject([{ code: 'INVALID', field: 'nonce' }])
    }
    const publicKey = 'not a key'
    const malformed = { ...device.registration(sessionId, nonce), sessionId, publicKey }
    expect(
      (await api.mutate('deviceKeyRegister', malformed, 'thumbprint')).userErrors,
    ).toMatchObject([{ code: 'INVALID', field: 'publicKey' }])
    expect(codeOf(await register(sessionId, device, nonce))).toBeNull()
  })

  test('of a hundred uses of one nonce at once exactly one succeeds', async () => {
    const sessionId = await api.newSession()
    const nonce = await nonceOf(sessionId)
    const client = openDatabase(app.config.DATABASE_URL, 20)
    const db = scoped(client)
    const use = () =>
      db.asTenant(tenantId, (tx) => useNonce(tx, { tenantId, sessionId }, nonce, new Date()))
    const used = await Promise.all(Array.from({ length: 100 }, use))
    await client.$disconnect()
    expect(used.filter(Boolean)).toHaveLength(1)
  })

  test('of a hundred registrations at once with one nonce exactly one succeeds', async () => {
    const sessionId = await api.newSession()
    const nonce = await nonceOf(sessionId)
    const all = Array.from({ length: 100 }, () => register(sessionId, newDevice(), nonce))
    const { accepted } = await countAccepted(all)
    expect(accepted).toBe(1)
  })

  test('a nonce is good for two minutes', async () => {
    const sessionId = await api.newSession()
    const nonce = await nonceOf(sessionId)
    const { now } = app.deps
    app.deps.now = () => new Date(Date.now() + 121_000)
    const late = await register(sessionId, newDevice(), nonce)
    app.deps.now = now
    expect(codeOf(late)).toBe('INVALID')
    expect(codeOf(await register(sessionId, newDevice(), nonce))).toBeNull()
  })
})

describe('seal: submitting with a manifest', () => {
  test('a session with a device needs one, and says that it was verified', async () => {
    const { sessionId, device, entries } = await begun()
    expect((await submit(sessionId)).userErrors).toMatchObject([
      { code: 'MANIFEST_INVALID', field: 'manifest' },
    ])
    const manifest = device.manifest(sessionId, await nonceOf(sessionId), entries)
    expect((await submit(sessionId, manifest)).result.status).toBe('PROCESSING')
    const { deviceKey, captureManifest } = await api.session(
      sessionId,
      'deviceKey { thumbprint } captureManifest { thumbprint verified verifiedAt }',
    )
    const { thumbprint } = deviceKey
    const verifiedAt = expect.any(String)
    expect(captureManifest).toEqual({ thumbprint, verified: true, verifiedAt })
  })

  test('a session without a device takes none, and needs none', async () => {
    const sessionId = await api.newSession()
    const entries = [await upload(sessionId, 'DOCUMENT_FRONT'), await upload(sessionId, 'SELFIE')]
    const manifest = newDevice().manifest(sessionId, await nonceOf(sessionId), entries)
    expect(codeOf(await submit(sessionId, manifest))).toBe('MANIFEST_INVALID')
    expect(codeOf(await submit(sessionId))).toBeNull()
  })

  test('an image swapped after it was signed is noticed', async () => {
    const { sessionId, device, entries } = await begun()
    const manifest = device.manifest(sessionId, await nonceOf(sessionId), entries)
    const swapped = await photo(640, 480, 2)
    await api.upload(sessionId, 'SELFIE', swapped)
    expect((await submit(sessionId, manifest)).userErrors).toMatchObject([
      { code: 'MANIFEST_INVALID', field: 'manifest.payload' },
    ])
    const by = newDevice().manifest(sessionId, await nonceOf(sessionId), entries)
    expect((await submit(sessionId, by)).userErrors).toMatchObject([
      { code: 'MANIFEST_INVALID', field: 'manifest.signature' },
    ])
  })

  test('nor can one be slipped in between the look at the captures and the change', async () => {
    const { sessionId, device, entries } = await begun()
    const manifest = device.manifest(sessionId, await nonceOf(sessionId), entries)
    const { submissions } = app.deps.sessions
    app.deps.sessions.submissions = async (session) => {
      await upload(sessionId, 'DOCUMENT_BACK')
      return submissions(session)
    }
    const answer = await submit(sessionId, manifest)
    app.deps.sessions.submissions = submissions
    expect(codeOf(answer)).toBe('CONFLICT')
    expect(await api.session(sessionId, 'status')).toEqual({ status: 'AWAITING_CAPTURE' })
  })

  test('of a hundred submissions at once with one nonce exactly one succeeds', async () => {
    const { sessionId, device, entries } = await begun()
    const manifest = device.manifest(sessionId, await nonceOf(sessionId), entries)
    const all = Array.from({ length: 100 }, () => submit(sessionId, manifest))
    expect((await countAccepted(all)).accepted).toBe(1)
  })

  test('of a thousand replays none is accepted: in the same session, later, or in others', async () => {
    const { sessionId, device, entries } = await begun()
    const manifest = device.manifest(sessionId, await nonceOf(sessionId), entries)
    expect(codeOf(await submit(sessionId, manifest))).toBeNull()
    await askAgain(sessionId)
    const others = await Promise.all(Array.from({ length: 5 }, begun))
    let accepted = 0
    for (let round = 0; round < 100; round += 1) {
      const ids = [...others.map((other) => other.sessionId), ...Array(5).fill(sessionId)]
      const found = await countAccepted(ids.map((id) => submit(id, manifest)))
      accepted += found.accepted
      expect(found.refused).toEqual(new Set(['MANIFEST_INVALID']))
    }
    expect(accepted).toBe(0)
    const anew = device.manifest(sessionId, await nonceOf(sessionId), entries)
    expect(codeOf(await submit(sessionId, anew))).toBeNull()
  }, 120_000)

  test('the signed decision tells which device signed, and nothing where none did', async () => {
    const { sessionId, device, entries } = await begun()
    await submit(sessionId, device.manifest(sessionId, await nonceOf(sessionId), entries))
    const { deviceKey } = await api.session(sessionId, 'deviceKey { thumbprint }')
    expect(await deviceClaim(sessionId)).toBe(deviceKey.thumbprint)
    expect(await deviceClaim(await api.newSession())).toBeUndefined()
  })

  test('an erasure takes the key, the nonces and what was signed, and an export has them', async () => {
    const { sessionId, device, entries } = await begun()
    const nonce = await nonceOf(sessionId)
    const manifest = device.manifest(sessionId, nonce, entries)
    await submit(sessionId, manifest)
    const { applicant, deviceKey } = await api.session(
      sessionId,
      'applicant { id } deviceKey { thumbprint }',
    )
    const file = await fetch(`${app.url}/applicants/${applicant.id}/export`, {
      headers: { authorization: `Bearer ${app.key}` },
    })
    const exported = await file.text()
    expect(exported).toContain(deviceKey.thumbprint)
    expect(exported).toContain(manifest.signature)
    await api.mutate('applicantErase', { applicantId: applicant.id })
    const rows = await everyRow(app.config.DATABASE_URL)
    expect(rows).toContain(sessionId)
    for (const trace of [deviceKey.thumbprint, nonce, manifest.signature])
      expect(rows).not.toContain(trace)
  })
})
