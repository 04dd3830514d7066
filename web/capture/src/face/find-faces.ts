/** A face as shares (0..1) of the picture; `score` 0..1. */
export type FoundFace = {
  left: number
  top: number
  right: number
  bottom: number
  score: number
}

const LEAST_SCORE = 0.7
const MOST_OVERLAP = 0.3

/**
 * The faces among what UltraFace RFB-320 answers (models/manifest.json), the largest first.
 * @param scores background and face by turns @param boxes left, top, right, bottom by turns
 */
export function findFaces(scores: Float32Array, boxes: Float32Array): FoundFace[] {
  const all: FoundFace[] = []
  for (let at = 0; at < scores.length / 2; at++) {
    const score = scores[2 * at + 1] ?? 0
    if (score < LEAST_SCORE) continue
    const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(4 * at, 4 * at + 4)
    all.push({ left, top, right, bottom, score })
  }
  all.sort((a, b) => b.score - a.score)
  const kept: FoundFace[] = []
  for (const face of all)
    if (kept.every((other) => overlap(face, other) < MOST_OVERLAP)) kept.push(face)
  return kept.sort((a, b) => area(b) - area(a))
}

const area = ({ left, top, right, bottom }: FoundFace) => (right - left) * (bottom - top)

/** Intersection over union. */
function overlap(a: FoundFace, b: FoundFace): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (area(a) + area(b) - width * height)
}
