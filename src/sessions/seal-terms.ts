import { randomBytes } from 'node:crypto'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { SealTerms } from '../storage/captures'
import type { Capture } from './session'

const NONCE_BYTES = 16
const RETRY_AFTER_SEC = 10

/** What an upload has to be sealed with: the key's name, and `info` of RFC 9180, which has the nonce in it. */
export type Seal = { kid: string; nonce: string; info: string }

/** The newest key and a nonce, for one upload. @throws AppError CONFLICT while no worker has made a key */
export async function newSealTerms({
  sealingKeys,
  now,
}: Pick<Deps, 'sealingKeys' | 'now'>): Promise<SealTerms> {
  const [newest] = await sealingKeys.published(now())
  if (newest === undefined)
    throw new AppError(
      'CONFLICT',
      'There is no key to seal to yet: a worker makes it when it starts. Try again in a moment.',
      'sealed',
      { retryAfterSec: RETRY_AFTER_SEC },
    )
  return { sealingKeyId: newest.id, sealNonce: randomBytes(NONCE_BYTES).toString('base64url') }
}

/** How the capture is to be sealed; null where it is not. */
export function sealOf({ tenantId, sessionId, id, kind, ...terms }: Capture): Seal | null {
  const { sealingKeyId: kid, sealNonce: nonce } = terms
  if (kid === null || nonce === null) return null
  const info = ['countersign-capture-v1', tenantId, sessionId, id, nonce, kind].join('|')
  return { kid, nonce, info }
}
