import type { FaceMeasure } from './face-quality'
import { FACE_LIMITS } from './face-quality-limits'

/**
 * The index of the best of several frames of one face, each given by its measures (null: no face was found on it); null
 * when there is none. A frame is as good as its weakest measure, which is the one nearest to its limit or furthest
 * beyond; of equal frames the earlier is taken.
 */
export function bestFrame(frames: readonly (readonly FaceMeasure[] | null)[]): number | null {
  let best: { index: number; quality: number } | null = null
  for (const [index, measures] of frames.entries()) {
    if (measures === null) continue
    const quality = Math.min(...measures.map(margin))
    if (best === null || quality > best.quality) best = { index, quality }
  }
  return best?.index ?? null
}

/** How far a value stays from its limit on the good side, in limits: at most 1; negative beyond the limit. */
function margin({ name, value, limit }: FaceMeasure): number {
  const relative = value / limit - 1
  return Math.min(1, FACE_LIMITS[name].passesWhen === 'AT_LEAST' ? relative : -relative)
}
