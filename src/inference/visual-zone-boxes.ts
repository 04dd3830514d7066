import type { Point, Quad } from '../vision/geometry'
import { direction, type PixelMap, type TextBox } from './ocr-geometry'

/**
 * A page with more text than this is no document page alone; the boxes nearest to the zone or the middle are read.
 * `MOST_HEIGHTS`: their widths together, each in its own heights, for reading takes time in proportion; 528 was the
 * most on a real page.
 */
const MOST_BOXES = 90
const MOST_HEIGHTS = 750

/** Writing that runs across the page's at more than this angle (degrees) is no field. */
const STEEPEST = 30

/** The detected boxes that may hold fields: outside the machine-readable zone, along the page's writing, not too many. */
export function boxesToRead(boxes: TextBox[], toImage: PixelMap, zone: Quad | null): TextBox[] {
  const level = boxes.filter(
    (box) => box.width < 1.5 * box.height || Math.abs(uprightAngle(box)) < STEEPEST,
  )
  const outside = level.filter((box) => zone === null || !isInside(toImage(box), zone))
  if (isReadable(outside)) return outside
  const middle = zone === null ? centre(outside) : centre(zone)
  const far = (box: TextBox) => {
    const { x, y } = zone === null ? box : toImage(box)
    return Math.hypot(x - middle.x, y - middle.y)
  }
  const nearest = outside.sort((a, b) => far(a) - far(b)).slice(0, MOST_BOXES)
  while (!isReadable(nearest)) nearest.pop()
  return nearest
}

function isReadable(boxes: TextBox[]): boolean {
  const heights = boxes.reduce((sum, { width, height }) => sum + width / height, 0)
  return boxes.length <= MOST_BOXES && heights <= MOST_HEIGHTS
}

/** The box's angle against the page, -90..90: 180 degrees more or less are the same writing. */
function uprightAngle({ angle }: TextBox): number {
  return ((((angle + 90) % 180) + 180) % 180) - 90
}

/** Whether a point lies in the zone or within a tenth of its height above or below it. */
function isInside(point: Point, [topLeft, topRight, , bottomLeft]: Quad): boolean {
  const angle = (Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x) * 180) / Math.PI
  const { cos, sin } = direction(angle)
  const along = (p: Point) => p.x * cos + p.y * sin
  const across = (p: Point) => p.y * cos - p.x * sin
  const width = along(topRight) - along(topLeft)
  const height = across(bottomLeft) - across(topLeft)
  const u = (along(point) - along(topLeft)) / width
  const v = (across(point) - across(topLeft)) / height
  return u > -0.05 && u < 1.05 && v > -0.1 && v < 1.1
}

function centre(points: Point[]): Point {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 })
  return { x: sum.x / points.length, y: sum.y / points.length }
}
