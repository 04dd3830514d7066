import { AppError } from '../errors'
import type { Session } from '../sessions/session'
import type { Transaction } from './database'
import { useNonce } from './device-keys'
import type { Change } from './session-change'

/** A manifest that was found good. `ready`: the captures that were READY when it was looked at. */
export type VerifiedManifest = {
  thumbprint: string
  payload: string
  signature: string
  nonce: string
  ready: string[]
}

/**
 * In the transaction of a submission, which holds the session: uses up the nonce and keeps what the device signed. A session with
 * a device key is not submitted without.
 * @throws AppError MANIFEST_INVALID, or CONFLICT when another capture has become READY meanwhile
 */
export async function recordManifest(
  tx: Transaction,
  { id: sessionId, tenantId, epoch }: Session,
  { trigger, manifest = null, at }: Change,
): Promise<void> {
  if (trigger !== 'SUBMIT') return
  const ref = { tenantId, sessionId }
  if (manifest === null) {
    if ((await tx.deviceKey.count({ where: ref })) === 0) return
    throw new AppError('MANIFEST_INVALID', 'This session needs a manifest.', 'manifest')
  }
  const { ready, nonce, ...signed } = manifest
  const others = { ...ref, status: 'READY', id: { notIn: ready } } as const
  if ((await tx.capture.count({ where: others })) > 0)
    throw new AppError('CONFLICT', 'Captures were added meanwhile; sign them and submit again.')
  if (!(await useNonce(tx, ref, nonce, at)))
    throw new AppError(
      'MANIFEST_INVALID',
      'The manifest is refused. Its nonce was used, is another session’s, or its time is over; ask for a new one.',
      'manifest.payload',
    )
  await tx.captureManifest.create({ data: { ...ref, epoch, ...signed, verifiedAt: at } })
}
