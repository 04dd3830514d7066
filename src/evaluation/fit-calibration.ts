import type { Trial } from './cllr'

// Looked up once: in the realm of a test every mention of a global is a slow call.
const { abs, exp, max, min } = Math

/** `scale * ratio + offset` is the ratio that labels ask for; `scale` is above 0, so no two comparisons change places. */
export type Affine = { scale: number; offset: number }

/** How strongly it is drawn to leaving ratios as they are: as much as so many labels of the rarer kind. Chosen by us. */
const PRIOR_LABELS = 10

/** A ratio of usual size: a scale that is off moves it as far as an offset does. */
const USUAL_RATIO = 5

const ROUNDS = 100
const SETTLED = 1e-9
const LONGEST_STEP = 1
const LEAST_SCALE = 0.01

/**
 * Logistic regression of the ratios (Brümmer and du Preez 2006, section 7: affine calibration by Cllr), one person and two weighing the
 * same whatever their number, drawn to no change by a normal prior, so that few labels change little. Newton's method; the problem is convex.
 */
export function fitCalibration(trials: readonly Pick<Trial, 'ratio' | 'same'>[]): Affine {
  const sames = trials.filter(({ same }) => same).length
  const others = trials.length - sames
  const pull = PRIOR_LABELS / max(1, min(sames, others))
  let at: Affine = { scale: 1, offset: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(trials, { same: 0.5 / sames, other: 0.5 / others, pull }, at)
    const longest = max(abs(step.scale), abs(step.offset))
    const share = min(1, LONGEST_STEP / longest)
    at = {
      scale: max(LEAST_SCALE, at.scale - share * step.scale),
      offset: at.offset - share * step.offset,
    }
    if (longest < SETTLED) break
  }
  return at
}

type Weights = { same: number; other: number; pull: number }

function newtonStep(
  trials: readonly Pick<Trial, 'ratio' | 'same'>[],
  { same: ofSame, other: ofOther, pull }: Weights,
  { scale, offset }: Affine,
): Affine {
  const stiff = pull * USUAL_RATIO ** 2
  let [slopeScale, slopeOffset] = [stiff * (scale - 1), pull * offset]
  let [bendScale, bendBoth, bendOffset] = [stiff, 0, pull]
  for (const { ratio, same } of trials) {
    const weight = same ? ofSame : ofOther
    const probability = 1 / (1 + exp(-(scale * ratio + offset)))
    const error = weight * (probability - Number(same))
    const bend = weight * probability * (1 - probability)
    slopeScale += error * ratio
    slopeOffset += error
    bendScale += bend * ratio * ratio
    bendBoth += bend * ratio
    bendOffset += bend
  }
  const determinant = bendScale * bendOffset - bendBoth * bendBoth
  return {
    scale: (bendOffset * slopeScale - bendBoth * slopeOffset) / determinant,
    offset: (bendScale * slopeOffset - bendBoth * slopeScale) / determinant,
  }
}
