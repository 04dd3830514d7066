import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { DeviceKey } from '../storage/device-keys'
import { fromBase64Url } from '../trust/base64url'
import { isSignedBy, parseDeviceKey } from '../trust/device-key'
import { assertTakesCaptures, assertVerifies } from './create-capture'
import type { SessionRef } from './session'

const SIGNATURE_BYTES = 64

/** `publicKey`: a JWK as JSON, or an uncompressed point in base64url. `signature`: over `challengeOf`, in base64url. */
export type NewDeviceKey = { publicKey: string; nonce: string; signature: string }

/**
 * Binds the session to the browser or app that has the private key: from now on it is submitted with a manifest that this key
 * signed. A session has one key; whoever changes the device needs a new session.
 * @throws AppError INVALID, NOT_FOUND, EXPIRED, CONFLICT when it has a key already or takes no captures now
 */
export async function registerDeviceKey(
  deps: Deps,
  ref: SessionRef,
  { publicKey, nonce, signature }: NewDeviceKey,
): Promise<DeviceKey> {
  const at = deps.now()
  const session = await deps.sessions.get(ref)
  assertVerifies(session)
  assertTakesCaptures(session, at)
  const key = parseDeviceKey(publicKey)
  if (key === null) throw new AppError('INVALID', NO_KEY, 'publicKey')
  const signed = Buffer.from(challengeOf(ref.sessionId, nonce))
  if (!isSignedBy(key.publicKey, signed, fromBase64Url(signature, SIGNATURE_BYTES)))
    throw new AppError('INVALID', NOT_SIGNED, 'signature')
  return deps.deviceKeys.register({ ...ref, ...key, createdAt: at }, nonce)
}

const NO_KEY =
  'This is no public key of P-256: send a JWK without its private part, or the uncompressed point in base64url.'

const NOT_SIGNED =
  'The key did not sign the challenge: ECDSA with SHA-256 over countersign-device-key-v1|<session>|<nonce>, r and s in base64url.'

/** What the device signs to show that it has the private key. */
export function challengeOf(sessionId: string, nonce: string): string {
  return `countersign-device-key-v1|${sessionId}|${nonce}`
}
