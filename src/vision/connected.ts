/** A mask: 1 where a pixel belongs to it, row by row. */
export type Mask = { width: number; height: number; data: Uint8Array }

/** The number of pixels in the largest area of a mask that is connected by sides. */
export function largestArea(mask: Mask): number {
  const open = { ...mask, data: mask.data.slice() }
  let largest = 0
  for (let start = 0; start < open.data.length; start++)
    if (open.data[start] === 1) largest = Math.max(largest, take(open, start))
  return largest
}

/** Takes the area around a pixel out of the mask; the number of its pixels. */
function take({ width, height, data }: Mask, start: number): number {
  const stack = [start]
  data[start] = 0
  let area = 0
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    area++
    for (const next of neighbours(at, width, height)) {
      if (data[next] !== 1) continue
      data[next] = 0
      stack.push(next)
    }
  }
  return area
}

function neighbours(at: number, width: number, height: number): number[] {
  const column = at % width
  const next: number[] = []
  if (column > 0) next.push(at - 1)
  if (column < width - 1) next.push(at + 1)
  if (at >= width) next.push(at - width)
  if (at < width * (height - 1)) next.push(at + width)
  return next
}
