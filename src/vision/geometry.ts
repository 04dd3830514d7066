/** A point in pixels of its image; the centre of the top left pixel is (0, 0). */
export type Point = { x: number; y: number }

/** An axis-aligned box in pixels: left, top, width, height. */
export type Box = { x: number; y: number; width: number; height: number }

/** Four corners in reading order: top left, top right, bottom right, bottom left. */
export type Quad = [Point, Point, Point, Point]

/** An 8-bit image, interleaved RGB, row by row: `data.length === width * height * 3`. */
export type RgbImage = { width: number; height: number; data: Uint8Array }
