import type { Scores } from './verification'

/** Two images and what the system said of them; `score` is NO_SCORE when a face was not found. */
export type ScoredPair = { a: string; b: string; same: boolean; score: number }

/** A labelled pair on its way to be scored. `fold` names the part it belongs to in cross validation. */
export type LabelledPair = ScoredPair & { fold: string }

/** An image of a known person; `template` is null when no face was found. */
export type EnrolledImage<T> = { identity: string; path: string; template: T | null }

/** The score of two images, NO_SCORE when a face is missing. */
type ScoreOf<T> = (a: T | null, b: T | null) => number

/** An experiment: all scores, the same by folds, pairs without a score, and pairs wrong at the threshold. */
export type FaceTrial = {
  scores: Scores
  folds: Scores[]
  failuresToAcquire: number
  wrong: ScoredPair[]
}

/** The score of a pair in which a face was not found: below every threshold, and finite, so that means are. */
export const NO_SCORE = -1e6

/**
 * The trial of a list of pairs. Pairs of one `fold` stay together in cross validation; when they all name the same one
 * (or none), both kinds of pairs are dealt in turn into FOLDS folds, as far as they go.
 */
export function trialOfPairs(pairs: LabelledPair[], threshold: number): FaceTrial {
  const named = new Set(pairs.map(({ fold }) => fold)).size > 1 ? pairs : dealt(pairs)
  const names = [...new Set(named.map(({ fold }) => fold))]
  return {
    scores: toScores(pairs),
    folds: names.map((name) => toScores(named.filter(({ fold }) => fold === name))),
    failuresToAcquire: pairs.filter(({ score }) => score === NO_SCORE).length,
    wrong: pairs
      .filter(({ same, score }) => isWrong(same, score, threshold))
      .map(({ a, b, same, score }) => ({ a, b, same, score })),
  }
}

/**
 * Every image against every other. For cross validation the people (not the pairs) are dealt into FOLDS groups, and a
 * fold holds the pairs within a group: nobody is in two folds.
 */
export function trialOfIdentities<T>(
  images: EnrolledImage<T>[],
  scoreOf: ScoreOf<T>,
  threshold: number,
): FaceTrial {
  const people = [...new Set(images.map(({ identity }) => identity))]
  const person = new Map(people.map((identity, index) => [identity, index]))
  const numbered = images.map((image) => ({ ...image, person: person.get(image.identity) ?? 0 }))
  const trial = emptyTrial(numbered.map((image) => image.person))
  numbered.forEach((a, index) => {
    for (const b of numbered.slice(index + 1))
      addPair(trial, a, b, scoreOf(a.template, b.template), threshold)
  })
  return {
    scores: { genuine: trial.genuine.values.sort(), impostor: trial.impostor.values.sort() },
    folds: trial.folds.map(({ genuine, impostor }) => ({
      genuine: Float32Array.from(genuine).sort(),
      impostor: Float32Array.from(impostor).sort(),
    })),
    failuresToAcquire: trial.failuresToAcquire,
    wrong: trial.wrong,
  }
}

/** Into how many folds cross validation deals what comes without folds. */
export const FOLDS = 10

function dealt(pairs: LabelledPair[]): LabelledPair[] {
  const ofKind = (wanted: boolean) => pairs.filter(({ same }) => same === wanted)
  return [ofKind(true), ofKind(false)].flatMap((kind) =>
    kind.map((pair, index) => ({ ...pair, fold: String(index % FOLDS) })),
  )
}

type Numbered = { path: string; person: number }
type List = { values: Float32Array; length: number }
type OpenTrial = {
  genuine: List
  impostor: List
  folds: { genuine: number[]; impostor: number[] }[]
  failuresToAcquire: number
  wrong: ScoredPair[]
}

/** The lists have their final size from the start: all-against-all has millions of pairs. */
function emptyTrial(people: number[]): OpenTrial {
  const perPerson = new Map<number, number>()
  for (const person of people) perPerson.set(person, (perPerson.get(person) ?? 0) + 1)
  const genuine = [...perPerson.values()].reduce((sum, count) => sum + pairsAmong(count), 0)
  return {
    genuine: { values: new Float32Array(genuine), length: 0 },
    impostor: { values: new Float32Array(pairsAmong(people.length) - genuine), length: 0 },
    folds: Array.from({ length: FOLDS }, () => ({ genuine: [], impostor: [] })),
    failuresToAcquire: 0,
    wrong: [],
  }
}

function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2
}

function addPair(
  trial: OpenTrial,
  a: Numbered,
  b: Numbered,
  score: number,
  threshold: number,
): void {
  const kind = a.person === b.person ? 'genuine' : 'impostor'
  const list = trial[kind]
  list.values[list.length++] = score
  if (a.person % FOLDS === b.person % FOLDS) trial.folds[a.person % FOLDS]?.[kind].push(score)
  if (score === NO_SCORE) trial.failuresToAcquire++
  const same = kind === 'genuine'
  if (isWrong(same, score, threshold)) trial.wrong.push({ a: a.path, b: b.path, same, score })
}

function isWrong(same: boolean, score: number, threshold: number): boolean {
  return same !== score >= threshold
}

function toScores(pairs: ScoredPair[]): Scores {
  const sorted = (wanted: boolean) =>
    Float32Array.from(pairs.filter(({ same }) => same === wanted).map(({ score }) => score)).sort()
  return { genuine: sorted(true), impostor: sorted(false) }
}
