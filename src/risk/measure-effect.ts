import { drawParties, type Figure, figureOf, placesOf } from '../evaluation/bootstrap'
import type { Random } from '../specimens/random'
import { RISK_BAR } from './score-risk'

// Looked up once: in the realm of a test every mention of a global is a slow call.
const { min } = Math

/** A session as a model scored it. `fraud`: null where nobody said; `party`: who acts together, and so is drawn together. */
export type Judged = { risk: number; fraud: boolean | null; party: string }

/**
 * What a model does. `reviewLoad`: the share of all sessions above its bar; all else is of those whose truth is known.
 * `precision` and `caught`: of the riskiest share that a team can look at, how many are fraud, and how much of all fraud that
 * is; `honestReferred` and `fraudMissed`: its two errors at its own bar.
 */
export type Effect = Record<(typeof MEASURES)[number], Figure>

const MEASURES = [
  'auc',
  'precision',
  'caught',
  'reviewLoad',
  'honestReferred',
  'fraudMissed',
] as const

type Numbers = Record<(typeof MEASURES)[number], number>

const ROUNDS = 1000

/**
 * Measures with 95 % intervals: percentiles of the bootstrap over parties (cluster bootstrap, Field and Welsh 2007).
 * @param load the share of sessions a team can look at
 */
export function effectOf(sessions: readonly Judged[], load: number, random: Random): Effect {
  const { columns, parties } = columnsOf(sessions)
  const value = numbersOf(columns, new Uint16Array(parties).fill(1), load)
  const drawn = Array.from({ length: ROUNDS }, () => {
    return numbersOf(columns, drawParties(parties, random), load)
  })
  const figures = MEASURES.map((name) => {
    return [
      name,
      figureOf(
        value[name],
        drawn.map((each) => each[name]),
      ),
    ]
  })
  return Object.fromEntries(figures) as Effect
}

/** How often a model sends honest people of a group to a person, and by how much more than all others. */
export function gapOf(
  honest: readonly { referred: boolean; inside: boolean; party: string }[],
  random: Random,
): { referred: Figure; gap: Figure } {
  const { places, parties } = placesOf(honest)
  // Of each session the group, others or this one, and whether it is referred: which of four sums it belongs to.
  const cells = Uint8Array.from(
    honest,
    ({ inside, referred }) => (inside ? 2 : 0) + (referred ? 1 : 0),
  )
  const shares = (times: Uint16Array) => {
    const sums = new Float64Array(4)
    for (let at = 0; at < cells.length; at++)
      sums[cells[at] ?? 0] = (sums[cells[at] ?? 0] ?? 0) + (times[places[at] ?? 0] ?? 0)
    const [others = 0, othersReferred = 0, own = 0, ownReferred = 0] = sums
    const referred = ownReferred / (own + ownReferred)
    return { referred, gap: referred - othersReferred / (others + othersReferred) }
  }
  const value = shares(new Uint16Array(parties).fill(1))
  const drawn = Array.from({ length: ROUNDS }, () => shares(drawParties(parties, random)))
  return {
    referred: figureOf(
      value.referred,
      drawn.map(({ referred }) => referred),
    ),
    gap: figureOf(
      value.gap,
      drawn.map(({ gap }) => gap),
    ),
  }
}

const [HONEST, FRAUD, UNKNOWN] = [0, 1, 2]

/**
 * Sessions in columns, the riskiest first, of those that score the same the honest: a thousand draws go through them. `step`
 * counts the scores, `truth` is one of the three above, `above`: 1 where the model's bar is passed.
 */
type Columns = { truth: Uint8Array; place: Int32Array; step: Int32Array; above: Uint8Array }

function columnsOf(sessions: readonly Judged[]): { columns: Columns; parties: number } {
  const { places, parties } = placesOf(sessions)
  const rows = sessions
    .map(({ risk, fraud }, at) => ({ risk, fraud, place: places[at] ?? 0 }))
    .sort((a, b) => b.risk - a.risk || Number(a.fraud) - Number(b.fraud))
  let step = 0
  const steps = rows.map(({ risk }, at) => (at > 0 && rows[at - 1]?.risk !== risk ? ++step : step))
  const columns = {
    truth: Uint8Array.from(rows, ({ fraud }) => (fraud === null ? UNKNOWN : Number(fraud))),
    place: Int32Array.from(rows, ({ place }) => place),
    step: Int32Array.from(steps),
    above: Uint8Array.from(rows, ({ risk }) => Number(risk > RISK_BAR)),
  }
  return { columns, parties }
}

/** Every party as often as it was drawn. */
function numbersOf(columns: Columns, times: Uint16Array, load: number): Numbers {
  const { of, above } = sumsOf(columns, times)
  const [honests = 0, frauds = 0, unknown = 0] = of
  const [honestAbove = 0, fraudAbove = 0, unknownAbove = 0] = above
  const { looked, caught } = caughtAt(columns, times, load * (frauds + honests))
  return {
    auc: areaOf(columns, times) / (frauds * honests),
    precision: caught / looked,
    caught: caught / frauds,
    reviewLoad: (honestAbove + fraudAbove + unknownAbove) / (honests + frauds + unknown),
    honestReferred: honestAbove / honests,
    fraudMissed: (frauds - fraudAbove) / frauds,
  }
}

/** By truth: all, and those above the bar. */
function sumsOf({ truth, place, above }: Columns, times: Uint16Array) {
  const sums = { of: new Float64Array(3), above: new Float64Array(3) }
  for (let at = 0; at < truth.length; at++) {
    const count = times[place[at] ?? 0] ?? 0
    const kind = truth[at] ?? UNKNOWN
    sums.of[kind] = (sums.of[kind] ?? 0) + count
    if (above[at] === 1) sums.above[kind] = (sums.above[kind] ?? 0) + count
  }
  return sums
}

function caughtAt({ truth, place }: Columns, times: Uint16Array, most: number) {
  let [looked, caught] = [0, 0]
  for (let at = 0; at < truth.length && looked < most; at++) {
    if (truth[at] === UNKNOWN) continue
    const count = times[place[at] ?? 0] ?? 0
    const taken = min(count, most - looked)
    looked += taken
    if (truth[at] === FRAUD) caught += taken
  }
  return { looked, caught }
}

/** Pairs of fraud and honesty in which fraud scores higher; ties count half. */
function areaOf({ truth, place, step }: Columns, times: Uint16Array): number {
  let [area, before, frauds, honests] = [0, 0, 0, 0]
  for (let at = 0; at < truth.length; at++) {
    const count = times[place[at] ?? 0] ?? 0
    if (truth[at] === FRAUD) frauds += count
    if (truth[at] === HONEST) honests += count
    if (step[at + 1] === step[at]) continue
    area += honests * (before + frauds / 2)
    before += frauds
    frauds = 0
    honests = 0
  }
  return area
}
