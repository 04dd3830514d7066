import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import canonicalize from 'canonicalize'
import { challengeOf } from '../../src/sessions/register-device-key'

type Entry = { kind: string; captureId: string; sha256: string }

/** A browser or app with a key of its own, as node's WebCrypto would sign. */
export function newDevice() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    publicKey: JSON.stringify(publicKey.export({ format: 'jwk' })),
    sign: (text: string) => signature(privateKey, text),
    registration(sessionId: string, nonce: string) {
      const signed = signature(privateKey, challengeOf(sessionId, nonce))
      return { nonce, publicKey: this.publicKey, signature: signed }
    },
    manifest(session: string, nonce: string, entries: Entry[]) {
      const captures = entries.map((entry, seq) => ({ seq, ...entry }))
      const payload = canonicalize({ v: 1, session, nonce, captures }) ?? ''
      return { payload, signature: signature(privateKey, payload) }
    },
  }
}

function signature(key: KeyObject, text: string): string {
  const signed = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return signed.toString('base64url')
}
