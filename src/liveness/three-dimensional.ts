import { parallaxShare } from '../vision/parallax'
import { atLeast, type Finding } from './finding'
import type { FrameMeasure, Seen } from './frame-measure'
import { median } from './median'

/**
 * How much of a solid head's parallax a turn must show; 1 is all, 0 a flat picture. Films of two people at a webcam:
 * 0.66 and more (60 pairs of frames, turned by 10 to 30 degrees, some minutes apart). Photographs re-rendered in
 * space, two people: 88 of 89 pairs reach it. Flat pictures of 110 people, tilted by 40 to 60 degrees, where the mesh
 * believed in 14 degrees or more: half of them below 0.03, 13 of 265 reach it; a film has to show it three times (the
 * median counts).
 */
const SOLID_SHARE = 0.5

/** Turns in degrees that are compared: less shows little parallax, more hides half of the face. */
const LEAST_TURN = 14
const MOST_TURN = 35

/** The turn that shows it best, in degrees; the frames nearest to it are compared with the first of the step. */
const BEST_TURN = 22
const COMPARED = 3

/** The head that turned is solid: the median over the frames compared. A turn without such a frame is refused, too. */
export function isSolid(frames: Seen[]): Finding {
  const first = frames[0]?.measure
  const shares =
    first === undefined
      ? []
      : nearBestTurn(frames, first).map((turned) => parallaxShare(first.patch, turned.patch) ?? 0)
  const share = shares.length > 0 ? median(shares) : 0
  return atLeast('NOT_THREE_DIMENSIONAL', share, SOLID_SHARE, "of a solid head's parallax")
}

function nearBestTurn(frames: Seen[], first: FrameMeasure): FrameMeasure[] {
  return frames
    .map(({ measure }) => ({ measure, turn: Math.abs(measure.pose.yaw - first.pose.yaw) }))
    .filter(({ turn }) => turn >= LEAST_TURN && turn <= MOST_TURN)
    .sort((a, b) => Math.abs(a.turn - BEST_TURN) - Math.abs(b.turn - BEST_TURN))
    .slice(0, COMPARED)
    .map(({ measure }) => measure)
}
