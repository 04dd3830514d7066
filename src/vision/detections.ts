import type { Box } from './geometry'
import { type Affine, transformBox } from './transform'

/** A face the detector saw: its box in the image and the score 0..1. */
export type Detection = { box: Box; score: number }

/**
 * UltraFace's answer as boxes in the image. `scores` holds (background, face) per candidate, `boxes` left, top, right,
 * bottom as shares 0..1 of the detector's picture of `width` x `height` pixels; `toImage` leads from that picture into
 * the image. Candidates below `threshold` are left out.
 */
export function decodeDetections(
  scores: Float32Array,
  boxes: Float32Array,
  threshold: number,
  picture: { width: number; height: number; toImage: Affine },
): Detection[] {
  const found: Detection[] = []
  for (let candidate = 0; 2 * candidate < scores.length; candidate++) {
    const score = scores[2 * candidate + 1] ?? 0
    if (score < threshold) continue
    const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(
      4 * candidate,
      4 * candidate + 4,
    )
    const inPicture = {
      x: left * picture.width - 0.5,
      y: top * picture.height - 0.5,
      width: (right - left) * picture.width,
      height: (bottom - top) * picture.height,
    }
    found.push({ box: transformBox(picture.toImage, inPicture), score })
  }
  return found
}

/**
 * Non-maximum suppression: the best of every group of detections that are one face twice, best first. Two are one when
 * their intersection over union exceeds 0.4, or when one lies in the other by more than 0.7 of its area (a face cut
 * by the edge of a tile).
 */
export function suppress(detections: Detection[]): Detection[] {
  const kept: Detection[] = []
  for (const detection of [...detections].sort((a, b) => b.score - a.score))
    if (!kept.some(({ box }) => areOne(box, detection.box))) kept.push(detection)
  return kept
}

/** Intersection over union of two boxes, 0..1. */
export function overlap(a: Box, b: Box): number {
  const shared = intersection(a, b)
  const union = a.width * a.height + b.width * b.height - shared
  return union > 0 ? shared / union : 0
}

/**
 * The main face first: largest area, weighed down to a fifth towards the corners of the image.
 * The weight is 1 / (1 + 4 d²), d being the distance from the centre in half diagonals.
 */
export function mainFirst<T extends { box: Box }>(
  faces: T[],
  image: { width: number; height: number },
): T[] {
  const halfDiagonal = Math.hypot(image.width, image.height) / 2
  const weight = ({ box }: T) => {
    const x = box.x + box.width / 2 - image.width / 2
    const y = box.y + box.height / 2 - image.height / 2
    const distance = Math.hypot(x, y) / halfDiagonal
    return (box.width * box.height) / (1 + 4 * distance * distance)
  }
  return [...faces].sort((a, b) => weight(b) - weight(a))
}

const SAME_OVERLAP = 0.4
const SAME_SHARE = 0.7

function areOne(a: Box, b: Box): boolean {
  if (overlap(a, b) > SAME_OVERLAP) return true
  const smaller = Math.min(a.width * a.height, b.width * b.height)
  return smaller > 0 && intersection(a, b) / smaller > SAME_SHARE
}

function intersection(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}
