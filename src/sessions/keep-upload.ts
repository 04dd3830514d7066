import type { Deps } from '../deps'
import { AppError } from '../errors'
import { cutFrames, type PackedFrame, packFrames } from './frame-pack'
import { keepCapture } from './keep-capture'
import type { Capture } from './session'

/**
 * Decodes what was uploaded and encodes it anew: one image, or every frame of a liveness step, which are kept as one object.
 * @throws AppError IMAGE_*, CONFLICT when the session takes no captures any more
 */
export async function keepUpload(
  deps: Deps,
  capture: Capture,
  bytes: Uint8Array,
): Promise<Capture> {
  if (capture.challengeId !== null) return keepFrames(deps, capture, bytes)
  const image = await deps.images.normalize(bytes)
  return keepCapture(deps, capture, image.bytes, image)
}

async function keepFrames(deps: Deps, capture: Capture, bytes: Uint8Array): Promise<Capture> {
  const announced = capture.burst?.frames ?? []
  if (announced.reduce((sum, { byteLength }) => sum + byteLength, 0) !== bytes.length)
    throw new AppError('IMAGE_DAMAGED', LENGTHS, 'captureId')
  const frames: PackedFrame[] = []
  for (const [at, file] of cutFrames(bytes, announced).entries()) {
    const image = await deps.images.normalize(file)
    frames.push({ atMs: announced[at]?.atMs ?? 0, bytes: image.bytes })
  }
  return keepCapture(deps, capture, packFrames(frames))
}

const LENGTHS = 'The lengths of the frames do not add up to the file; start another challenge.'
