/** A point of space; the axes are right-handed or not, as the caller likes, as long as both lists agree. */
export type Point3 = { x: number; y: number; z: number }

/** A rotation as a unit quaternion w + xi + yj + zk. */
export type Rotation = { w: number; x: number; y: number; z: number }

/** A similarity of space: first rotated, then scaled, then moved so that `from` comes to `to`. */
export type RigidFit = { rotation: Rotation; scale: number; from: Point3; to: Point3 }

/**
 * The rotation, uniform scale and shift that bring the points `from` nearest to `to`, each weighed (Horn 1987). The
 * lists are of one length; three points or more that are not in line. A mirror image is never taken.
 */
export function rigidFit(from: Point3[], to: Point3[], weights: readonly number[]): RigidFit {
  const source = weightedMean(from, weights)
  const target = weightedMean(to, weights)
  const pairs = from.map((point, index) => ({
    a: minus(point, source),
    b: minus(to[index] ?? target, target),
    weight: weights[index] ?? 0,
  }))
  const rotation = bestRotation(pairs)
  let along = 0
  let spread = 0
  for (const { a, b, weight } of pairs) {
    along += weight * dot(rotate(rotation, a), b)
    spread += weight * dot(a, a)
  }
  return { rotation, scale: spread > 0 ? along / spread : 0, from: source, to: target }
}

/** Where the fit takes a point. */
export function applyFit({ rotation, scale, from, to }: RigidFit, point: Point3): Point3 {
  const turned = rotate(rotation, minus(point, from))
  return { x: scale * turned.x + to.x, y: scale * turned.y + to.y, z: scale * turned.z + to.z }
}

/** The point turned about the origin. */
export function rotate({ w, x, y, z }: Rotation, point: Point3): Point3 {
  const tx = 2 * (y * point.z - z * point.y)
  const ty = 2 * (z * point.x - x * point.z)
  const tz = 2 * (x * point.y - y * point.x)
  return {
    x: point.x + w * tx + y * tz - z * ty,
    y: point.y + w * ty + z * tx - x * tz,
    z: point.z + w * tz + x * ty - y * tx,
  }
}

type Pair = { a: Point3; b: Point3; weight: number }

/** Rounds of the power iteration; the error falls by half or better in each, so that 60 reach the last bit. */
const ROUNDS = 60

/** The largest eigenvector of Horn's symmetric 4 x 4 matrix, found by power iteration. */
function bestRotation(pairs: Pair[]): Rotation {
  const matrix = hornMatrix(pairs)
  const shift = Math.sqrt(matrix.flat().reduce((sum, value) => sum + value * value, 0))
  let vector = [1, 0.01, 0.02, 0.03]
  for (let round = 0; round < ROUNDS; round++) {
    const next = matrix.map((row, at) => product(row, vector) + shift * (vector[at] ?? 0))
    const length = Math.hypot(...next)
    if (length === 0) break
    vector = next.map((value) => value / length)
  }
  const [w = 1, x = 0, y = 0, z = 0] = vector
  return { w, x, y, z }
}

function hornMatrix(pairs: Pair[]): number[][] {
  const sum = (term: (a: Point3, b: Point3) => number) =>
    pairs.reduce((total, { a, b, weight }) => total + weight * term(a, b), 0)
  const [xx, yy, zz] = [
    sum((a, b) => a.x * b.x),
    sum((a, b) => a.y * b.y),
    sum((a, b) => a.z * b.z),
  ]
  const [xy, yx] = [sum((a, b) => a.x * b.y), sum((a, b) => a.y * b.x)]
  const [xz, zx] = [sum((a, b) => a.x * b.z), sum((a, b) => a.z * b.x)]
  const [yz, zy] = [sum((a, b) => a.y * b.z), sum((a, b) => a.z * b.y)]
  return [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]
}

function weightedMean(points: Point3[], weights: readonly number[]): Point3 {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (value: (point: Point3) => number) =>
    points.reduce((sum, point, at) => sum + (weights[at] ?? 0) * value(point), 0) / total
  return { x: mean(({ x }) => x), y: mean(({ y }) => y), z: mean(({ z }) => z) }
}

function minus(a: Point3, b: Point3): Point3 {
  return { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z }
}

function dot(a: Point3, b: Point3): number {
  return a.x * b.x + a.y * b.y + a.z * b.z
}

function product(row: number[], vector: number[]): number {
  return row.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0)
}
