import type { Figure } from '../evaluation/bootstrap'
import { cllrFigure, cllrGain, type Trial } from '../evaluation/cllr'
import { type Affine, fitCalibration } from '../evaluation/fit-calibration'

type Counts = { same: number; different: number }

/**
 * What another calibration would do: learned from the older half of what is known, measured on the newer. `before`, `after`: Cllr as
 * shipped and with it; `gain`: how much less it costs.
 */
export type Refit = Affine & {
  trainedOn: Counts
  heldBack: Counts
  before: Figure
  after: Figure
  gain: Figure
}

/** Fewer people of either kind, in all or in a half, show nothing. */
const LEAST_PEOPLE = 30

/**
 * Nothing is decided by it. Null where there are too few of either kind in a half; whoever is in both halves is learned from alone.
 * @param trials the oldest first
 */
export function refitOf(trials: readonly Trial[]): Refit | null {
  const middle = Math.floor(trials.length / 2)
  const older = trials.slice(0, middle)
  const known = new Set(older.map(({ party }) => party))
  const newer = trials.slice(middle).filter(({ party }) => !known.has(party))
  if (!enough(older) || !enough(newer)) return null
  const { scale, offset } = fitCalibration(older)
  const after = newer.map((trial) => ({ ...trial, ratio: scale * trial.ratio + offset }))
  return {
    ...{ scale, offset, trainedOn: countOf(older), heldBack: countOf(newer) },
    before: cllrFigure(newer),
    after: cllrFigure(after),
    gain: cllrGain(newer, after),
  }
}

export function enough(trials: readonly Trial[]): boolean {
  return [true, false].every((wanted) => {
    const people = trials.filter(({ same }) => same === wanted).map(({ party }) => party)
    return new Set(people).size >= LEAST_PEOPLE
  })
}

function countOf(trials: readonly Trial[]): Counts {
  const same = trials.filter((trial) => trial.same).length
  return { same, different: trials.length - same }
}
