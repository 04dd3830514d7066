import type { Point, Quad } from '../vision/geometry'

/** A box of text: centre, size, and the angle of its writing in degrees (clockwise, -90..90), in pixels. */
export type TextBox = { x: number; y: number; width: number; height: number; angle: number }

/** Quarter turns clockwise. */
export type Turns = 0 | 1 | 2 | 3

/** Maps a pixel of a derived picture to the pixel of the image it came from. */
export type PixelMap = (point: Point) => Point

/** The map from a picture turned clockwise by `turns` and scaled by `scale` to the image of `width` x `height`. */
export function unturn(turns: Turns, scale: number, width: number, height: number): PixelMap {
  const w = width * scale - 1
  const h = height * scale - 1
  const back: PixelMap[] = [
    ({ x, y }) => ({ x, y }),
    ({ x, y }) => ({ x: y, y: h - x }),
    ({ x, y }) => ({ x: w - x, y: h - y }),
    ({ x, y }) => ({ x: w - y, y: x }),
  ]
  return (point) => {
    const { x, y } = back[turns]?.(point) ?? point
    return { x: x / scale, y: y / scale }
  }
}

/** The map from a crop of `width` x `height` pixels around a box, `scale` crop pixels to one, to the box's picture. */
export function uncrop(box: TextBox, width: number, height: number, scale: number): PixelMap {
  const { cos, sin } = direction(box.angle)
  return ({ x, y }) => {
    const u = (x - width / 2) / scale
    const v = (y - height / 2) / scale
    return { x: box.x + u * cos - v * sin, y: box.y + u * sin + v * cos }
  }
}

/** The numbers of the affine matrix (2 x 3, row by row) that makes such a crop. */
export function cropMatrix(box: TextBox, width: number, height: number, scale: number): number[] {
  const { cos, sin } = direction(box.angle)
  const c = cos * scale
  const s = sin * scale
  return [c, s, width / 2 - c * box.x - s * box.y, -s, c, height / 2 + s * box.x - c * box.y]
}

/** The rows `top` to `bottom` of a picture `width` wide, mapped to the image. */
export function rowsQuad(width: number, top: number, bottom: number, map: PixelMap): Quad {
  return [
    map({ x: 0, y: top }),
    map({ x: width, y: top }),
    map({ x: width, y: bottom }),
    map({ x: 0, y: bottom }),
  ]
}

/** OpenCV's rotated rectangle as a text box: the longer side is the writing. */
export function textBox(rect: {
  center: Point
  size: { width: number; height: number }
  angle: number
}): TextBox {
  const { width, height } = rect.size
  const wide = width >= height
  const angle = wide ? rect.angle : rect.angle - 90
  return {
    x: rect.center.x,
    y: rect.center.y,
    width: Math.max(width, height),
    height: Math.min(width, height),
    angle: ((((angle + 90) % 180) + 180) % 180) - 90,
  }
}

/** The unit vector along the writing. */
export function direction(angle: number): { cos: number; sin: number } {
  const radians = (angle * Math.PI) / 180
  return { cos: Math.cos(radians), sin: Math.sin(radians) }
}
