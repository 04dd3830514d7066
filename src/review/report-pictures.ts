import type { Deps } from '../deps'
import { unpackFrames } from '../sessions/frame-pack'
import type { SessionRef } from '../sessions/session'
import type { StoredReading } from '../storage/results'
import { crop } from '../vision/crop'
import type { Box, Point } from '../vision/geometry'

type World = Pick<Deps, 'captures' | 'results' | 'blobs' | 'images'>

/** `name`: the id of the capture, or `portrait`. */
export type ReportPicture = { name: string; says: string; jpeg: Uint8Array }

/** Around the document so much more of its size; around a face so many distances of its eyes. */
const AROUND_DOCUMENT = 0.03
const AROUND_EYES = { side: 2, above: 2, below: 3 }

/** The portrait, the document cut out of its pictures, and the face that was compared, as far as they are kept. */
export async function reportPictures(deps: World, ref: SessionRef): Promise<ReportPicture[]> {
  const reading = await deps.results.latestReading(ref)
  const pictures: ReportPicture[] = []
  if (reading?.portraitKey) {
    const jpeg = await deps.blobs.get(reading.portraitKey)
    pictures.push({ name: 'portrait', says: 'Portrait, cut from the document', jpeg })
  }
  for (const { id, kind, imageKey } of await deps.captures.ofSession(ref)) {
    const what = WHAT[kind]
    if (imageKey === null || (what === undefined && !isCompared(reading, id))) continue
    const says = `${what ?? 'Face of the liveness step that was compared'}, capture ${id}`
    const bytes = await pictureIn(deps, imageKey, kind === 'LIVENESS' ? frameOf(reading) : null)
    pictures.push({ name: id, says, jpeg: await cutOut(deps, bytes, areaOf(reading, id)) })
  }
  return pictures
}

const WHAT: Partial<Record<string, string>> = {
  DOCUMENT_FRONT: 'Front of the document',
  DOCUMENT_BACK: 'Back of the document',
  SELFIE: 'Selfie',
}

function isCompared(reading: StoredReading | null, captureId: string): boolean {
  return reading?.data.faces?.selfie?.captureId === captureId
}

function frameOf(reading: StoredReading | null): number {
  return reading?.data.faces?.selfie?.frame ?? 0
}

/** `frame`: of a capture that holds several. */
async function pictureIn({ blobs }: World, key: string, frame: number | null): Promise<Uint8Array> {
  const bytes = await blobs.get(key)
  return frame === null ? bytes : (unpackFrames(bytes)[frame]?.bytes ?? bytes)
}

/** Null: all of it. */
function areaOf(reading: StoredReading | null, captureId: string): Box | null {
  const { outline, faces } = reading?.data ?? {}
  if (outline && reading?.captureId === captureId) return boxAround(outline)
  if (faces?.selfie && isCompared(reading, captureId)) return faceBox(faces.selfie.eyes)
  return null
}

function boxAround(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top]
  const [dx, dy] = [width * AROUND_DOCUMENT, height * AROUND_DOCUMENT]
  return { x: left - dx, y: top - dy, width: width + 2 * dx, height: height + 2 * dy }
}

function faceBox([left, right]: readonly [Point, Point]): Box {
  const apart = Math.hypot(right.x - left.x, right.y - left.y)
  const { side, above, below } = AROUND_EYES
  return {
    x: Math.min(left.x, right.x) - side * apart,
    y: Math.min(left.y, right.y) - above * apart,
    width: (1 + 2 * side) * apart,
    height: (above + below) * apart,
  }
}

/** What lies outside is not in the file: it is not hidden, it is gone. */
async function cutOut({ images }: World, bytes: Uint8Array, area: Box | null): Promise<Uint8Array> {
  if (area === null) return bytes
  const image = await images.decode(bytes)
  const right = Math.min(image.width, area.x + area.width)
  const bottom = Math.min(image.height, area.y + area.height)
  const [x, y] = [Math.max(0, area.x), Math.max(0, area.y)]
  if (right - x < 1 || bottom - y < 1) return bytes
  return images.encode(crop(image, { x, y, width: right - x, height: bottom - y }))
}
