import { describe, expect, test } from '@jest/globals'
import canonicalize from 'canonicalize'
import { readManifest, type SignedManifest } from '../../src/sessions/capture-manifest'
import type { Capture, CaptureKind } from '../../src/sessions/session'
import { parseDeviceKey } from '../../src/trust/device-key'
import { randomFrom } from '../faults/random'
import { newDevice } from '../support/device'

const device = newDevice()
const publicKey = parseDeviceKey(device.publicKey)?.publicKey ?? ''
const SESSION = 'ses_1'

function capture(at: number, kind: CaptureKind, change: Partial<Capture> = {}): Capture {
  const of = { id: `cap_${at}`, sessionId: SESSION, kind, status: 'READY' }
  return { ...of, uploadSha256: String(at).repeat(64), ...change } as Capture
}

const FRONT = capture(1, 'DOCUMENT_FRONT')
const BACK = capture(2, 'DOCUMENT_BACK')
const SELFIE = capture(3, 'SELFIE')
const OLD = capture(4, 'SELFIE', { status: 'REPLACED' })
const CHIP = capture(5, 'CHIP', { uploadSha256: null })
const counting = [FRONT, BACK, SELFIE]
const expected = { sessionId: SESSION, publicKey, captures: [...counting, OLD, CHIP], counting }

const entry = ({ kind, id, uploadSha256 }: Capture) => {
  return { kind, captureId: id, sha256: uploadSha256 ?? '' }
}
const GOOD = device.manifest(SESSION, 'nonce', counting.map(entry))

function refusal(manifest: SignedManifest, about = expected): string | null {
  try {
    readManifest(manifest, about)
    return null
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return code === 'MANIFEST_INVALID' ? message : `not refused but broken: ${message}`
  }
}

/** Signed by the right key, whatever it says. */
function signed(payload: string): SignedManifest {
  return { payload, signature: device.sign(payload) }
}
const saying = (change: object) =>
  signed(canonicalize({ ...JSON.parse(GOOD.payload), ...change }) ?? '')

describe('seal: manifests', () => {
  test('a true one is read, and may also name captures that do not count', () => {
    expect(readManifest(GOOD, expected).captures.map(({ captureId }) => captureId)).toEqual([
      'cap_1',
      'cap_2',
      'cap_3',
    ])
    expect(refusal(GOOD, { ...expected, counting: [FRONT, SELFIE] })).toBeNull()
  })

  test('of ten thousand that were changed by chance none is read', () => {
    const random = numbersFrom(20261128)
    const accepted: SignedManifest[] = []
    for (let time = 0; time < 10_000; time += 1) {
      const changed = mutate(GOOD, random)
      if (changed.payload === GOOD.payload && changed.signature === GOOD.signature) continue
      const message = refusal(changed)
      if (message === null) accepted.push(changed)
      else expect(message).toMatch(/^The manifest is refused/)
    }
    expect(accepted).toEqual([])
  })

  test('of ten thousand that were changed and then signed none is read unless it is the same', () => {
    const random = numbersFrom(9180)
    const accepted: string[] = []
    for (let time = 0; time < 10_000; time += 1) {
      const { payload } = mutate({ ...GOOD, signature: '' }, random)
      if (payload === GOOD.payload) continue
      // The nonce is the database's to judge.
      const nonce = /"nonce":"([^"\\]*)"/.exec(payload)?.[1] ?? ''
      const same = GOOD.payload.replace('"nonce":"nonce"', `"nonce":"${nonce}"`)
      if (payload !== same && refusal(signed(payload)) === null) accepted.push(payload)
    }
    expect(accepted).toEqual([])
  }, 120_000)

  test('of another key, session or order, with a swapped, foreign, failed or missing capture it is refused', () => {
    const by = (other: ReturnType<typeof newDevice>) =>
      other.manifest(SESSION, 'nonce', counting.map(entry))
    const listing = (...captures: Capture[]) =>
      device.manifest(SESSION, 'nonce', captures.map(entry))
    const swapped = { ...SELFIE, uploadSha256: '9'.repeat(64) }
    const cases: [SignedManifest, RegExp][] = [
      [by(newDevice()), /device key/],
      [device.manifest('ses_2', 'nonce', counting.map(entry)), /another session/],
      [listing(BACK, FRONT, SELFIE), /order/],
      [listing(FRONT, FRONT, BACK, SELFIE), /order/],
      [listing(FRONT, BACK, swapped), /Entry 2/],
      [listing(FRONT, { ...BACK, kind: 'SELFIE' }, SELFIE), /Entry 1/],
      [listing(FRONT, BACK, SELFIE, OLD), /Entry 3/],
      [listing(FRONT, BACK, SELFIE, CHIP), /Entry 3/],
      [listing(FRONT, BACK, SELFIE, capture(6, 'SELFIE')), /Entry 3/],
      [listing(FRONT, SELFIE), /lacks cap_2/],
      [listing(), /lacks cap_1, cap_2, cap_3/],
    ]
    for (const [manifest, why] of cases) expect(refusal(manifest)).toMatch(why)
  })

  test('signed but not in canonical form, byte for byte, or of another shape, it is refused', () => {
    const { payload } = GOOD
    const reordered = JSON.stringify({ v: 1, ...JSON.parse(payload) })
    const texts = [
      ` ${payload}`,
      `${payload}\n`,
      payload.replace(':', ': '),
      payload.replace('"v":1', '"v":1.0'),
      payload.replace('"v":1', '"v":1e0'),
      payload.replace('ses_1', 'ses\\u005f1'),
      payload.replace('"v":1', '"v":1,"v":1'),
      reordered,
    ]
    for (const text of texts) expect(refusal(signed(text))).toMatch(/canonical/)
    for (const change of [{ v: 2 }, { v: '1' }, { more: 1 }, { captures: null }, { nonce: 1 }])
      expect(refusal(saying(change))).toMatch(/must be JSON/)
    for (const text of ['', 'null', '[]', '{', '"x"']) expect(refusal(signed(text))).toMatch(/JSON/)
  })

  test('the spelling of a signature cannot be changed', () => {
    const { payload, signature } = GOOD
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(signature.slice(-1))
    // The last of 86 characters carries four bits that are not of the 64 bytes.
    const others = [1, 2, 4, 8].map((bit) => signature.slice(0, -1) + alphabet[last ^ bit])
    const base64 = Buffer.from(signature, 'base64url').toString('base64')
    for (const other of [...others, base64, `${signature}=`, ` ${signature}`, `${signature}AA`])
      expect(refusal({ payload, signature: other })).toMatch(/signature/)
  })
})

/** One to three changes: a character replaced, removed, added or doubled, two parts exchanged, or a piece taken away. */
function mutate(manifest: SignedManifest, random: (below: number) => number): SignedManifest {
  const part = manifest.signature !== '' && random(3) === 0 ? 'signature' : 'payload'
  let text = manifest[part]
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const [at, other] = [random(text.length), random(text.length)]
    const [from, to] = [Math.min(at, other), Math.max(at, other)]
    const character = String.fromCharCode(random(16) === 0 ? random(65536) : 32 + random(95))
    const changes = [
      () => text.slice(0, at) + character + text.slice(at + 1),
      () => text.slice(0, at) + text.slice(at + 1),
      () => text.slice(0, at) + character + text.slice(at),
      () => text.slice(0, from) + text.slice(to) + text.slice(from, to),
      () => text.slice(0, from) + text.slice(Math.min(to, from + 10)),
      () => text.slice(0, at) + text.slice(at, at + 10) + text.slice(at),
    ]
    text = changes[random(changes.length)]?.() ?? text
  }
  return { ...manifest, [part]: text }
}

/** Whole numbers below a bound, the same for the same seed. */
function numbersFrom(seed: number): (below: number) => number {
  const random = randomFrom(seed)
  return (below) => Math.floor(random() * below)
}
