import canonicalize from 'canonicalize'
import type { FaceAction } from './face-action'

/** The frames of one step, by the hash of the file they are in. */
export type ConfirmedFrames = { captureId: string; sha256: string }

type Confirmed = {
  authenticationId: string
  /** From `captureManifestNonce`: good once. */
  nonce: string
  action: FaceAction
  /** In the order of the steps. */
  frames: readonly ConfirmedFrames[]
}

/**
 * What the enrolled device signs (ECDSA with SHA-256 over its UTF-8), in the canonical form of RFC 8785. The server writes it
 * from what it knows itself and only checks the signature: a text of the device's making, in which anything is otherwise, is
 * not even looked at.
 */
export function confirmationText({ authenticationId, nonce, action, frames }: Confirmed): string {
  const { kind, amount, currency, payeeHash, nonce: own, display } = action
  return (
    canonicalize({
      v: 1,
      purpose: 'FACE_AUTHENTICATION',
      authentication: authenticationId,
      nonce,
      action: { kind, amount, currency, payeeHash, nonce: own, display },
      frames: frames.map(({ captureId, sha256 }) => ({ captureId, sha256 })),
    }) ?? ''
  )
}
