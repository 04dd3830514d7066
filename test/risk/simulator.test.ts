import { describe, expect, test } from '@jest/globals'
import type { FeatureName } from '../../src/risk/features'
import { areaUnderCurve, atLoad, loadForRecall, loadSaved } from '../../src/risk/measure-model'
import { type AssessedSession, labelBy, replayStream } from '../../src/risk/replay-stream'
import { reportSimulation } from '../../src/risk/report-simulation'
import { simulate } from '../../src/risk/simulate'
import { createRandom } from '../../src/specimens/random'

describe('simulator: the stream', () => {
  const world = { applicants: 3000, rings: 25, seed: 9001 }
  const stream = simulate(world)

  test('is the same for the same seed, and another for another', () => {
    expect(simulate(world)).toEqual(stream)
    expect(simulate({ ...world, seed: 9002 })).not.toEqual(stream)
  })

  test('is in the order of time, and has everybody it promises', () => {
    const times = stream.map(({ observation }) => observation.atMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Set(stream.map(({ observation }) => observation.applicantId)).size).toBe(3000)
    const kinds = new Set(stream.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(['ALONE', 'HOUSEHOLD', 'MULE', 'OFFICE', 'RING'])
    const rings = stream.filter(({ kind }) => kind === 'RING').map(({ party }) => party)
    expect(new Set(rings).size).toBe(25)
    const fraud = stream.filter((session) => session.fraud).length / stream.length
    expect(fraud).toBeGreaterThan(0.02)
    expect(fraud).toBeLessThan(0.12)
  })

  test('has rings of one face, and honest people who are found alike; what programs do is not what people do', () => {
    const measured = (session: AssessedSession, name: FeatureName) =>
      session.signals.find((signal) => signal.name === name)?.value ?? 0
    const replayed = replayStream(stream)
    const share = (fraud: boolean, name: FeatureName) => {
      const own = replayed.filter((session) => session.fraud === fraud)
      return own.filter((session) => measured(session, name) > 0).length / own.length
    }
    const alike = replayed.filter((session) => measured(session, 'FACE_APPLICANTS') > 0)
    const kinds = new Set(alike.map(({ kind }) => kind))
    for (const kind of ['ALONE', 'HOUSEHOLD', 'RING']) expect(kinds).toContain(kind)
    for (const name of ['FACE_APPLICANTS', 'FORM_AUTOMATION', 'IP_COUNTRY_DIFFERS'] as const)
      expect(share(true, name)).toBeGreaterThan(2 * share(false, name))
  })

  test('shows a session only what was known when it came', () => {
    const cut = Math.floor(stream.length / 2)
    const whole = replayStream(stream).slice(0, cut)
    expect(replayStream(stream.slice(0, cut))).toEqual(whole)
    for (const session of stream) expect(labelBy(session, session.observation.atMs)).toBeNull()
  })
})

describe('simulator: measures of a model', () => {
  const scored = (risks: number[], fraud: number[]) =>
    risks.map((risk, index) => ({ risk, fraud: fraud.includes(index), party: `p${index}` }))

  test('the area under the curve is that of every pair counted, ties as half', () => {
    const random = createRandom(5)
    const sessions = Array.from({ length: 60 }, (_, index) => ({
      risk: random.whole(0, 8),
      fraud: random.whole(0, 2) === 0,
      party: `p${index}`,
    }))
    const [bad, good] = [true, false].map((fraud) => sessions.filter((s) => s.fraud === fraud))
    const wins = (bad ?? []).flatMap((b) =>
      (good ?? []).map((g): number => (b.risk > g.risk ? 1 : b.risk === g.risk ? 0.5 : 0)),
    )
    const mean = wins.reduce((sum, win) => sum + win, 0) / wins.length
    expect(areaUnderCurve(sessions)).toBeCloseTo(mean, 12)
  })

  test('load and precision are counted by hand', () => {
    const sessions = scored([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [0, 2, 9])
    expect(atLoad(sessions, 0.3)).toMatchObject({ looked: 3, caught: 2, precision: 2 / 3 })
    expect(loadForRecall(sessions, 0.6)).toBeCloseTo(0.3)
    expect(loadForRecall(sessions, 1)).toBe(1)
    expect(loadForRecall(scored([1, 1, 1, 1], [0]), 1)).toBe(1)
  })

  test('a model compared with itself saves nothing, and one that knows the truth a lot', () => {
    const random = createRandom(6)
    const first = Array.from({ length: 400 }, (_, index) => ({
      risk: random.between(0, 1),
      fraud: index % 10 === 0,
      party: `p${index >> 1}`,
    }))
    const same = first.map((each) => ({ first: each, second: each }))
    expect(loadSaved(same, 0.6, random)).toEqual({ value: 0, low: 0, high: 0 })
    const knowing = first.map((each) => ({
      first: each,
      second: { ...each, risk: Number(each.fraud) },
    }))
    const saved = loadSaved(knowing, 0.6, random)
    // 0.6 of all in no order, and 0.6 of the tenth that is fraud.
    expect(saved.value).toBeGreaterThan(0.4)
    expect(saved.low).toBeGreaterThan(0.2)
    expect(saved.high).toBeLessThan(0.75)
  })
})

describe('loop: training on a simulated stream', () => {
  const report = reportSimulation({ applicants: 20_000, rings: 170, seed: 9003 })

  test('lowers the review load at equal fraud caught, by a margin whose interval excludes zero', () => {
    expect(report.labels.fraud).toBeGreaterThan(100)
    expect(report.loadSaved.value).toBeGreaterThan(0)
    expect(report.loadSaved.low).toBeGreaterThan(0)
    expect(report.trained.auc).toBeGreaterThan(report.rulesOnly.auc)
  })

  test('the rules alone find far more fraud than chance would', () => {
    expect(report.rulesOnly.auc).toBeGreaterThan(0.7)
    const base = report.frauds / report.sessions
    for (const { precision } of report.rulesOnly.atLoads)
      expect(precision).toBeGreaterThan(3 * base)
  })

  test('households and offices are hardly ever sent to a person, and crude rings are', () => {
    for (const { referred } of [report.rulesOnly, report.trained]) {
      expect(referred['HOUSEHOLD']).toBeLessThan(0.1)
      expect(referred['OFFICE']).toBeLessThan(0.15)
      expect(referred['RING']).toBeGreaterThan(3 * (referred['HOUSEHOLD'] ?? 1))
    }
  })
})
