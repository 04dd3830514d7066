import type { Point, Quad } from '../vision/geometry'
import { type OpenCv, withMats } from './opencv'

/** A line: a point on it and its direction (unit length). */
type Line = { at: Point; along: Point }

/**
 * The rectangle around the points whose sides run along `angle` (radians, clockwise as seen) and across it; corners in
 * reading order as seen along the angle. There must be a point.
 */
export function boxAlong(points: Point[], angle: number): Quad {
  const along = { x: Math.cos(angle), y: Math.sin(angle) }
  const across = { x: -along.y, y: along.x }
  const us = points.map((point) => dot(point, along))
  const vs = points.map((point) => dot(point, across))
  const [left, right] = [Math.min(...us), Math.max(...us)]
  const [top, bottom] = [Math.min(...vs), Math.max(...vs)]
  const corner = (u: number, v: number): Point => ({
    x: u * along.x + v * across.x,
    y: u * along.y + v * across.y,
  })
  return [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)]
}

/**
 * The four-sided figure that a contour follows, from a first guess: each side is laid through the points next to it,
 * away from the corners, so that rounded corners and single notches do not matter. The guess itself where the points
 * do not show four sides.
 */
export function fitOutline(cv: OpenCv, points: Point[], guess: Quad): Quad {
  let quad = guess
  for (let round = 0; round < ROUNDS; round++) {
    const lines = sidesOf(quad).map((_, side) => fitSide(cv, points, quad, side))
    const corners = lines.map((line, side) => crossing(lines[(side + 3) % 4] ?? null, line))
    const [a, b, c, d] = corners
    if (!a || !b || !c || !d) return guess
    quad = [a, b, c, d]
  }
  return quad
}

const ROUNDS = 3

/** The share of a side at each end that is left out. */
const CORNER_SHARE = 0.12

const MIN_POINTS = 20

function fitSide(cv: OpenCv, points: Point[], quad: Quad, side: number): Line | null {
  const sides = sidesOf(quad)
  const near = points.filter((point) => isNextTo(point, sides, side))
  if (near.length < MIN_POINTS) return null
  return withMats((keep) => {
    const coordinates = near.flatMap(({ x, y }) => [x, y])
    const mat = keep(cv.matFromArray(near.length, 1, cv.CV_32FC2, coordinates))
    const fitted = keep(new cv.Mat())
    cv.fitLine(mat, fitted, cv.DIST_HUBER, 0, 0.01, 0.01)
    const [dx = 0, dy = 0, x = 0, y = 0] = fitted.data32F
    return { at: { x, y }, along: { x: dx, y: dy } }
  })
}

function isNextTo(point: Point, sides: [Point, Point][], side: number): boolean {
  const [from, to] = sides[side] ?? [point, point]
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const offset = { x: point.x - from.x, y: point.y - from.y }
  const share = dot(offset, { x: to.x - from.x, y: to.y - from.y }) / length ** 2
  if (!(share > CORNER_SHARE && share < 1 - CORNER_SHARE)) return false
  const distances = sides.map(([start, end]) => distance(point, start, end))
  return distances[side] === Math.min(...distances)
}

function sidesOf([a, b, c, d]: Quad): [Point, Point][] {
  return [
    [a, b],
    [b, c],
    [c, d],
    [d, a],
  ]
}

/** From a point to the line through two others. */
function distance(point: Point, from: Point, to: Point): number {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const cross = (point.x - from.x) * (to.y - from.y) - (point.y - from.y) * (to.x - from.x)
  return Math.abs(cross) / length
}

/** Null when a line is missing or they are nearly parallel (within 6 degrees). */
function crossing(first: Line | null, second: Line | null): Point | null {
  if (first === null || second === null) return null
  const turn = first.along.x * second.along.y - first.along.y * second.along.x
  if (Math.abs(turn) < 0.1) return null
  const dx = second.at.x - first.at.x
  const dy = second.at.y - first.at.y
  const far = (dx * second.along.y - dy * second.along.x) / turn
  return { x: first.at.x + first.along.x * far, y: first.at.y + first.along.y * far }
}

function dot(a: Point, b: Point): number {
  return a.x * b.x + a.y * b.y
}
