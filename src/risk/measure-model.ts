import type { Random } from '../specimens/random'

/** A session as a model scored it. `party`: who acts together, and so is drawn together. */
export type Scored = { risk: number; fraud: boolean; party: string }

/** `low` and `high`: the 95 % interval. */
export type Difference = { value: number; low: number; high: number }

/**
 * How well a score orders: the chance that fraud scores higher than honesty (AUC, Hanley and McNeil 1982; ties count half).
 * NaN without both.
 */
export function areaUnderCurve(scored: readonly Scored[]): number {
  const sorted = [...scored].sort((a, b) => a.risk - b.risk)
  let [ranks, frauds, begin] = [0, 0, 0]
  while (begin < sorted.length) {
    let end = begin
    while (end < sorted.length && sorted[end]?.risk === sorted[begin]?.risk) end++
    const tied = sorted.slice(begin, end).filter(({ fraud }) => fraud).length
    ranks += (tied * (begin + 1 + end)) / 2
    frauds += tied
    begin = end
  }
  return (ranks - (frauds * (frauds + 1)) / 2) / (frauds * (sorted.length - frauds))
}

/** What a team that can look at this share of sessions finds, the riskiest first. */
export function atLoad(scored: readonly Scored[], load: number) {
  const looked = byRisk(scored).slice(0, Math.round(load * scored.length))
  const caught = looked.filter(({ fraud }) => fraud).length
  const all = scored.filter(({ fraud }) => fraud).length
  return {
    load,
    looked: looked.length,
    caught,
    precision: caught / looked.length,
    recall: caught / all,
  }
}

/**
 * The least share of sessions that has to be looked at to catch this share of fraud. Of sessions that score the same the
 * honest come first: whoever cannot tell them apart has to look at all.
 */
export function loadForRecall(scored: readonly Scored[], recall: number): number {
  const wanted = Math.ceil(recall * scored.filter(({ fraud }) => fraud).length)
  let [caught, looked] = [0, 0]
  for (const { fraud } of byRisk(scored)) {
    if (caught >= wanted) break
    looked += 1
    caught += Number(fraud)
  }
  return looked / scored.length
}

function byRisk(scored: readonly Scored[]): Scored[] {
  return [...scored].sort((a, b) => b.risk - a.risk || Number(a.fraud) - Number(b.fraud))
}

const ROUNDS = 1000

/**
 * By how much less review the second model catches the same share of fraud, both on the same sessions: bootstrap over
 * parties, since those who act together are no independent cases (cluster bootstrap, Field and Welsh 2007).
 * @param pairs the sessions as scored by the first and the second model
 */
export function loadSaved(
  pairs: readonly { first: Scored; second: Scored }[],
  recall: number,
  random: Random,
): Difference {
  const parties = [...new Set(pairs.map(({ first }) => first.party))]
  const places = new Map(parties.map((party, index) => [party, index]))
  const ordered = (scored: Scored[]) =>
    byRisk(scored).map(({ fraud, party }) => ({ fraud, place: places.get(party) ?? 0 }))
  const first = ordered(pairs.map((pair) => pair.first))
  const second = ordered(pairs.map((pair) => pair.second))
  const saved = (times: Uint16Array) =>
    weightedLoad(first, times, recall) - weightedLoad(second, times, recall)
  const drawn = Array.from({ length: ROUNDS }, () => {
    const times = new Uint16Array(parties.length)
    for (const _ of parties) {
      const place = random.whole(0, parties.length - 1)
      times[place] = (times[place] ?? 0) + 1
    }
    return saved(times)
  }).sort((a, b) => a - b)
  const at = (share: number) => drawn[Math.floor(share * ROUNDS)] ?? Number.NaN
  return {
    value: saved(new Uint16Array(parties.length).fill(1)),
    low: at(0.025),
    high: at(0.975),
  }
}

/** As loadForRecall, with every party as often as it was drawn; the sessions are in order of risk. */
function weightedLoad(
  sessions: readonly { fraud: boolean; place: number }[],
  times: Uint16Array,
  recall: number,
): number {
  const drawn = ({ place }: { place: number }) => times[place] ?? 0
  const all = sessions.reduce((sum, session) => sum + drawn(session), 0)
  const frauds = sessions.reduce((sum, each) => sum + (each.fraud ? drawn(each) : 0), 0)
  const wanted = Math.ceil(recall * frauds)
  let [caught, looked] = [0, 0]
  for (const session of sessions) {
    if (caught >= wanted) break
    looked += drawn(session)
    if (session.fraud) caught += drawn(session)
  }
  return looked / all
}
