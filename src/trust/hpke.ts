import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

/** DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: 0x0010, 0x0001, 0x0002 of RFC 9180 §7. */
export const HPKE_SUITE = 'DHKEM-P256-HKDF-SHA256/HKDF-SHA256/AES-256-GCM'

/** The public key of the sender's own pair, made for one sealing: an uncompressed point (SEC 1). */
const ENC_BYTES = 65
const TAG_BYTES = 16

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

/** A pair to seal to. `publicKey`: an uncompressed point (65 bytes) in base64url; `secret`: 32 bytes. */
export type SealingPair = { publicKey: string; secret: Uint8Array }

/** What a sealing is bound to: it opens only with the same. `info` and `aad` of RFC 9180; texts are UTF-8. */
type Binding = { info: string | Uint8Array; aad?: Uint8Array }

export async function newSealingPair(): Promise<SealingPair> {
  const { publicKey, privateKey } = await suite.kem.generateKeyPair()
  const point = await suite.kem.serializePublicKey(publicKey)
  const secret = await suite.kem.serializePrivateKey(privateKey)
  return { publicKey: Buffer.from(point).toString('base64url'), secret: new Uint8Array(secret) }
}

/**
 * Seals to a public key as RFC 9180 does in base mode, once (§6.1): nobody else can open it, and nothing tells who sealed it.
 * @param publicKey in base64url, as `newSealingPair` gives it
 * @returns `enc` (65 bytes), ciphertext, tag (16 bytes)
 * @throws Error when the key is no point of the curve
 */
export async function sealTo(
  publicKey: string,
  { info, aad = new Uint8Array() }: Binding,
  plain: Uint8Array,
): Promise<Uint8Array> {
  const recipientPublicKey = await publicKeyOf(publicKey)
  const params = { recipientPublicKey, info: Buffer.from(info) }
  const { enc, ct } = await suite.seal(params, plain, aad)
  return Buffer.concat([new Uint8Array(enc), new Uint8Array(ct)])
}

/** @throws Error when it was sealed to another key or bound to something else, or a bit was changed, or anything is missing */
export async function openSealed(
  { publicKey, secret }: SealingPair,
  { info, aad = new Uint8Array() }: Binding,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  if (sealed.length < ENC_BYTES + TAG_BYTES) throw new Error('Too short to be sealed.')
  const recipientKey = {
    privateKey: await suite.kem.deserializePrivateKey(secret),
    publicKey: await publicKeyOf(publicKey),
  }
  const enc = sealed.subarray(0, ENC_BYTES)
  const params = { recipientKey, enc, info: Buffer.from(info) }
  return new Uint8Array(await suite.open(params, sealed.subarray(ENC_BYTES), aad))
}

function publicKeyOf(text: string): Promise<CryptoKey> {
  return suite.kem.deserializePublicKey(Buffer.from(text, 'base64url'))
}
