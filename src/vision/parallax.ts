import { type FacePatch, PATCH_SIDE } from './face-patch'
import { addEquation } from './fit-homography'
import type { Point } from './geometry'
import { localContrast } from './local-contrast'
import type { GreyImage } from './luminance'
import { type ParallaxModel, parallaxModel } from './parallax-model'
import { solve } from './solve'

/** Bound here because a global looked up for every place is slow in jest's sandbox. */
const { floor } = Math

/**
 * How much of the parallax of a solid head the picture itself shows between two patches of one face: about 1 for a
 * head that turned, about 0 for a flat picture that was tilted, whatever the meshes say. (Plane plus parallax, Irani
 * and Anandan 1996: the second patch is sought as the first under a homography plus `share` times the parallax that the
 * meshes predict, all nine numbers at once, by Gauss-Newton on the brightness.) Null when the two cannot be brought
 * together. Mesh landmarks alone cannot tell: the network sees a solid head in a flat picture too.
 */
export function parallaxShare(from: FacePatch, to: FacePatch): number | null {
  const model = parallaxModel(from, to)
  if (model === null) return null
  const levels = SMOOTHING.map((radius) => ({
    from: localContrast(from.grey, radius),
    to: localContrast(to.grey, radius),
  }))
  const settled = STARTS.map((share) => settle(levels, model, share))
  const [flat, solid] = settled
  if (!flat || !solid) return flat?.share ?? solid?.share ?? null
  return solid.cost <= IN_DOUBT * flat.cost ? solid.share : flat.share
}

/** Radii of smoothing in pixels: coarse first. */
const SMOOTHING = [2, 1]

/** Both hypotheses are tried, a flat picture and a solid head; the one that ends nearer to the picture counts. */
const STARTS = [0, 1]

/**
 * Nearly equal ends count as a solid head: a turn hides and shades so much that a plane explains the rest about as
 * well. On 89 pairs of re-rendered faces this leaves 1 instead of 7 below 0.5, on 265 tilted pictures 13 instead of
 * 12 above.
 */
const IN_DOUBT = 1.02
const ROUNDS = 6

const AWAY = 6 / PATCH_SIDE

/** Every landmark is compared where it is and in four places around it, 3 pixels away. */
const AROUND: Point[] = [
  { x: 0, y: 0 },
  { x: AWAY, y: 0 },
  { x: -AWAY, y: 0 },
  { x: 0, y: AWAY },
  { x: 0, y: -AWAY },
]

/** From this difference on (in local deviations) a place counts less: the eyes look elsewhere, a cheek is hidden. */
const OUTLIER = 0.6

/** Keeps the equations solvable where there is nothing to see. */
const DAMPING = 1e-3

/** Shares beyond these mean nothing. */
const LEAST_SHARE = -1
const MOST_SHARE = 2.5

type Level = { from: GreyImage; to: GreyImage }
type State = { h: number[]; share: number; cost: number }
type Sums = { matrix: number[][]; right: number[]; cost: number; count: number }

function settle(levels: Level[], model: ParallaxModel, share: number): State | null {
  let state: State = { h: model.start.slice(0, 8), share, cost: Number.POSITIVE_INFINITY }
  for (const level of levels)
    for (let round = 0; round < ROUNDS; round++) {
      const next = improve(level, model, state)
      if (next === null) return null
      state = next
    }
  return state
}

/** One round of Gauss-Newton; the cost is that of the state before it. */
function improve(level: Level, model: ParallaxModel, state: State): State | null {
  const matrix = Array.from({ length: 9 }, () => new Array<number>(9).fill(0))
  const sums: Sums = { matrix, right: new Array<number>(9).fill(0), cost: 0, count: 0 }
  model.points.forEach((point, at) => {
    const parallax = model.parallax[at] ?? { x: 0, y: 0 }
    for (const { x, y } of AROUND)
      addPlace(sums, level, state, { x: point.x + x, y: point.y + y }, parallax)
  })
  if (sums.count < model.points.length) return null
  matrix.forEach((row, at) => {
    row[at] = (row[at] ?? 0) * (1 + DAMPING) + Number.EPSILON
  })
  const change = solve(matrix, sums.right)
  if (change === null) return null
  const share = state.share + (change[8] ?? 0)
  return {
    h: state.h.map((value, at) => value + (change[at] ?? 0)),
    share: Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share)),
    cost: sums.cost / sums.count,
  }
}

/** Compares one place of the first patch with where it should be in the second. */
function addPlace(sums: Sums, level: Level, { h, share }: State, p: Point, parallax: Point): void {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, i = 0] = h
  const w = g * p.x + i * p.y + 1
  const x = (a * p.x + b * p.y + c) / w
  const y = (d * p.x + e * p.y + f) / w
  const first = lookUp(level.from, p.x, p.y)
  const second = lookUp(level.to, x + share * parallax.x, y + share * parallax.y)
  if (first === null || second === null) return
  const difference = first.value - second.value
  const square = (difference / OUTLIER) ** 2
  const [u, v] = [second.across / w, second.down / w]
  const along = -(u * x + v * y)
  const turned = second.across * parallax.x + second.down * parallax.y
  const row = [u * p.x, u * p.y, u, v * p.x, v * p.y, v, along * p.x, along * p.y, turned]
  addEquation(sums.matrix, sums.right, row, difference, 1 / (1 + square) ** 2)
  sums.cost += difference ** 2 / (1 + square)
  sums.count++
}

/** Brightness and its slopes at a place -1..1 of a patch; null at its rim and outside. */
function lookUp({ width, data }: GreyImage, x: number, y: number) {
  const half = width / 2
  const [column, row] = [(x + 1) * half, (y + 1) * half]
  const [left, top] = [floor(column), floor(row)]
  if (!(left >= 1 && top >= 1 && left < width - 2 && top < width - 2)) return null
  const at = top * width + left
  const [right, down] = [column - left, row - top]
  const [nw = 0, ne = 0] = [data[at], data[at + 1]]
  const [sw = 0, se = 0] = [data[at + width], data[at + width + 1]]
  const north = nw + (ne - nw) * right
  const south = sw + (se - sw) * right
  const across = half * ((ne - nw) * (1 - down) + (se - sw) * down)
  return { value: north + (south - north) * down, across, down: half * (south - north) }
}
