import { describe, expect, test } from '@jest/globals'
import { FEATURE_NAMES, featureOf } from '../../src/risk/features'
import { barFor, fitModel } from '../../src/risk/fit-model'
import { effectOf } from '../../src/risk/measure-effect'
import { areaUnderCurve, atLoad } from '../../src/risk/measure-model'
import type { Signal } from '../../src/risk/measure-signals'
import { replayStream } from '../../src/risk/replay-stream'
import { RULES_ONLY, scoreRisk } from '../../src/risk/score-risk'
import { simulate } from '../../src/risk/simulate'
import { trainModel } from '../../src/risk/train-model'
import { createRandom } from '../../src/specimens/random'

const signal = (name: Signal['name'], value: number): Signal => ({
  name,
  value,
  windowMs: null,
  evidence: [],
})

describe('loop: a trained model', () => {
  const random = createRandom(77)
  /** Here only odd conduct tells; the rules of thumb think otherwise. */
  const examples = Array.from({ length: 600 }, (_, index) => {
    const fraud = index % 3 === 0
    const hasty = random.between(0, 1) < (fraud ? 0.8 : 0.1)
    const shared = random.between(0, 1) < 0.4
    const signals = [
      signal('SECONDS_TO_COMPLETE', hasty ? 8 : 90),
      signal('DEVICE_APPLICANTS', shared ? 8 : 0),
      signal('ADDRESS_APPLICANTS', fraud ? 30 : 0),
    ]
    return { signals, fraud }
  })
  const fitted = fitModel(examples, RULES_ONLY, 'test')

  test('weighs more what told fraud, and less what told nothing', () => {
    expect(fitted.weights.SECONDS_TO_COMPLETE).toBeGreaterThan(
      RULES_ONLY.weights.SECONDS_TO_COMPLETE,
    )
    expect(fitted.weights.DEVICE_APPLICANTS).toBeLessThan(
      0.6 * RULES_ONLY.weights.DEVICE_APPLICANTS,
    )
    // Of what no example shows it has learned nothing.
    expect(fitted.weights.DOCUMENT_APPLICANTS).toBeCloseTo(RULES_ONLY.weights.DOCUMENT_APPLICANTS)
  })

  test('has no weight below 0, and weak signals that told all fraud still reach no bar', () => {
    const model = barFor(
      fitted,
      examples.map(({ signals }) => signals),
      0.2,
    )
    expect(FEATURE_NAMES.every((name) => model.weights[name] >= 0)).toBe(true)
    expect(fitted.weights.ADDRESS_APPLICANTS).toBeGreaterThan(1)
    const weak = FEATURE_NAMES.filter((name) => featureOf(name).weak)
    const most = weak.map((name) => signal(name, 1000))
    expect(scoreRisk(most, model).risk).toBeLessThan(0.5)
  })

  test('sends no more to a person than a team can look at', () => {
    const stream = replayStream(simulate({ applicants: 2000, rings: 20, seed: 9010 }))
    const seen = stream.map(({ signals }) => signals)
    const model = barFor(RULES_ONLY, seen, 0.05)
    const above = seen.filter((signals) => scoreRisk(signals, model).risk > 0.5).length
    expect(above / seen.length).toBeLessThanOrEqual(0.05)
    expect(above).toBeGreaterThan(0)
  })

  test('comes with what it does on labels it has not seen, or not at all', () => {
    const stream = replayStream(simulate({ applicants: 2600, rings: 50, seed: 9011 }))
    const sessions = stream.map(({ signals, fraud, party, label }) => {
      return { signals, party, fraud: label && fraud }
    })
    const wish = { version: 'candidate', load: 0.05, before: RULES_ONLY, seed: 1 }
    const { report } = trainModel(sessions, wish) ?? {}
    expect(report?.heldBack.fraud).toBeGreaterThan(30)
    expect(report?.trained.auc.value).toBeGreaterThan(report?.before.auc.value ?? 1)
    expect(report?.trainedOn.bySource.REVIEWER).toBe(0)
    expect(trainModel(sessions.slice(0, 100), wish)).toBeNull()
    const unlabelled = sessions.map((session) => ({ ...session, fraud: null }))
    expect(trainModel(unlabelled, wish)).toBeNull()
    // What reviewers said is learned from; nothing is measured on it.
    const reviewed = sessions.map((each) => ({ ...each, source: 'REVIEWER' as const }))
    expect(trainModel(reviewed, wish)).toBeNull()
    const half = Math.floor(sessions.length / 2)
    const mixed = [...reviewed.slice(0, half), ...sessions.slice(half)]
    const learned = trainModel(mixed, wish)?.report.trainedOn
    expect(learned?.bySource).toEqual({
      API: 0,
      BLIND_REVIEW: 0,
      REVIEWER: (learned?.fraud ?? 0) + (learned?.honest ?? 0),
    })
  })
})

describe('loop: the measured effect', () => {
  const random = createRandom(3)
  const sessions = Array.from({ length: 400 }, (_, index) => {
    const fraud = index % 8 === 0 ? true : index % 3 === 0 ? null : false
    return { risk: random.whole(0, 20) / 20, fraud, party: `p${index}` }
  })

  test('is what is counted by hand, within its interval; unlabelled sessions count for the load alone', () => {
    const effect = effectOf(sessions, 0.1, createRandom(1))
    const known = sessions.flatMap(({ fraud, ...each }) =>
      fraud === null ? [] : [{ ...each, fraud }],
    )
    const share = (of: { risk: number }[]) => of.filter(({ risk }) => risk > 0.5).length / of.length
    expect(effect.auc.value).toBeCloseTo(areaUnderCurve(known), 12)
    expect(effect.reviewLoad.value).toBeCloseTo(share(sessions), 12)
    expect(effect.honestReferred.value).toBeCloseTo(share(known.filter((each) => !each.fraud)), 12)
    const caught = share(known.filter((each) => each.fraud))
    expect(effect.fraudMissed.value).toBeCloseTo(1 - caught, 12)
    const looked = atLoad(known, 0.1)
    expect(Math.abs((effect.precision.value ?? 1) - looked.precision)).toBeLessThan(0.05)
    for (const { value, low, high } of Object.values(effect)) {
      expect(low).toBeLessThan(value ?? 0)
      expect(high).toBeGreaterThan(value ?? 1)
    }
  })

  test('has no figure for what the sessions do not tell', () => {
    const honest = sessions.map((each) => ({ ...each, fraud: false }))
    const { auc, fraudMissed, reviewLoad } = effectOf(honest, 0.1, createRandom(1))
    expect([auc, fraudMissed].map(({ value }) => value)).toEqual([null, null])
    expect(reviewLoad.value).not.toBeNull()
  })

  test('shows a group whose honest people are sent to a person more often, and hides none behind too few', () => {
    const of = (country: string, value: number, count: number, fraud: boolean) =>
      Array.from({ length: count }, (_, index) => ({
        signals: [signal('SECONDS_TO_COMPLETE', fraud || index % 4 === 0 ? value : 90)],
        ...{
          fraud,
          country,
          documentType: 'PASSPORT',
          party: `${country}${fraud}${value}${index}`,
        },
      }))
    const half = () => [
      ...of('AUT', 90, 120, false),
      ...of('NGA', 10, 120, false),
      ...of('GHA', 10, 20, false),
      ...of('AUT', 8, 60, true),
    ]
    const wish = { version: 'c', load: 0.4, before: RULES_ONLY, seed: 1 }
    const trained = trainModel([...half(), ...half()], wish)
    const groups = trained?.report.groups ?? []
    // The same seed draws the same.
    expect(trainModel([...half(), ...half()], wish)).toEqual(trained)
    expect(groups.map(({ value }) => value)).toEqual(['AUT', 'NGA'])
    const nigeria = groups.find(({ value }) => value === 'NGA')
    expect(nigeria?.honest).toBe(120)
    expect(nigeria?.referred.value).toBeCloseTo(0.25, 5)
    expect(nigeria?.gap.low).toBeGreaterThan(0.1)
  })
})
