import { atLeast, atMost, type Finding } from './finding'
import type { Seen } from './frame-measure'
import { MOVEMENTS, type Movement, type Neutral } from './gestures'

/**
 * How far from the camera a step may start, in degrees of yaw: 82 % of 383 press photographs and 99 % of 1 809 frames
 * of two people at a webcam lie within. It keeps a head that is turned already from turning back.
 */
const START_YAW = 18

/** A mouth that is open already at the start; 97 % of the same frames are below, in which people also talk. */
const START_OPENING = 0.2

/** A movement may go back on its way to the peak by this share of it, all steps back together. */
const BACKWARD_SHARE = 0.3

/**
 * On the way, between these shares of the peak, at least one frame must lie: a cut from one picture to another has
 * none.
 */
const WAY = [0.2, 0.8] as const

/** The step starts with the face towards the camera and the mouth closed. */
export function startsNeutral({ yaw, opening }: Neutral): Finding[] {
  return [
    atMost('MOTION_NOT_NATURAL', Math.abs(yaw), START_YAW, 'degrees at the start'),
    atMost('MOTION_NOT_NATURAL', opening, START_OPENING, 'eye distances at the start'),
  ]
}

/** A movement rises to its peak steadily and through places between. */
export function movesSteadily(movement: Movement, frames: Seen[], neutral: Neutral): Finding[] {
  const amounts = frames.map(({ measure }) => MOVEMENTS[movement].amount(measure, neutral))
  const peak = Math.max(...amounts)
  const way = amounts.slice(0, amounts.findIndex((amount) => amount >= WAY[1] * peak) + 1)
  const backward = way.reduce((sum, amount, at) => {
    const before = way[at - 1] ?? amount
    return sum + Math.max(0, before - amount)
  }, 0)
  const between = way.filter((amount) => amount > WAY[0] * peak && amount < WAY[1] * peak).length
  return [
    atMost('MOTION_NOT_NATURAL', backward / peak, BACKWARD_SHARE, 'of the way backwards'),
    atLeast('MOTION_NOT_NATURAL', between, 1, 'frames on the way'),
  ]
}
