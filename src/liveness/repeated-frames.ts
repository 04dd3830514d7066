import { gridDifference } from '../vision/frame-grid'
import { type Finding, mustBe } from './finding'
import type { Seen } from './frame-measure'

/**
 * Mean difference of two frames in grey levels at or below which they are one frame twice. A sensor's noise of one
 * level gives about 1; frames in a row of three low-rate videos (1 806 pairs) differed by 0.014 and more. One frame
 * encoded twice in different quality differs by 0.5 to 1.5: that is not seen here.
 */
export const SAME_FRAME = 0.01

/** No frame comes twice, in whatever step. */
export function noFrameTwice(frames: Seen[]): Finding {
  const grids = frames.map(({ measure }) => measure.grid)
  const least = grids.reduce(
    (smallest, grid, at) =>
      grids
        .slice(at + 1)
        .reduce((found, other) => Math.min(found, gridDifference(grid, other)), smallest),
    255,
  )
  return mustBe(
    'FRAMES_REPEATED',
    least > SAME_FRAME,
    `${Number(least.toFixed(3))} levels between two frames`,
    `more than ${SAME_FRAME} levels`,
  )
}
