import type { VerificationModel } from '../vision/face-template'

/** One model of all blocks: what one says is added to what the others say. */
export function besideEachOther(parts: VerificationModel[]): VerificationModel {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const size = parts.reduce((sum, { mean }) => sum + mean.length, 0)
  const basis = new Float32Array(size * size)
  let start = 0
  for (const part of parts) {
    const own = part.mean.length
    for (let row = 0; row < own; row++)
      basis.set(part.basis.subarray(row * own, (row + 1) * own), (start + row) * size + start)
    start += own
  }
  return {
    mean: Float32Array.from(parts.flatMap(({ mean }) => [...mean])),
    basis,
    biasWeights: Float32Array.from(parts.flatMap(({ biasWeights }) => [...biasWeights])),
    magnitudeWeight: 0,
    offset: parts.reduce((sum, { offset }) => sum + offset, 0),
  }
}
