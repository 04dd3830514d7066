import type { Deps } from '../deps'
import type { Capture } from './session'
import { sha256 } from './sha256'

/** Pixels, where what is kept is one image. */
type Size = { width: number | null; height: number | null }

/**
 * Writes what a capture is to be known by, and makes it READY. A row says so before the bytes are written.
 * @throws AppError CONFLICT when the session takes no captures any more, or the capture has changed meanwhile
 */
export async function keepCapture(
  deps: Deps,
  capture: Capture,
  bytes: Uint8Array,
  { width, height }: Size = { width: null, height: null },
): Promise<Capture> {
  const { tenantId, sessionId, kind } = capture
  const blob = { kind, sha256: sha256(bytes), byteLength: bytes.length }
  const key = await deps.blobRecords.intend({ tenantId, sessionId }, blob)
  await deps.blobs.put(key, bytes)
  const kept = { key, sha256: blob.sha256, width, height }
  return deps.captures.complete(capture, kept, deps.now())
}
