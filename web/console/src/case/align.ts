type Point = { x: number; y: number }

export type Size = { width: number; height: number }

/** The window a face is shown in, in its own units: where the eyes come to lie, level, and how far apart. */
export const WINDOW: Size = { width: 300, height: 360 }
const EYES_APART = 84
const EYES_AT: Point = { x: WINDOW.width / 2, y: 150 }

/**
 * The SVG transform that brings an image into the window: its eyes to the same two places as any other face's, so that scale and
 * tilt are alike; without eyes the whole image, as large as it fits.
 */
export function placing(size: Size, eyes: readonly Point[] | null): string {
  const [left, right] = eyes ?? []
  if (!left || !right) return fitted(size)
  const [dx, dy] = [right.x - left.x, right.y - left.y]
  const scale = EYES_APART / Math.hypot(dx, dy)
  const degrees = (-Math.atan2(dy, dx) * 180) / Math.PI
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }
  return `translate(${EYES_AT.x} ${EYES_AT.y}) rotate(${degrees}) scale(${scale}) translate(${-middle.x} ${-middle.y})`
}

function fitted({ width, height }: Size): string {
  const scale = Math.min(WINDOW.width / width, WINDOW.height / height)
  const [x, y] = [(WINDOW.width - width * scale) / 2, (WINDOW.height - height * scale) / 2]
  return `translate(${x} ${y}) scale(${scale})`
}
