import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { histogramOf, LEAST_PEOPLE, sharesOf } from '../../src/risk/histogram'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { type Past, pastSessions } from '../support/past-sessions'

const person = fc.integer({ min: 0, max: 30 }).map((number) => `app_${number}`)
const seen = fc.array(fc.record({ value: fc.option(fc.integer({ min: -20, max: 20 })), person }), {
  maxLength: 200,
})

describe('loop: a histogram', () => {
  test('has nobody in a bar, or five people or more, and loses and invents no session', () => {
    fc.assert(
      fc.property(seen, seen, (before, now) => {
        const bins = histogramOf(before, now)
        const people = (window: typeof before) => new Set(window.map((each) => each.person)).size
        const few = [before, now].some((window) => {
          return people(window) > 0 && people(window) < LEAST_PEOPLE
        })
        if (bins.length === 0) return expect(few || before.length + now.length === 0).toBe(true)
        for (const [window, all] of [['reference', before] as const, ['recent', now] as const]) {
          const sum = bins.reduce((total, bin) => total + bin[window], 0)
          expect(sum).toBe(all.length)
          for (const bin of bins) {
            const inside = all.filter(({ value }) =>
              value === null
                ? bin.unknown
                : bin.known && value > (bin.from ?? -Infinity) && value <= (bin.to ?? Infinity),
            )
            expect(inside).toHaveLength(bin[window])
            expect([1, 2, 3, 4]).not.toContain(people(inside))
          }
        }
      }),
    )
  })

  test('counts a seldom outcome with the next, or the one before', () => {
    const of = <K extends string>(kind: K, count: number) =>
      Array.from({ length: count }, (_, at) => ({ kind, person: `${kind}${at}` }))
    const kinds = ['A', 'B', 'C'] as const
    expect(sharesOf(kinds, [...of('A', 50), ...of('B', 4), ...of('C', 6)], of('C', 9))).toEqual([
      { kinds: ['A'], reference: 50, recent: 0 },
      { kinds: ['B', 'C'], reference: 10, recent: 9 },
    ])
  })
})

describe('loop: drift of scores and decisions', () => {
  const DAY_MS = 86_400_000
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp([])
  })
  afterAll(() => app.close())

  const measured = async () => {
    const bins = 'bins { from to known unknown reference recent }'
    const outcomes = 'outcomes { psi state shares { outcomes reference recent } }'
    const shown = `reference { sessions } recent { sessions } scores { score psi state ${bins} } ${outcomes}`
    return (await apiClient(app.url, app.key).ask(`{ scoreDrift { ${shown} } }`)).data.scoreDrift
  }

  type Scored = { daysAgo: number; count: number; match: number; outcome?: Past['outcome'] }
  const decided = ({ daysAgo, count, match, outcome }: Scored, models = app.deps.models): Past[] =>
    Array.from({ length: count }, (_, at) => ({
      at: new Date(Date.now() - daysAgo * DAY_MS - at * 1000),
      signals: {},
      models,
      ...(outcome && { outcome }),
      facts: {
        checks: [
          { check: 'FACE_MATCH' as const, score: match + (at % 20) / 10, codes: [] },
          { check: 'PASSIVE_LIVENESS' as const, score: 0.8 + (at % 10) / 100, codes: [] },
          { check: 'ACTIVE_LIVENESS' as const, score: null, codes: [] },
        ],
        reasons: [],
        lastAttempt: false,
        // Decisions of before it was kept say nothing of it.
        ...(at % 50 > 0 && { confidence: at % 2 === 0 ? 0.97 : 0.92 }),
      },
    }))

  test('needs nothing of risk, and holds the last week against the first thirty days of the models in use', async () => {
    expect((await measured()).scores).toEqual([])
    // By another model: not to be compared with.
    const other = [{ name: 'face-embedding', sha256: '0'.repeat(64) }]
    await pastSessions(app, decided({ daysAgo: 90, count: 300, match: 0 }, other))
    await pastSessions(app, decided({ daysAgo: 60, count: 300, match: 2.5 }))
    await pastSessions(app, decided({ daysAgo: 20, count: 100, match: 0 }))
    await pastSessions(app, decided({ daysAgo: 2, count: 200, match: 1 }))
    const rejected = { daysAgo: 1, count: 100, match: 1, outcome: 'REJECTED' as const }
    await pastSessions(app, [
      ...decided(rejected),
      ...decided({ daysAgo: 1, count: 3, match: 1, outcome: 'RETAKE' }),
    ])
    const { reference, recent, scores, outcomes } = await measured()
    expect([reference.sessions, recent.sessions]).toEqual([300, 303])
    const states = scores.map(({ score, state }: Record<string, string>) => [score, state])
    // Of ACTIVE_LIVENESS nothing was ever measured.
    expect(states).toEqual([
      ['FACE_MATCH', 'DRIFTED'],
      ['PASSIVE_LIVENESS', 'STABLE'],
      ['DOCUMENT_CONFIDENCE', 'STABLE'],
    ])
    const [match, , confidence] = scores
    const sum = (bins: Record<string, number>[], window: string) =>
      bins.reduce((total, bin) => total + (bin[window] ?? 0), 0)
    expect([sum(match.bins, 'reference'), sum(match.bins, 'recent')]).toEqual([300, 303])
    expect(sum(confidence.bins, 'reference')).toBe(294)
    expect(outcomes.state).toBe('DRIFTED')
    // Three people who were asked again are shown with others.
    expect(outcomes.shares).toEqual([
      { outcomes: ['APPROVED'], reference: 300, recent: 200 },
      { outcomes: ['IN_REVIEW'], reference: 0, recent: 0 },
      { outcomes: ['RETAKE', 'REJECTED'], reference: 0, recent: 103 },
    ])
  })
})
