import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'

/** That a log's first `size` rows have this root (hex). `origin` names the log: `kyc.example.com/audit/org_…`. */
export type Checkpoint = { origin: string; size: number; root: string }

/** `publicKey`: 32 bytes in base64url, as in a JSON Web Key. */
type NoteKey = { publicKey: string; key: KeyObject }

/** A signed note (c2sp.org/signed-note) in the form of c2sp.org/tlog-checkpoint, signed with Ed25519. */
export function signCheckpoint({ origin, size, root }: Checkpoint, by: NoteKey): string {
  const text = `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`
  const signature = sign(null, Buffer.from(text), by.key)
  const line = Buffer.concat([keyIdOf(origin, by.publicKey), signature]).toString('base64')
  return `${text}\n— ${origin} ${line}\n`
}

const NOTE =
  /^(([^\s+]+)\n(0|[1-9]\d{0,9})\n([A-Za-z0-9+/]{43}=)\n)\n— ([^\s+]+) ([A-Za-z0-9+/]{91}=)\n$/

/**
 * What a note says that one of the keys signed, and only one of ours can be: one signature, no lines of extension.
 * @throws Error when it is no such note, or none of the keys signed it
 */
export function openCheckpoint(note: string, { keys }: JSONWebKeySet): Checkpoint {
  const [, text = '', origin = '', size = '', root = '', name = '', line = ''] =
    NOTE.exec(note) ?? []
  if (text === '' || name !== origin) throw new Error('It is no signed checkpoint.')
  const signed = Buffer.from(line, 'base64')
  const genuine = keys.some(
    ({ kty, crv, x = '' }) =>
      kty === 'OKP' &&
      crv === 'Ed25519' &&
      signed.subarray(0, 4).equals(keyIdOf(name, x)) &&
      verify(null, Buffer.from(text), publicKeyOf(x), signed.subarray(4)),
  )
  if (!genuine) throw new Error('None of the keys signed it.')
  return { origin, size: Number(size), root: Buffer.from(root, 'base64').toString('hex') }
}

const ED25519 = 1

function keyIdOf(name: string, publicKey: string): Buffer {
  const hash = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(ED25519))
  return hash.update(publicKey, 'base64url').digest().subarray(0, 4)
}

function publicKeyOf(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}
