import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { fromBase64Url, joined, utf8 } from './encode'

const SUITE = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

/** The file as docs/sealed-capture.md has it (RFC 9180, base mode): `enc`, then the ciphertext. */
export async function seal(
  file: Uint8Array<ArrayBuffer>,
  publicKey: string,
  info: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const recipientPublicKey = await SUITE.kem.deserializePublicKey(fromBase64Url(publicKey))
  const { enc, ct } = await SUITE.seal({ recipientPublicKey, info: utf8(info) }, file)
  return joined([new Uint8Array(enc), new Uint8Array(ct)])
}
