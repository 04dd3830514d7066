import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDatabase } from '../../src/storage/database'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { decidedSession, type Past } from '../support/decided-session'
import { newMember } from '../support/members'

let app: TestApp
let tenantId: string
let cookie: string
beforeAll(async () => {
  app = await startTestApp([])
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
  cookie = (await newMember(app, tenantId, ['ADMIN'])).cookie
})
afterAll(() => app.close())

const DAY = '2026-03-01T12:00:00Z'
const range = { from: '2026-03-01T00:00:00Z', before: '2026-03-02T00:00:00Z' }

const decided = (past: Partial<Past> = {}) => decidedSession(app, { at: DAY, ...past })

const SHIFTS =
  'sessions unknown changed hasMore outcomes { before after count examples } reasons { code rule before after examples }'

async function dryRun(input: object) {
  const api = apiClient(app.url, { cookie })
  const { result, userErrors } = await api.mutate('policyDryRun', { ...range, ...input }, SHIFTS)
  return result ?? userErrors[0]
}

describe('policy: a dry run', () => {
  let faint: string
  let expired: string
  beforeAll(async () => {
    await decided()
    faint = (await decided({ changes: { FACE_MATCH: { score: 4.2, code: 'FACE_MISMATCH' } } }))
      .sessionId
    expired = (
      await decided({ changes: { DOCUMENT_NOT_EXPIRED: { score: -20, code: 'DOCUMENT_EXPIRED' } } })
    ).sessionId
    await decided({ at: '2026-03-02T00:00:00Z' })
  })

  test('says what would change, by outcome and by reason, with examples; of the time that was asked for', async () => {
    const definition = {
      targetFalseMatchRate: 5e-5,
      bars: { DOCUMENT_NOT_EXPIRED: { pass: -30 } },
      rules: [{ name: 'all', when: 'document.country == "GHA"', outcome: 'REFER', text: 'x' }],
    }
    expect(await dryRun({ definition })).toEqual({
      ...{ sessions: 3, unknown: 0, changed: 2, hasMore: false },
      outcomes: expect.arrayContaining([
        { before: 'APPROVED', after: 'APPROVED', count: 1, examples: [expect.any(String)] },
        { before: 'APPROVED', after: 'IN_REVIEW', count: 1, examples: [faint] },
        { before: 'REJECTED', after: 'APPROVED', count: 1, examples: [expired] },
      ]),
      reasons: expect.arrayContaining([
        { code: 'FACE_MISMATCH', rule: null, before: 0, after: 1, examples: [faint] },
        { code: 'DOCUMENT_EXPIRED', rule: null, before: 1, after: 0, examples: [expired] },
      ]),
    })
  })

  test('names the rule that would hold', async () => {
    const rule = {
      name: 'nigeria',
      when: 'document.country == "NGA"',
      outcome: 'REJECT',
      text: 'x',
    }
    const api = apiClient(app.url, { cookie })
    const { result } = await api.mutate('policyDraft', { definition: { rules: [rule] } })
    const { outcomes, reasons } = await dryRun({ id: result.id })
    expect(outcomes).toMatchObject([
      { before: 'APPROVED', after: 'REJECTED', count: 2 },
      { before: 'REJECTED', after: 'REJECTED', count: 1 },
    ])
    expect(reasons[0]).toMatchObject({ code: 'POLICY_RULE', rule: 'nigeria', before: 0, after: 3 })
  })

  test('of the default policy changes nothing', async () => {
    expect(await dryRun({ definition: {} })).toMatchObject({ sessions: 3, changed: 0, unknown: 0 })
  })

  test('says of how many sessions nothing can be said', async () => {
    const at = '2026-04-01T12:00:00Z'
    const time = { from: '2026-04-01T00:00:00Z', before: '2026-04-02T00:00:00Z' }
    await decided({ at, kept: false })
    expect(await dryRun({ ...time, definition: {} })).toMatchObject({
      sessions: 1,
      unknown: 1,
      outcomes: [],
    })
    await decided({ at })
    const definition = { tamperSignals: { SCREEN_RECAPTURE: 'REFER' } }
    expect(await dryRun({ ...time, definition })).toMatchObject({ sessions: 2, unknown: 2 })
  })

  test('leaves out erased sessions: what was kept of their decisions is gone', async () => {
    const time = { from: '2026-05-01T00:00:00Z', before: '2026-05-02T00:00:00Z' }
    const ref = await decided({ at: '2026-05-01T12:00:00Z' })
    expect(await dryRun({ ...time, definition: {} })).toMatchObject({ sessions: 1 })
    const { applicantId } = await app.deps.sessions.get(ref)
    await apiClient(app.url, app.key).mutate('applicantErase', { applicantId })
    expect(await dryRun({ ...time, definition: {} })).toMatchObject({ sessions: 0 })
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const { sessionId } = ref
    expect(await db.decision.count({ where: { sessionId } })).toBe(0)
    await db.$disconnect()
  })

  test('pages through more sessions than are read at once', async () => {
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const { sessionId } = await decided({ at: '2026-06-01T12:00:00Z' })
    const [decision, session] = [
      await db.decision.findFirstOrThrow({ where: { sessionId } }),
      await db.kycSession.findUniqueOrThrow({ where: { id: sessionId } }),
    ]
    const ids = Array.from({ length: 1100 }, (_, at) => `${sessionId}${at}`)
    await db.kycSession.createMany({ data: ids.map((id) => ({ ...session, id })) })
    const { facts, models, inputs, timings, ...rest } = decision
    const json = {
      facts: facts ?? {},
      models: models ?? [],
      inputs: inputs ?? [],
      timings: timings ?? [],
    }
    await db.decision.createMany({
      data: ids.map((id, at) => ({ ...rest, ...json, id: `${decision.id}${at}`, sessionId: id })),
    })
    await db.$disconnect()
    const time = { from: '2026-06-01T00:00:00Z', before: '2026-06-02T00:00:00Z' }
    const { sessions, outcomes } = await dryRun({ ...time, definition: {} })
    expect([sessions, outcomes[0].count, outcomes[0].examples.length]).toEqual([1101, 1101, 5])
  })

  test('is told what to try, once, and of which time', async () => {
    const refusal = async (input: object) => (await dryRun(input)).field
    expect(await refusal({})).toBe('id')
    expect(await refusal({ definition: {}, before: range.from })).toBe('before')
    expect(await refusal({ definition: { rules: [{}] } })).toMatch(/^definition\.rules\.0/)
    expect(await refusal({ id: `pol_${'0'.repeat(32)}` })).toBe('id')
  })
})
