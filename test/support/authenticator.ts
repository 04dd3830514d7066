import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** What may be wrong with an answer. */
type Wrong = { origin?: string; rpId?: string; counter?: number; userVerified?: boolean }

type Offer = { challenge: string }

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** A passkey in software (WebAuthn Level 3 §6): ES256, without attestation; it answers as `toJSON()` of a browser does. */
export function newAuthenticator(url: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
  const id = randomBytes(32)
  const key = new Map<number, number | Uint8Array>([
    [1, 2], // kty: EC2
    [3, -7], // alg: ES256
    [-1, 1], // crv: P-256
    [-2, bytes(x)],
    [-3, bytes(y)],
  ])
  let counter = 0
  let userHandle = ''

  function authData(wrong: Wrong, attested: Buffer | null): Buffer {
    const rpId = wrong.rpId ?? new URL(url).hostname
    const [UP, UV, AT] = [0x01, 0x04, 0x40]
    const flags = UP | (wrong.userVerified === false ? 0 : UV) | (attested ? AT : 0)
    const head = Buffer.alloc(5)
    head.writeUInt8(flags)
    head.writeUInt32BE(wrong.counter ?? counter, 1)
    return Buffer.concat([sha256(rpId), head, attested ?? Buffer.alloc(0)])
  }

  function clientData(type: string, { challenge }: Offer, { origin }: Wrong): Buffer {
    const data = { type, challenge, origin: origin ?? new URL(url).origin, crossOrigin: false }
    return Buffer.from(JSON.stringify(data))
  }

  const answer = (response: object) => ({
    id: base64url(id),
    rawId: base64url(id),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  })

  return {
    id: base64url(id),
    /** navigator.credentials.create */
    create(offer: Offer & { user: { id: string } }, wrong: Wrong = {}) {
      userHandle ||= offer.user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const cose = Buffer.from(isoCBOR.encode(key))
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose])
      const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, string>()],
        ['authData', new Uint8Array(authData(wrong, attested))],
      ])
      return answer({
        clientDataJSON: base64url(clientData('webauthn.create', offer, wrong)),
        attestationObject: base64url(isoCBOR.encode(attestation)),
        transports: ['internal'],
      })
    },
    /** navigator.credentials.get */
    get(offer: Offer, wrong: Wrong = {}) {
      counter += 1
      const data = authData(wrong, null)
      const client = clientData('webauthn.get', offer, wrong)
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)
      return answer({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
        userHandle,
      })
    },
  }
}
