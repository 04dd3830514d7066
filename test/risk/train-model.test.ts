import { describe, expect, test } from '@jest/globals'
import { FEATURE_NAMES, featureOf } from '../../src/risk/features'
import { barFor, fitModel } from '../../src/risk/fit-model'
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
    const stream = replayStream(simulate({ applicants: 6000, rings: 60, seed: 9011 }))
    const sessions = stream.map(({ signals, fraud, party, label }) => {
      return { signals, party, fraud: label && fraud }
    })
    const trained = trainModel(sessions, 'candidate', 0.05)
    expect(trained?.report.heldBack.fraud).toBeGreaterThan(30)
    expect(trained?.report.trained.auc).toBeGreaterThan(trained?.report.rulesOnly.auc ?? 1)
    expect(trainModel(sessions.slice(0, 100), 'candidate', 0.05)).toBeNull()
    const unlabelled = sessions.map((session) => ({ ...session, fraud: null }))
    expect(trainModel(unlabelled, 'candidate', 0.05)).toBeNull()
  })
})
