import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import { unpackFrames } from '../sessions/frame-pack'
import type { SessionRef } from '../sessions/session'
import { reviewerOf } from './work-case'

type World = Pick<
  Deps,
  'sessions' | 'captures' | 'results' | 'blobs' | 'audit' | 'reviewWork' | 'now'
>

/** `portrait`: cut from the document; else the id of a capture. `frame`: of a liveness step, from 0. */
export type Wanted = { sessionId: string; image: string; frame: number }

/**
 * An image (JPEG) of a session whose case the caller has in hand: each view is a row in the audit log, written before the
 * image is given. Null: refused, and that is a row as well.
 * @throws AppError NOT_FOUND, also when it is another organisation's, or no image
 */
export async function viewImage(
  deps: World,
  caller: Caller,
  { sessionId, image, frame }: Wanted,
): Promise<Uint8Array | null> {
  const ref = { tenantId: caller.tenantId, sessionId }
  await deps.sessions.get(ref)
  const inHand = await deps.reviewWork.keepsInHand(reviewerOf(deps, caller), ref)
  const found = inHand ? await imageOf(deps, ref, { image, frame }) : null
  const action = inHand ? 'IMAGE_VIEWED' : 'IMAGE_REFUSED'
  const entry = { actor: caller.id, at: deps.now(), action, object: sessionId } as const
  await deps.audit.append(caller.tenantId, { ...entry, details: { image, frame } })
  return found
}

async function imageOf(
  deps: World,
  ref: SessionRef,
  { image, frame }: Omit<Wanted, 'sessionId'>,
): Promise<Uint8Array> {
  if (image === 'portrait') return portraitOf(deps, ref)
  const capture = await deps.captures.get(ref.tenantId, image)
  const { sessionId, kind, imageKey } = capture
  if (sessionId !== ref.sessionId || kind === 'CHIP' || imageKey === null) throw noImage()
  const bytes = await deps.blobs.get(imageKey)
  if (kind !== 'LIVENESS') return bytes
  const packed = unpackFrames(bytes)[frame]
  if (!packed) throw noImage()
  return packed.bytes
}

async function portraitOf(deps: World, ref: SessionRef): Promise<Uint8Array> {
  const reading = await deps.results.latestReading(ref)
  if (!reading?.portraitKey) throw noImage()
  return deps.blobs.get(reading.portraitKey)
}

const noImage = () => new AppError('NOT_FOUND', 'There is no such image.')
