import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { ReviewVerdict } from '../../src/decision/review'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { newMember } from '../support/members'

let app: TestApp
let reviewerId: string
let api: ReturnType<typeof apiClient>
const START = new Date('2026-03-01T12:00:00Z')

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  const tenantId = app.tenantId
  const { id, cookie } = await newMember(app, tenantId, ['REVIEWER'])
  reviewerId = id
  api = apiClient(app.url, { cookie })
})
afterAll(() => app.close())

/** A session submitted at START, and decided by the reviewer after so many seconds. */
async function decidedAfter(seconds: number, outcome: ReviewVerdict, country: string) {
  const ref = await referredSession(app, app.key, { country, at: START })
  const { tenantId, caseId } = ref
  await api.mutate('reviewCaseTake', { caseId })
  const reasons = outcome === 'REJECT' ? ['FACE_MISMATCH'] : []
  const session = await app.deps.sessions.get(ref)
  const said = { tenantId, caseId, round: 1, reviewerId, step: 'FIRST' as const, outcome, reasons }
  const at = new Date(START.getTime() + seconds * 1000)
  await app.deps.sessions.apply({
    ...{ session, trigger: outcome, actor: reviewerId, at, reasons },
    review: { ...said, captureKind: null, sampled: false },
  })
}

const metrics = async (
  groupBy: string,
  from = START,
  before = new Date(START.getTime() + 1000),
) => {
  const { data, errors } = await api.ask(
    'query($from: DateTime!, $before: DateTime!, $groupBy: ReviewMetricGroup!) { reviewMetrics(from: $from, before: $before, groupBy: $groupBy) { group sessions passRate decisionSecP50 decisionSecP95 reviewLoad pass { count of low high } review { count of } } }',
    { from: from.toISOString(), before: before.toISOString(), groupBy },
  )
  expect(errors).toBeUndefined()
  return data.reviewMetrics
}

test('review: metrics count sessions by group, with rates and percentiles of time', async () => {
  for (const seconds of [10, 20, 30]) await decidedAfter(seconds, 'APPROVE', 'UTO')
  await decidedAfter(50, 'REJECT', 'UTO')
  await decidedAfter(100, 'REJECT', 'D')
  await referredSession(app, app.key, { country: 'D', at: START })
  expect(await metrics('COUNTRY')).toEqual([
    {
      ...{ group: 'UTO', sessions: 4, passRate: 0.75, reviewLoad: 1 },
      ...{ decisionSecP50: 25, decisionSecP95: expect.closeTo(47, 6) },
      pass: { count: 3, of: 4, low: expect.closeTo(0.301, 3), high: expect.closeTo(0.954, 3) },
      review: { count: 4, of: 4 },
    },
    {
      ...{ group: 'D', sessions: 2, passRate: 0, reviewLoad: 1 },
      ...{ decisionSecP50: 100, decisionSecP95: 100 },
      pass: { count: 0, of: 1, low: 0, high: expect.closeTo(0.793, 3) },
      review: { count: 2, of: 2 },
    },
  ])
  expect(await metrics('ALL')).toMatchObject([
    { group: null, sessions: 6, pass: { count: 3, of: 5 }, decisionSecP50: 30 },
  ])
  expect(await metrics('DAY')).toMatchObject([{ group: '2026-03-01', sessions: 6 }])
  expect(await metrics('MODEL')).toMatchObject([{ group: `m@${'0'.repeat(64)}`, sessions: 6 }])
  expect(await metrics('POLICY_VERSION')).toMatchObject([{ group: 'p-1', sessions: 6 }])
  expect(await metrics('DOCUMENT_TYPE')).toMatchObject([{ group: 'PASSPORT', sessions: 6 }])
  const later = new Date(START.getTime() + 1000)
  expect(await metrics('COUNTRY', later, new Date(later.getTime() + 1000))).toEqual([])
})

test('review: a subscription tells how many wait, and which case has changed', async () => {
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${app.key}` },
  })
  const news = client.iterate({
    query: 'subscription { reviewCasesUpdated { open overdue changed { id status } } }',
  })
  const next = async () => (await news.next()).value?.data?.['reviewCasesUpdated']
  const first = await next()
  expect(first).toMatchObject({ changed: [] })
  const { caseId } = await referredSession(app)
  expect(await next()).toMatchObject({ changed: [{ id: caseId, status: 'OPEN' }] })
  await api.mutate('reviewCaseTake', { caseId })
  expect(await next()).toMatchObject({ changed: [{ id: caseId, status: 'ASSIGNED' }] })
  await news.return?.()
  await client.dispose()
})
