import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { faceLinks } from '../../src/risk/face-links'
import {
  FEATURE_NAMES,
  type FeatureName,
  featureOf,
  RISK_GROUPS,
  type RiskGroup,
} from '../../src/risk/features'
import { createHistory } from '../../src/risk/history'
import { MOST_JOINED } from '../../src/risk/link-graph'
import { measureSignals, type RiskRules, type Signal } from '../../src/risk/measure-signals'
import {
  LINK_KINDS,
  type LinkKind,
  type Observation,
  type SessionFacts,
  UNKNOWN,
} from '../../src/risk/observation'
import { admissible, type RiskModel, RULES_ONLY, scoreRisk } from '../../src/risk/score-risk'
import { LEAST_SIMILARITY } from '../../src/watchlists/match-names'

const ALL: RiskRules = { groups: RISK_GROUPS, leastAge: 18, mostAge: 70 }
const HOUR = 3_600_000

let count = 0
/** A session of `applicantId` with these links; whatever is not named is its own. */
function session(
  applicantId: string,
  links: Partial<Record<LinkKind, string>> = {},
  atMs = 0,
): Observation {
  count += 1
  const own = LINK_KINDS.map((kind) => ({ kind, key: links[kind] ?? `${applicantId}-${kind}` }))
  return { sessionId: `kyc_${count}`, applicantId, atMs, links: own }
}

function riskOf(subject: Observation, others: Observation[], facts = UNKNOWN, rules = ALL) {
  const signals = measureSignals(subject, facts, createHistory(others), rules)
  return { ...scoreRisk(signals, RULES_ONLY), signals }
}

const valueIn = (signals: Signal[], name: FeatureName) =>
  signals.find((signal) => signal.name === name)?.value

describe('risk: signals', () => {
  test('somebody new, of whom nothing is odd, is far below the bar', () => {
    const { risk } = riskOf(session('a'), [session('b'), session('c')])
    expect(risk).toBeLessThan(0.1)
  })

  test('a document or an image file of another applicant goes to a person, with the session as evidence', () => {
    for (const kind of ['DOCUMENT', 'IMAGE'] as const) {
      const first = session('a', { [kind]: 'same' })
      const { risk, contributions } = riskOf(session('b', { [kind]: 'same' }), [first])
      expect(risk).toBeGreaterThan(0.5)
      expect(contributions[0]).toMatchObject({
        name: `${kind}_APPLICANTS`,
        value: 1,
        evidence: [first.sessionId],
      })
    }
  })

  test('whoever comes again with what is their own is no duplicate of themselves', () => {
    const { risk, signals } = riskOf(session('a', {}, 40 * HOUR), [session('a')])
    expect(valueIn(signals, 'DOCUMENT_APPLICANTS')).toBe(0)
    expect(valueIn(signals, 'DEVICE_CHANGED')).toBe(0)
    expect(risk).toBeLessThan(0.1)
  })

  test('velocity counts what lies in its window, and nothing else', () => {
    const at = (hours: number) => session(`x${hours}`, { DEVICE: 'd', NETWORK: 'n' }, hours * HOUR)
    const others = [at(0), at(23.5), at(47.2), at(800)]
    const subject = session('a', { DEVICE: 'd', NETWORK: 'n' }, 47 * HOUR)
    const { signals } = riskOf(subject, others)
    expect(valueIn(signals, 'DEVICE_SESSIONS_DAY')).toBe(2)
    expect(valueIn(signals, 'NETWORK_SESSIONS_HOUR')).toBe(1)
    expect(valueIn(signals, 'DEVICE_APPLICANTS')).toBe(3)
  })

  test('a new device of a known applicant is told, and alone means little', () => {
    const { risk, signals } = riskOf(session('a', { DEVICE: 'new' }, 9), [session('a')])
    expect(valueIn(signals, 'DEVICE_CHANGED')).toBe(1)
    expect(risk).toBeLessThan(0.1)
  })

  test('ages outside the limits go to a person; without limits nobody is asked for an age', () => {
    const aged = (ageYears: number, rules = ALL) =>
      riskOf(session('a'), [], { ...UNKNOWN, ageYears }, rules)
    expect(aged(17).risk).toBeGreaterThan(0.5)
    expect(aged(71).risk).toBeGreaterThan(0.5)
    for (const age of [18, 44, 70]) expect(aged(age).risk).toBeLessThan(0.1)
    const free = aged(17, { ...ALL, leastAge: null, mostAge: null })
    expect(valueIn(free.signals, 'AGE_OUTSIDE')).toBeNull()
  })

  test('a near name on a watchlist goes to a person', () => {
    const { risk } = riskOf(session('a'), [], { ...UNKNOWN, watchlistSimilarity: 0.85 })
    expect(risk).toBeGreaterThan(0.5)
  })
})

describe('risk: families and offices', () => {
  test('an address and a network that hundreds share at once bring nobody to the bar', () => {
    const shared = { ADDRESS: 'office', NETWORK: 'office' }
    const others = Array.from({ length: 300 }, (_, i) => session(`x${i}`, shared))
    const { risk, signals } = riskOf(session('a', shared), others)
    expect(valueIn(signals, 'NETWORK_SESSIONS_HOUR')).toBe(300)
    expect(valueIn(signals, 'COMPONENT_APPLICANTS')).toBe(1)
    expect(risk).toBeLessThan(0.3)
  })

  test('a household with one tablet, one phone and one address stays below the bar', () => {
    const home = { DEVICE: 't', PHONE: 'p', ADDRESS: 'h', NETWORK: 'h' }
    const others = ['b', 'c', 'd'].map((name) => session(name, home))
    expect(riskOf(session('a', home), others).risk).toBeLessThan(0.5)
  })

  test('fraud in a house or an office says nothing about those who only share its address', () => {
    const shared = { ADDRESS: 'h', NETWORK: 'h' }
    const history = createHistory([session('thief', shared)])
    history.label('thief', 'FRAUD')
    const signals = measureSignals(session('a', shared), UNKNOWN, history, ALL)
    expect(valueIn(signals, 'FRAUD_NEARNESS')).toBe(0)
  })

  test('a device that more people share than know each other passes no suspicion on', () => {
    const others = Array.from({ length: MOST_JOINED + 1 }, (_, i) =>
      session(`x${i}`, { DEVICE: 'kiosk' }, -i * 24 * HOUR),
    )
    const history = createHistory(others)
    history.label('x3', 'FRAUD')
    const subject = session('a', { DEVICE: 'kiosk' })
    const signals = measureSignals(subject, UNKNOWN, history, ALL)
    expect(valueIn(signals, 'FRAUD_NEARNESS')).toBe(0)
    expect(valueIn(signals, 'COMPONENT_APPLICANTS')).toBe(1)
  })
})

describe('risk: the graph', () => {
  test('known fraud is the nearer the fewer links lie between', () => {
    const chain = [
      session('a', { DEVICE: 'ab' }),
      session('b', { DEVICE: 'ab', PHONE: 'bc' }),
      session('c', { PHONE: 'bc', DOCUMENT: 'cd' }),
      session('d', { DOCUMENT: 'cd', EMAIL: 'de' }),
      session('e', { EMAIL: 'de' }),
    ]
    const nearness = (thief: string) => {
      const history = createHistory(chain.slice(1))
      history.label(thief, 'CHARGEBACK')
      return measureSignals(chain[0] as Observation, UNKNOWN, history, ALL)
    }
    const values = ['a', 'b', 'c', 'd', 'e'].map((thief) =>
      valueIn(nearness(thief), 'FRAUD_NEARNESS'),
    )
    expect(values).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 0])
    const evidence = nearness('c').find(({ name }) => name === 'FRAUD_NEARNESS')?.evidence
    expect(evidence?.[0]).toBe(chain[2]?.sessionId)
    expect(valueIn(nearness('e'), 'COMPONENT_APPLICANTS')).toBe(4)
  })

  test('a label that is taken back speaks no more', () => {
    const history = createHistory([session('b', { DEVICE: 'd' })])
    const subject = session('a', { DEVICE: 'd' })
    const risk = () => scoreRisk(measureSignals(subject, UNKNOWN, history, ALL), RULES_ONLY).risk
    const before = risk()
    history.label('b', 'FRAUD')
    expect(risk()).toBeGreaterThan(0.5)
    history.label('b', 'LEGITIMATE')
    expect(risk()).toBe(before)
  })
})

describe('risk: faces in the graph', () => {
  /** A session whose face was found alike with those of others. */
  const looking = (applicantId: string, like: Observation[], links = {}): Observation => {
    const own = session(applicantId, links)
    const others = own.links.filter(({ kind }) => kind !== 'FACE')
    return { ...own, links: [...others, ...faceLinks(own.sessionId, like)] }
  }
  const graphOf = (subject: Observation, others: Observation[], frauds: string[] = []) => {
    const history = createHistory(others)
    for (const id of frauds) history.label(id, 'FRAUD')
    const rules = { ...ALL, groups: ['GRAPH'] as const }
    const signals = measureSignals(subject, UNKNOWN, history, rules)
    const { risk } = scoreRisk(signals, RULES_ONLY)
    return {
      risk,
      nearness: valueIn(signals, 'FRAUD_NEARNESS'),
      joined: valueIn(signals, 'COMPONENT_APPLICANTS'),
    }
  }

  test('a likeness joins as two links would, whoever of the two came first', () => {
    const first = looking('a', [])
    const second = looking('b', [first])
    for (const [subject, other] of [
      [second, first],
      [first, second],
    ] as const)
      expect(graphOf(subject, [first, second], [other.applicantId])).toMatchObject({
        nearness: 1 / 3,
        joined: 2,
      })
    const neighbour = looking('n', [], { DEVICE: 'd' })
    const like = looking('c', [neighbour])
    const thief = looking('t', [], { DEVICE: 'd' })
    expect(graphOf(like, [neighbour, thief], ['t']).nearness).toBe(1 / 4)
  })

  test('the twin of a thief does not reach the bar by the graph, as who shares a device does', () => {
    const thief = looking('t', [], { DEVICE: 'd' })
    expect(graphOf(looking('a', [thief]), [thief], ['t']).risk).toBeLessThan(0.5)
    expect(graphOf(looking('b', [], { DEVICE: 'd' }), [thief], ['t']).risk).toBeGreaterThan(0.5)
  })

  test('two who look like a third are not joined with one another by it', () => {
    const third = looking('c', [])
    const first = looking('a', [third])
    const fraud = { ...looking('b', [third]) }
    expect(graphOf(first, [third, fraud], ['b'])).toMatchObject({ nearness: 0, joined: 2 })
  })

  test('a face like those of more than know each other joins nobody', () => {
    const common = looking('c', [])
    const many = Array.from({ length: MOST_JOINED }, (_, i) => looking(`x${i}`, [common]))
    const subject = looking('a', [common])
    expect(graphOf(subject, [common, ...many.slice(1)]).joined).toBe(2)
    expect(graphOf(subject, [common, ...many]).joined).toBe(1)
    const strangers = Array.from({ length: MOST_JOINED + 1 }, (_, i) => looking(`y${i}`, []))
    expect(graphOf(looking('b', strangers), strangers).joined).toBe(1)
  })

  test('a face that is no longer kept joins nobody', () => {
    const erased = looking('e', [])
    const [a, b] = [looking('a', [erased]), looking('b', [erased])]
    expect(graphOf(a, [b], ['b'])).toMatchObject({ nearness: 0, joined: 1 })
  })
})

const anyValue = fc.option(fc.double({ min: 0, max: 1000, noNaN: true }))
const anySignals = fc.tuple(...FEATURE_NAMES.map(() => anyValue)).map((values) =>
  FEATURE_NAMES.map((name, index): Signal => {
    return { name, value: values[index] ?? null, windowMs: null, evidence: [] }
  }),
)
const anyModel = fc
  .tuple(
    fc.double({ min: 0.6, max: 8, noNaN: true }),
    ...FEATURE_NAMES.map(() => fc.double({ min: -3, max: 20, noNaN: true })),
  )
  .map(([bar, ...weights]): RiskModel => {
    const named = Object.fromEntries(FEATURE_NAMES.map((name, i) => [name, weights[i] ?? 0]))
    return admissible({ version: 'any', bar, weights: named as RiskModel['weights'] })
  })

describe('risk: the score', () => {
  test('never falls when a signal gets odder, whatever the model', () => {
    const feature = fc.constantFrom(...FEATURE_NAMES)
    const step = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(anySignals, anyModel, feature, step, (signals, model, name, by) => {
        const { from, full } = featureOf(name)
        const odder = signals.map((signal) => {
          if (signal.name !== name || signal.value === null) return signal
          return { ...signal, value: signal.value + (full > from ? by : -by) }
        })
        const rise = scoreRisk(odder, model).risk - scoreRisk(signals, model).risk
        expect(rise).toBeGreaterThanOrEqual(-1e-12)
      }),
    )
  })

  test('never reaches the bar by weak signals alone, whatever the model', () => {
    const { weights } = RULES_ONLY
    expect(admissible(RULES_ONLY).weights).toEqual(weights)
    fc.assert(
      fc.property(anySignals, anyModel, (signals, model) => {
        const weak = signals.filter(({ name }) => featureOf(name).weak)
        expect(scoreRisk(weak, model).risk).toBeLessThan(0.5)
      }),
    )
  })

  test('reaches the bar by a watchlist or an age that is not served alone, whatever the model', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        for (const [name, value] of [
          ['WATCHLIST_SIMILARITY', LEAST_SIMILARITY],
          ['AGE_OUTSIDE', 1],
        ] as const) {
          const signals = [{ name, value, windowMs: null, evidence: [] }]
          expect(scoreRisk(signals, model).risk).toBeGreaterThan(0.5)
        }
      }),
    )
  })

  test('is the sum of its contributions, and each is told', () => {
    fc.assert(
      fc.property(anySignals, anyModel, (signals, model) => {
        const { risk, contributions } = scoreRisk(signals, model)
        const sum = contributions.reduce((total, { contribution }) => total + contribution, 0)
        expect(risk).toBeCloseTo(1 / (1 + Math.exp(model.bar - sum)), 12)
        expect(contributions.every(({ contribution }) => contribution >= 0)).toBe(true)
      }),
    )
  })

  test('takes no notice of a group that is off', () => {
    const facts: SessionFacts = {
      secondsToComplete: 3,
      attempts: 5,
      injectionHints: 3,
      nameDistance: 1,
      birthDateDiffers: true,
      ageYears: 12,
      watchlistSimilarity: 1,
    }
    const links = Object.fromEntries(LINK_KINDS.map((kind) => [kind, 'same']))
    const history = createHistory([session('b', links), session('c', links)])
    history.label('b', 'FRAUD')
    const signalsOf = (groups: RiskGroup[]) =>
      measureSignals(session('a', links), facts, history, { ...ALL, groups })
    const groupsOf = (groups: RiskGroup[]) =>
      new Set(signalsOf(groups).map(({ name }) => featureOf(name).group))
    expect(signalsOf([])).toEqual([])
    for (const group of RISK_GROUPS) expect(groupsOf([group])).toEqual(new Set([group]))
  })
})
