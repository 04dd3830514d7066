/** The cosine of the angle between two vectors of one length: -1..1; 0 when either is all zeros. */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  let product = 0
  let squareA = 0
  let squareB = 0
  for (let index = 0; index < a.length; index++) {
    const x = a[index] ?? 0
    const y = b[index] ?? 0
    product += x * y
    squareA += x * x
    squareB += y * y
  }
  const lengths = Math.sqrt(squareA * squareB)
  return lengths > 0 ? Math.min(1, Math.max(-1, product / lengths)) : 0
}

/** The vector scaled to length 1; zeros stay zeros. */
export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((value) => value / length) : vector
}

/**
 * Several vectors as one: side by side, each at length 1, and the whole as long as the geometric mean of their lengths
 * (times the root of their number). A single vector stays as it is.
 */
export function sideBySide(vectors: Float32Array[]): Float32Array {
  const [only] = vectors
  if (only !== undefined && vectors.length === 1) return only
  const lengths = vectors.map((vector) => Math.hypot(...vector))
  const mean = lengths.reduce((product, length) => product * length, 1) ** (1 / vectors.length)
  return Float32Array.from(vectors.flatMap((vector) => [...toUnitLength(vector)])).map(
    (value) => value * mean,
  )
}
