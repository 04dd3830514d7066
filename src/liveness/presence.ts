import { atMost, type Finding, mustBe } from './finding'
import { type Burst, seenIn } from './frame-measure'
import { median } from './median'

/** Frames without a face, as a share of the burst: a head that turns far can be lost for a moment. */
const LOST_SHARE = 0.2

/**
 * How much larger or smaller than the median of the step the face may be. In films of two people no frame of 1 809 was
 * beyond 1.15 of the median of the three seconds around it; a head that turns is seen narrower, not smaller.
 */
const SIZE_FACTOR = 1.5

/** One face in nearly all frames, always of about one size, and no second one of half its height. */
export function facePresent(burst: Burst): Finding[] {
  const seen = seenIn(burst)
  const sizes = seen.map(({ measure }) => measure.box.height)
  const middle = median(sizes)
  const factors = sizes.map((size) => Math.max(size / middle, middle / size))
  const faces = Math.max(0, ...seen.map(({ measure }) => measure.faces))
  return [
    atMost('FACE_LOST', 1 - seen.length / burst.length, LOST_SHARE, 'of the frames without a face'),
    atMost('FACE_LOST', Math.max(1, ...factors) - 1, SIZE_FACTOR - 1, 'change of size'),
    mustBe('OTHER_PERSON', faces <= 1, `${faces} faces`, '1 face'),
  ]
}

/** Enough frames, and at least `leastRate` of them a second. */
export function enoughFrames(burst: Burst, leastFrames: number, leastRate: number): Finding[] {
  const gaps = burst.slice(1).map(({ atMs }, at) => atMs - (burst[at]?.atMs ?? 0))
  const rate = gaps.length > 0 ? 1000 / median(gaps) : 0
  return [enough(burst.length, leastFrames, 'frames'), enough(rate, leastRate, 'frames a second')]
}

/** More frames are no better answer: there is no margin. */
function enough(value: number, limit: number, unit: string): Finding {
  const measured = `${Number(value.toFixed(1))} ${unit}`
  return mustBe('TOO_FEW_FRAMES', value >= limit, measured, `at least ${limit} ${unit}`)
}

/** The times rise from 0 on and end by the deadline. */
export function inTime(burst: Burst, deadlineMs: number): Finding[] {
  const times = burst.map(({ atMs }) => atMs)
  const rising = times.every((time, at) => time >= 0 && time > (times[at - 1] ?? -1))
  const last = Math.max(0, ...times)
  return [
    mustBe('MOTION_NOT_NATURAL', rising, rising ? 'times rise' : 'times go back', 'times rise'),
    mustBe('TOO_LATE', last <= deadlineMs, `${last} ms`, `at most ${deadlineMs} ms`),
  ]
}
