import type { Point } from '../../src/vision/geometry'

/** Three indices of points, in the order that makes the area positive (y down: clockwise as seen). */
export type Triangle = [number, number, number]

/** The Delaunay triangulation of the points (Bowyer-Watson); no two may coincide. */
export function triangulate(points: Point[]): Triangle[] {
  const far = 1e5
  const corners = [
    { x: -far, y: -far },
    { x: far, y: -far },
    { x: 0, y: far },
  ]
  const all = [...points, ...corners]
  const at = (index: number) => all[index] ?? { x: 0, y: 0 }
  const count = points.length
  let triangles = [circled([count, count + 1, count + 2], at)]
  for (let index = 0; index < count; index++) {
    const { x, y } = at(index)
    const hit = triangles.filter((t) => (t.x - x) ** 2 + (t.y - y) ** 2 < t.square)
    const edges = new Map<string, [number, number]>()
    for (const {
      corners: [a, b, c],
    } of hit)
      for (const [from, to] of [
        [a, b],
        [b, c],
        [c, a],
      ] as const)
        if (!edges.delete(`${to} ${from}`)) edges.set(`${from} ${to}`, [from, to])
    const gone = new Set(hit)
    triangles = triangles.filter((triangle) => !gone.has(triangle))
    for (const [from, to] of edges.values()) triangles.push(circled([from, to, index], at))
  }
  return triangles.map(({ corners: found }) => found).filter((found) => Math.max(...found) < count)
}

function circled(corners: Triangle, at: (index: number) => Point) {
  const [a, b, c] = [at(corners[0]), at(corners[1]), at(corners[2])]
  const [bx, by, cx, cy] = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y]
  const double = 2 * (bx * cy - by * cx)
  const [bb, cc] = [bx * bx + by * by, cx * cx + cy * cy]
  const x = (cy * bb - by * cc) / double
  const y = (bx * cc - cx * bb) / double
  return { corners, x: a.x + x, y: a.y + y, square: x * x + y * y }
}
