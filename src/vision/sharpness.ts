import type { GreyImage } from './luminance'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { sqrt } = Math

/** How a piece of print looks: its darkest less its brightest, in grey levels, and the width of its edges in pixels. */
export type Print = { contrast: number; edgeWidth: number }

/**
 * Contrast and edge width of a small piece of print. An edge's width is the contrast over the steepest slope, which
 * for a step blurred by a Gaussian of deviation s is 2.5 s pixels. The picture is smoothed by 1-2-1 first, against
 * noise; a perfect step then has width 2. Shares of 5 % of the pixels at both ends and of 2 % of the slopes are taken
 * for noise. Null for pieces under 5 x 5 pixels.
 */
export function printOf(grey: GreyImage): Print | null {
  if (grey.width < 5 || grey.height < 5) return null
  const smooth = smoothed(grey)
  const sorted = smooth.data.slice().sort()
  const at = (values: Float32Array, share: number) =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0
  const contrast = at(sorted, 0.95) - at(sorted, 0.05)
  const steepest = at(slopes(smooth).sort(), 0.98)
  return { contrast, edgeWidth: steepest > 0 ? contrast / steepest : Number.POSITIVE_INFINITY }
}

/** The picture without its rim, each pixel weighed 1-2-1 with its neighbours in both directions. */
function smoothed({ width, height, data }: GreyImage): GreyImage {
  const inner = { width: width - 2, height: height - 2 }
  const out = new Float32Array(inner.width * inner.height)
  for (let y = 0, to = 0; y < inner.height; y++)
    for (let x = 0; x < inner.width; x++, to++) {
      const at = y * width + x
      const sum = weighed(data, at) + 2 * weighed(data, at + width) + weighed(data, at + 2 * width)
      out[to] = sum / 16
    }
  return { ...inner, data: out }
}

function weighed(data: Float32Array, at: number): number {
  return (data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0)
}

/** The length of the gradient at every inner pixel, in grey levels a pixel. */
function slopes({ width, height, data }: GreyImage): Float32Array {
  const out = new Float32Array(Math.max(0, (width - 2) * (height - 2)))
  for (let y = 1, to = 0; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++, to++) {
      const at = y * width + x
      const across = (data[at + 1] ?? 0) - (data[at - 1] ?? 0)
      const down = (data[at + width] ?? 0) - (data[at - width] ?? 0)
      out[to] = sqrt(across * across + down * down) / 2
    }
  return out
}
