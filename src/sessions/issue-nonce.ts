import { randomBytes } from 'node:crypto'
import type { Deps } from '../deps'
import type { SessionNonce } from '../storage/device-keys'
import { assertTakesCaptures } from './create-capture'
import type { SessionRef } from './session'

const NONCE_BYTES = 16
const GOOD_FOR_MS = 120_000

/**
 * A nonce for one signature of the session's device: to register its key, or under a manifest. Good once, and for two minutes.
 * @throws AppError NOT_FOUND, CONFLICT when it is not the applicant's turn, EXPIRED
 */
export async function issueNonce(deps: Deps, ref: SessionRef): Promise<SessionNonce> {
  const at = deps.now()
  assertTakesCaptures(await deps.sessions.get(ref), at)
  const nonce = randomBytes(NONCE_BYTES).toString('base64url')
  const expiresAt = new Date(at.getTime() + GOOD_FOR_MS)
  return deps.deviceKeys.addNonce({ ...ref, nonce, expiresAt })
}
