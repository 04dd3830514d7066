import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellSecurity } from '../security-events'
import type { SealingKeyRing } from '../storage/sealing-key-ring'
import { keepUpload } from './keep-upload'
import { sealOf } from './seal-terms'
import type { Capture, SessionRef } from './session'

type OpenJob = SessionRef & { captureId: string }

/**
 * A worker opens a sealed capture, decodes it and encodes it anew: it is READY, or FAILED when it does not open, is no image we
 * take, or the session takes none any more. Does nothing when it is not OPENING: another worker was faster, or it was erased.
 */
export async function openCapture(
  deps: Deps,
  ring: Pick<SealingKeyRing, 'open'>,
  { captureId, ...ref }: OpenJob,
): Promise<void> {
  const captures = await deps.captures.ofSession(ref)
  const capture = captures.find(({ id }) => id === captureId)
  if (capture?.status !== 'OPENING') return
  try {
    await keepOpened(deps, ring, capture)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await deps.captures.fail(capture, error.code)
    const { tenantId, sessionId } = ref
    tellSecurity(deps, 'SEAL_REFUSED', { tenantId, sessionId, captureId, code: error.code })
  }
}

async function keepOpened(
  deps: Deps,
  ring: Pick<SealingKeyRing, 'open'>,
  capture: Capture,
): Promise<void> {
  const seal = sealOf(capture)
  if (seal === null) throw new Error(`Capture ${capture.id} is OPENING and not sealed.`)
  const sealed = await deps.blobs.get(capture.uploadKey ?? '')
  await keepUpload(deps, capture, await ring.open(seal.kid, seal.info, sealed))
}
