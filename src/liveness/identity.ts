import { cosineSimilarity } from '../vision/similarity'
import { atLeast, type Finding } from './finding'
import type { Seen } from './frame-measure'

/**
 * The first frame and every other one whose head is turned by no more than FAR_DEGREES from it: the cosine that one
 * stranger in 1 000 reaches (LFW, one photograph of each of 1 707 people). Films of two people kept 0.71 and more (2
 * 556 pairs within eight seconds, up to 17 degrees apart), two re-rendered people 0.69 and more at 33 degrees.
 */
const SAME_AS_FIRST = 0.45
const FAR_DEGREES = 35

/**
 * Every frame and the one before it: strangers reach this cosine 9 times in a million (LFW, as above). Films of two
 * people never fell below 0.91 from one frame to the next, 12 a second.
 */
const SAME_AS_BEFORE = 0.6

/** One person throughout: every frame is alike to `first`, and to the frame before it. */
export function samePerson(frames: Seen[], first: Seen): Finding[] {
  const near = frames.filter(({ measure }) => apart(measure, first.measure) <= FAR_DEGREES)
  const toFirst = near.map(({ measure }) => alike(measure, first.measure))
  const toBefore = frames
    .slice(1)
    .map((frame, at) => alike(frame.measure, (frames[at] ?? frame).measure))
  return [
    atLeast('OTHER_PERSON', Math.min(1, ...toFirst), SAME_AS_FIRST, 'cosine to the first frame'),
    atLeast('OTHER_PERSON', Math.min(1, ...toBefore), SAME_AS_BEFORE, 'cosine to the frame before'),
  ]
}

type Face = Seen['measure']

function alike(a: Face, b: Face): number {
  return cosineSimilarity(a.template, b.template)
}

function apart(a: Face, b: Face): number {
  return Math.hypot(a.pose.yaw - b.pose.yaw, a.pose.pitch - b.pose.pitch)
}
