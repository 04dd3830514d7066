import type { Deps } from '../deps'
import type { Figure } from '../evaluation/bootstrap'
import { cllrFigure, leastCllr, type Trial } from '../evaluation/cllr'
import { type Rate, wilson } from '../evaluation/interval'
import { histogramOf } from '../risk/histogram'
import type { Mode } from '../sessions/session'
import type { ComparedFaces } from '../storage/match-trials'
import { enough, type Refit, refitOf } from './refit-match'
import { type FaceTruth, sameFace } from './same-face'

/**
 * Of the comparisons whose ratio is above `from` and at most `to`: how many are of one person, and which share was to be expected
 * (`stated`) at as many of one person among all as there are.
 */
export type ReliabilityBin = {
  from: number | null
  to: number | null
  stated: number
  observed: Rate
}

/**
 * `labels`, `reviews`: of one person, by who says so; `different`: of two people; `unclear`: something was said, and not of the
 * faces. `highest`: the ratio beyond which the face match says nothing more, and `atHighest` how many reach it. `cllr`, `leastCllr`: see
 * evaluation/cllr.ts; `refit`: null where either half has too few. NOT_ENOUGH: fewer than thirty people of either kind; then nothing is measured.
 */
export type MatchCalibration = {
  mode: Mode
  state: 'MEASURED' | 'NOT_ENOUGH'
  labels: number
  reviews: number
  different: number
  unclear: number
  highest: number | null
  atHighest: number
  cllr: Figure
  leastCllr: number | null
  bins: ReliabilityBin[]
  refit: Refit | null
}

type World = Pick<Deps, 'matchTrials' | 'faces' | 'models'>
type KnownTrial = Trial & FaceTruth & { atHighest: boolean }

/** The newest so many tell enough. */
const MOST_TRIALS = 20_000

/** Natural logarithms; the bar of one in 10 000 strangers is at 5.45 as shipped. */
const EDGES = [-10, -5, -2.5, 0, 2.5, 5]

const NOTHING: Figure = { value: null, low: null, high: null }

/** Whether the likelihood ratios of the face match mean what they say, by what is known of sessions since. */
export async function matchCalibration(
  deps: World,
  of: { tenantId: string; mode: Mode },
): Promise<MatchCalibration> {
  const compared = await comparedFaces(deps, of)
  const trials = knownTrials(deps, compared)
  const same = trials.filter((trial) => trial.same)
  const labels = same.filter(({ source }) => source === 'LABEL').length
  const capped = trials.filter(({ atHighest }) => atHighest)
  const counts = {
    ...{ mode: of.mode, labels, reviews: same.length - labels },
    ...{ different: trials.length - same.length, unclear: compared.length - trials.length },
    ...{ highest: capped[0]?.ratio ?? null, atHighest: capped.length },
  }
  if (!enough(trials))
    return { ...counts, state: 'NOT_ENOUGH', cllr: NOTHING, leastCllr: null, bins: [], refit: null }
  const measured = { cllr: cllrFigure(trials), leastCllr: leastCllr(trials) }
  return {
    ...counts,
    state: 'MEASURED',
    ...measured,
    bins: reliabilityOf(trials),
    refit: refitOf(trials),
  }
}

/** Sessions of which something is known, by the models that compare faces now: ratios of others mean something else. */
function comparedFaces(
  { matchTrials, models }: World,
  of: { tenantId: string; mode: Mode },
): Promise<ComparedFaces[]> {
  const comparing = models.filter(({ name }) => COMPARE.test(name))
  return matchTrials.list({ ...of, models: comparing }, MOST_TRIALS)
}

const COMPARE = /^face-(detection|mesh|embedding|verification)/

/** The oldest first. */
function knownTrials(
  { faces }: Pick<World, 'faces'>,
  compared: readonly ComparedFaces[],
): KnownTrial[] {
  return compared.flatMap(({ score, applicantId: party, ...truth }) => {
    const known = sameFace(truth)
    return known ? [{ ...known, ...ratioOf(faces, score), party }] : []
  })
}

/** A share of strangers this much larger is the same one: a power and a logarithm lay between. */
const ROUNDING = 1e-9

/**
 * What is kept is the share of strangers that look as alike, which the ratio alone decides, down to the least share that the data
 * show: of those that reach it the ratio is at least what that stands for.
 */
function ratioOf(faces: World['faces'], score: number): { ratio: number; atHighest: boolean } {
  const share = 10 ** -score
  const atHighest = faces.thresholdFor(share * (1 - ROUNDING)) === Number.POSITIVE_INFINITY
  return { ratio: faces.thresholdFor(Math.min(1, share * (1 + ROUNDING))), atHighest }
}

function reliabilityOf(trials: readonly Trial[]): ReliabilityBin[] {
  const kind = (wanted: boolean) =>
    trials
      .filter(({ same }) => same === wanted)
      .map(({ ratio, party }) => ({ value: ratio, person: party }))
  const [same, different] = [kind(true), kind(false)]
  const prior = Math.log(same.length / different.length)
  return histogramOf(same, different, EDGES).flatMap(({ from, to }) => {
    const inside = trials.filter(
      ({ ratio }) => ratio > (from ?? -Infinity) && ratio <= (to ?? Infinity),
    )
    if (inside.length === 0) return []
    const stated = inside.map(({ ratio }) => 1 / (1 + Math.exp(-ratio - prior)))
    const mean = stated.reduce((sum, share) => sum + share, 0) / stated.length
    const ones = inside.filter((trial) => trial.same).length
    return [{ from, to, stated: mean, observed: wilson(ones, inside.length) }]
  })
}
