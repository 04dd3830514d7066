import type { Deps } from '../deps'
import type { VerifiedManifest } from '../storage/record-manifest'
import { invalid, readManifest, type SignedManifest } from './capture-manifest'
import { capturesThatCount, type LivenessChallenge } from './liveness-challenge'
import type { Capture, Session } from './session'

type Seen = { session: Session; captures: Capture[]; challenges: LivenessChallenge[] }

/**
 * What the session's device signed of its captures. A session with a device key needs it; one without takes none, for nobody
 * could say whose signature it is. @returns null when the session has no device key
 * @throws AppError MANIFEST_INVALID
 */
export async function verifyManifest(
  { deviceKeys }: Pick<Deps, 'deviceKeys'>,
  { session, captures, challenges }: Seen,
  given: SignedManifest | null,
): Promise<VerifiedManifest | null> {
  const { tenantId, id: sessionId } = session
  const key = await deviceKeys.ofSession({ tenantId, sessionId })
  if (key === null && given === null) return null
  if (key === null) throw invalid(null, 'The session has no device key: register one first.')
  if (given === null) throw invalid(null, 'The session has a device key: sign its captures.')
  const { publicKey, thumbprint } = key
  const counting = capturesThatCount(captures, challenges)
  const { nonce } = readManifest(given, { sessionId, publicKey, captures, counting })
  const ready = captures.filter(({ status }) => status === 'READY').map(({ id }) => id)
  return { ...given, thumbprint, nonce, ready }
}
