import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { tellOverdue } from '../../src/review/tell-overdue'
import type { Session } from '../../src/sessions/session'
import { openDatabase } from '../../src/storage/database'
import { verifyStatement } from '../../src/trust/sign'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { refer, referredSession } from '../support/cases'
import { everyRow } from '../support/every-row'
import { newMember } from '../support/members'
import { turnOn } from '../support/risk'

type Api = ReturnType<typeof apiClient>
type Person = { id: string; api: Api }

let app: TestApp
let tenantId: string
let [ann, bob, cid] = [] as unknown as [Person, Person, Person]

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = app.tenantId
  const person = async (): Promise<Person> => {
    const { id, cookie } = await newMember(app, tenantId, ['REVIEWER'])
    return { id, api: apiClient(app.url, { cookie }) }
  }
  ;[ann, bob, cid] = [await person(), await person(), await person()]
})
afterAll(() => app.close())
beforeEach(async () => {
  await settings({ fourEyes: 'NONE', secondReviewPercent: 0 })
})

const settings = (input: object) => apiClient(app.url, app.key).mutate('organizationUpdate', input)

const SHOWN = 'id status priority assigneeId outcome country documentType reasons round'
const ask = ({ api }: Person, name: string, input: object) => api.mutate(name, input, SHOWN)
const take = (who: Person, caseId: string) => ask(who, 'reviewCaseTake', { caseId })
const approve = (who: Person, caseId: string) =>
  ask(who, 'reviewCaseDecide', { caseId, outcome: 'APPROVE' })
const reject = (who: Person, caseId: string, reasonCodes = ['FACE_MISMATCH']) =>
  ask(who, 'reviewCaseDecide', { caseId, outcome: 'REJECT', reasonCodes })

const statusOf = async (sessionId: string) =>
  (await app.deps.sessions.get({ tenantId, sessionId })).status

/** The clock of the application goes on by so much while this is done. */
async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const { now } = app.deps
  app.deps.now = () => new Date(Date.now() + ms)
  try {
    return await work()
  } finally {
    app.deps.now = now
  }
}

async function rowsOf(object: string) {
  const rows = await app.deps.audit.rows(tenantId, 0, 100_000)
  return rows.filter((row) => row.object === object)
}

/** What was done; what was refused is told by `refusalsOf`. */
async function auditOf(object: string): Promise<string[]> {
  const actions = (await rowsOf(object)).map(({ action }) => action)
  return actions.filter((action) => action !== 'REVIEW_CASE_REFUSED')
}

/** Who was refused, and what they wanted. */
async function refusalsOf(object: string) {
  const rows = (await rowsOf(object)).filter(({ action }) => action === 'REVIEW_CASE_REFUSED')
  return rows.map(({ actor, details }) => ({ actor, ...details }))
}

describe('review: a case', () => {
  test('opens with the session in review, with codes, a priority and a time, and closes with it', async () => {
    await settings({ reviewSlaHours: 2 })
    const { caseId, sessionId } = await referredSession(app)
    const query = `query($id: ID!) { reviewCase(id: $id) { ${SHOWN} openedAt dueAt session { id } } }`
    const { data } = await ann.api.ask(query, { id: caseId })
    const { openedAt, dueAt, ...found } = data.reviewCase
    expect(found).toEqual({
      ...{ id: caseId, status: 'OPEN', priority: 'HIGH', assigneeId: null, outcome: null },
      ...{ country: 'UTO', documentType: 'PASSPORT', reasons: ['FACE_MISMATCH'], round: 1 },
      session: { id: sessionId },
    })
    expect(Date.parse(dueAt) - Date.parse(openedAt)).toBe(2 * 3_600_000)
    await apiClient(app.url, app.key).mutate('kycSessionCancel', { sessionId })
    const after = await app.deps.reviewCases.get({ tenantId, caseId }, new Date())
    expect(after).toMatchObject({ status: 'CLOSED', outcome: null })
    await settings({ reviewSlaHours: 24 })
  })

  test('is in one hand only, half an hour from the last thing that was done', async () => {
    const { caseId } = await referredSession(app)
    expect((await take(ann, caseId)).result).toMatchObject({
      status: 'ASSIGNED',
      assigneeId: ann.id,
    })
    expect((await take(bob, caseId)).userErrors[0]).toMatchObject({ code: 'CONFLICT' })
    const stayLoggedIn = (minutes: number) =>
      later(minutes * 60_000, () =>
        Promise.all([ann, bob].map(({ api }) => api.ask('{ reviewers { id } }'))),
      )
    await stayLoggedIn(20)
    await later(29 * 60_000, () => ask(ann, 'reviewNoteAdd', { caseId, text: 'still here' }))
    await later(31 * 60_000, async () => {
      expect((await take(bob, caseId)).userErrors).toHaveLength(1)
    })
    await stayLoggedIn(45)
    await later(60 * 60_000, async () => {
      expect((await take(bob, caseId)).result).toMatchObject({ assigneeId: bob.id })
      expect((await approve(ann, caseId)).userErrors[0]).toMatchObject({ code: 'CONFLICT' })
    })
    expect(await auditOf(caseId)).toEqual([
      'REVIEW_CASE_TAKEN',
      'REVIEW_NOTE_ADDED',
      'REVIEW_CASE_TAKEN',
    ])
  })

  test('is not acted on by whoever does not have it in hand, whatever they ask, and each refusal is a row', async () => {
    const { caseId, sessionId } = await referredSession(app)
    await take(ann, caseId)
    const acts = {
      ...{ reviewCaseRelease: {}, reviewCaseEscalate: {}, reviewNoteAdd: { text: 'x' } },
      ...{ reviewCaseDecide: { outcome: 'APPROVE' }, secondReviewDecide: { outcome: 'APPROVE' } },
      ...{ reviewCaseConfirm: {}, reviewCaseSendBack: {}, reviewCaseTake: {} },
    }
    for (const [name, input] of Object.entries(acts))
      expect([name, (await ask(bob, name, { caseId, ...input })).userErrors[0]?.code]).toEqual([
        name,
        'CONFLICT',
      ])
    const names = ['SURNAME']
    const seen = await bob.api.mutate('reviewFieldsReveal', { caseId, names }, '__typename')
    expect(seen.userErrors[0]).toMatchObject({ code: 'CONFLICT' })
    expect(await statusOf(sessionId)).toBe('IN_REVIEW')
    expect(await auditOf(caseId)).toEqual(['REVIEW_CASE_TAKEN'])
    const deeds = ['RELEASE', 'ESCALATE', 'NOTE', 'DECIDE', 'JUDGE_BLINDLY']
    const wanted = [...deeds, 'CONFIRM', 'SEND_BACK', 'TAKE', 'REVEAL']
    expect(await refusalsOf(caseId)).toEqual(wanted.map((deed) => ({ actor: bob.id, deed })))
  })

  test('that nobody has in hand is acted on by nobody, and that is a row as well', async () => {
    const { caseId } = await referredSession(app)
    expect((await approve(ann, caseId)).userErrors[0]).toMatchObject({ code: 'CONFLICT' })
    expect(await refusalsOf(caseId)).toEqual([{ actor: ann.id, deed: 'DECIDE' }])
  })

  test.each([
    ['reviewCaseRelease', 'RELEASE', {}],
    ['reviewCaseEscalate', 'ESCALATE', {}],
    ['reviewNoteAdd', 'NOTE', { text: 'x' }],
    ['reviewCaseDecide', 'DECIDE', { outcome: 'APPROVE' }],
  ] as const)(
    'that slips away between the look and %s is refused, and that is a row as well',
    async (name, deed, input) => {
      const { caseId, sessionId } = await referredSession(app)
      await take(ann, caseId)
      const { get } = app.deps.reviewCases
      const client = openDatabase(app.config.DATABASE_URL, 1)
      app.deps.reviewCases.get = async (ref, now) => {
        const found = await get(ref, now)
        await client.reviewCase.update({ where: { id: caseId }, data: { assigneeId: bob.id } })
        return found
      }
      try {
        const { userErrors } = await ask(ann, name, { caseId, ...input })
        expect(userErrors[0]).toMatchObject({ code: 'CONFLICT' })
      } finally {
        app.deps.reviewCases.get = get
        await client.$disconnect()
      }
      expect(await refusalsOf(caseId)).toEqual([{ actor: ann.id, deed }])
      expect(await auditOf(caseId)).toEqual(['REVIEW_CASE_TAKEN'])
      expect(await statusOf(sessionId)).toBe('IN_REVIEW')
    },
  )

  test('that is refused while it is still in hand leaves no such row', async () => {
    const { caseId } = await referredSession(app)
    await take(ann, caseId)
    expect((await ask(ann, 'reviewCaseConfirm', { caseId })).userErrors[0]?.code).toBe('CONFLICT')
    expect(await refusalsOf(caseId)).toEqual([])
  })

  test('escalated, comes first for everybody else', async () => {
    const { caseId } = await referredSession(app, app.key, { reasons: ['MRZ_READING_UNCERTAIN'] })
    await take(ann, caseId)
    const { result } = await ask(ann, 'reviewCaseEscalate', { caseId })
    expect(result).toMatchObject({ status: 'ESCALATED', priority: 'URGENT', assigneeId: null })
    const next = ({ api }: Person) =>
      api.ask(`mutation { reviewCaseNext(input: {}) { result { id } userErrors { code } } }`)
    expect((await next(ann)).data.reviewCaseNext.result?.id).not.toBe(caseId)
    expect((await next(bob)).data.reviewCaseNext.result.id).toBe(caseId)
  })

  test('next for many at once is another for each', async () => {
    await Promise.all([1, 2, 3].map(() => referredSession(app)))
    const given = await Promise.all(
      [ann, bob, cid].map(({ api }) =>
        api.ask('mutation { reviewCaseNext(input: {}) { result { id } userErrors { code } } }'),
      ),
    )
    const ids = given.map(({ data }) => data.reviewCaseNext.result.id)
    expect(new Set(ids).size).toBe(3)
  })

  test('past its time is told of once', async () => {
    const { caseId, sessionId } = await referredSession(app)
    await later(25 * 3_600_000, async () => {
      expect(await tellOverdue(app.deps)).toBeGreaterThan(0)
      expect(await tellOverdue(app.deps)).toBe(0)
    })
    const client = openDatabase(app.config.DATABASE_URL, 1)
    const events = await client.webhookEvent.findMany({ where: { type: 'review_case.overdue' } })
    await client.$disconnect()
    const mine = events.filter(({ payload }) => JSON.stringify(payload).includes(caseId))
    expect(mine.map(({ payload }) => payload)).toMatchObject([{ data: { id: caseId, sessionId } }])
  })
})

describe('review: a decision', () => {
  test('of a reviewer supersedes the system’s, is signed, and closes the case', async () => {
    const { caseId, sessionId } = await referredSession(app)
    await take(ann, caseId)
    expect((await reject(ann, caseId)).result).toMatchObject({
      status: 'CLOSED',
      outcome: 'REJECT',
    })
    const session = await ann.api.session(
      sessionId,
      'status decision { outcome decidedBy attestation policyVersion models { name } reasons { code evidence { captureId } } } decisions { decidedBy } history { trigger actor reasons }',
    )
    expect(session).toMatchObject({
      status: 'REJECTED',
      decision: {
        ...{ outcome: 'REJECTED', decidedBy: `REVIEWER:${ann.id}`, policyVersion: 'p-1' },
        reasons: [{ code: 'FACE_MISMATCH', evidence: { captureId: 'cap_1' } }],
      },
      decisions: [{ decidedBy: `REVIEWER:${ann.id}` }, { decidedBy: 'SYSTEM' }],
    })
    expect(session.history.at(-1)).toEqual({
      ...{ trigger: 'REJECT', actor: ann.id, reasons: ['FACE_MISMATCH'] },
    })
    const keys = await app.deps.signer.keySet()
    const { claims } = await verifyStatement(session.decision.attestation, keys, tenantId)
    expect(claims).toMatchObject({ session: sessionId, outcome: 'REJECTED', reviewed: true })
    expect((await approve(ann, caseId)).userErrors[0]?.code).toBe('CONFLICT')
    expect(await auditOf(caseId)).toEqual(['REVIEW_CASE_TAKEN'])
    expect(await auditOf(sessionId)).toContain('SESSION_CHANGED')
  })

  test('is whole: a rejection says why, a retake says what', async () => {
    const { caseId } = await referredSession(app)
    await take(ann, caseId)
    const bad = [
      { outcome: 'REJECT' },
      { outcome: 'APPROVE', reasonCodes: ['FACE_MISMATCH'] },
      { outcome: 'RETAKE' },
      { outcome: 'APPROVE', captureKind: 'SELFIE' },
    ]
    for (const input of bad)
      expect((await ask(ann, 'reviewCaseDecide', { caseId, ...input })).userErrors[0]?.code).toBe(
        'INVALID',
      )
  })

  test('to capture one thing again asks for that, and the session cannot go on without', async () => {
    const { caseId, sessionId } = await referredSession(app)
    await take(ann, caseId)
    const input = { caseId, outcome: 'RETAKE', captureKind: 'DOCUMENT_BACK' }
    expect((await ask(ann, 'reviewCaseDecide', input)).result).toMatchObject({ outcome: 'RETAKE' })
    const owner = apiClient(app.url, app.key)
    const session = await owner.session(sessionId, 'status retakeKind expiresAt')
    expect(session).toMatchObject({ status: 'AWAITING_CAPTURE', retakeKind: 'DOCUMENT_BACK' })
    const { userErrors } = await owner.mutate('kycSessionSubmit', { sessionId })
    expect(userErrors[0]).toMatchObject({ code: 'CAPTURE_MISSING' })
    expect(userErrors[0]?.message).toContain('DOCUMENT_BACK')
  })

  test('of four eyes holds once another has confirmed it', async () => {
    await settings({ fourEyes: 'REJECTIONS' })
    const { caseId, sessionId } = await referredSession(app)
    await take(ann, caseId)
    expect((await reject(ann, caseId)).result).toMatchObject({ status: 'AWAITING_SECOND' })
    expect(await statusOf(sessionId)).toBe('IN_REVIEW')
    expect((await take(ann, caseId)).userErrors[0]?.code).toBe('CONFLICT')
    await take(bob, caseId)
    expect((await approve(bob, caseId)).userErrors[0]?.code).toBe('CONFLICT')
    const { result } = await ask(bob, 'reviewCaseConfirm', { caseId })
    expect(result).toMatchObject({ status: 'CLOSED', outcome: 'REJECT' })
    expect(await statusOf(sessionId)).toBe('REJECTED')
    expect(await auditOf(caseId)).toEqual([
      'REVIEW_CASE_TAKEN',
      'REVIEW_DECIDED',
      'REVIEW_CASE_TAKEN',
    ])
    const other = await referredSession(app)
    await take(ann, other.caseId)
    expect((await approve(ann, other.caseId)).result).toMatchObject({ status: 'CLOSED' })
  })

  test('that is not confirmed begins anew, for anybody', async () => {
    await settings({ fourEyes: 'ALL' })
    const { caseId, sessionId } = await referredSession(app)
    await take(ann, caseId)
    await approve(ann, caseId)
    await take(bob, caseId)
    const { result } = await ask(bob, 'reviewCaseSendBack', { caseId, note: 'Look at the chin.' })
    expect(result).toMatchObject({ status: 'OPEN', round: 2 })
    await take(ann, caseId)
    await reject(ann, caseId)
    await take(cid, caseId)
    await ask(cid, 'reviewCaseConfirm', { caseId })
    expect(await statusOf(sessionId)).toBe('REJECTED')
    const { data } = await ann.api.ask(
      'query($id: ID!) { reviewCase(id: $id) { reviews { step outcome round reviewerId } notes { text authorId } } }',
      { id: caseId },
    )
    expect(data.reviewCase.reviews).toEqual([
      { step: 'FIRST', outcome: 'APPROVE', round: 1, reviewerId: ann.id },
      { step: 'SECOND', outcome: 'SEND_BACK', round: 1, reviewerId: bob.id },
      { step: 'FIRST', outcome: 'REJECT', round: 2, reviewerId: ann.id },
      { step: 'SECOND', outcome: 'REJECT', round: 2, reviewerId: cid.id },
    ])
    expect(data.reviewCase.notes).toEqual([{ text: 'Look at the chin.', authorId: bob.id }])
  })

  test('cannot be confirmed by the same person, even by hand in the database', async () => {
    await settings({ fourEyes: 'ALL' })
    const { caseId } = await referredSession(app)
    await take(ann, caseId)
    await approve(ann, caseId)
    const client = openDatabase(app.config.DATABASE_URL, 1)
    const row = { tenantId, caseId, round: 1, reviewerId: ann.id, at: new Date() }
    const second = { id: 'rev_x', step: 'SECOND', outcome: 'APPROVE', ...row } as const
    await expect(client.review.create({ data: second })).rejects.toThrow(/Unique constraint/)
    await expect(client.review.updateMany({ data: { outcome: 'REJECT' } })).rejects.toThrow(
      /never change/,
    )
    await client.$disconnect()
  })
})

describe('review: a second opinion', () => {
  test('is asked blindly of somebody else, and the figures say how far both agree', async () => {
    await settings({ secondReviewPercent: 100 })
    const from = new Date().toISOString()
    const { caseId, sessionId } = await referredSession(app)
    await take(ann, caseId)
    await ask(ann, 'reviewNoteAdd', { caseId, text: 'clearly not them' })
    await reject(ann, caseId)
    const next = ({ api }: Person) =>
      api.ask(
        'mutation { secondReviewTake(input: {}) { result { id outcome reviews { id } notes { id } } userErrors { code } } }',
      )
    expect((await next(ann)).data.secondReviewTake).toEqual({ result: null, userErrors: [] })
    const blind = (await next(bob)).data.secondReviewTake.result
    expect(blind).toEqual({ id: caseId, outcome: null, reviews: [], notes: [] })
    expect((await next(cid)).data.secondReviewTake.result).toBeNull()
    const judged = await ask(bob, 'secondReviewDecide', { caseId, outcome: 'APPROVE' })
    expect(judged.result).toMatchObject({ status: 'CLOSED', outcome: 'REJECT' })
    expect(await statusOf(sessionId)).toBe('REJECTED')
    const { data } = await ann.api.ask(
      'query($from: DateTime!, $before: DateTime!) { reviewAgreement(from: $from, before: $before) { n agreement kappa } }',
      { from, before: new Date(Date.now() + 1000).toISOString() },
    )
    expect(data.reviewAgreement).toEqual({ n: 1, agreement: 0, kappa: 0 })
    expect(await auditOf(caseId)).toContain('REVIEW_REPEATED')
  })
})

describe('review: who is to judge blindly', () => {
  const END = ['status', 'decision { id }', 'decisions { id }', 'history { to }', 'snapshot']

  async function blindOfBob(sessionId?: string) {
    await settings({ secondReviewPercent: 100 })
    const made = sessionId
      ? { sessionId, caseId: await refer(app, { tenantId, sessionId }) }
      : await referredSession(app)
    await take(ann, made.caseId)
    await reject(ann, made.caseId)
    const taken = await bob.api.mutate('secondReviewTake', {})
    expect(taken.result.id).toBe(made.caseId)
    return made
  }
  const judge = (caseId: string) =>
    ask(bob, 'secondReviewDecide', { caseId, outcome: 'REJECT', reasonCodes: ['FACE_MISMATCH'] })

  test('is not told how the session ended, by whichever way they ask for it, until they have judged', async () => {
    const { caseId, sessionId } = await blindOfBob()
    const codeOf = async ({ api }: Person, field: string) => {
      const ofCase = `query($id: ID!) { reviewCase(id: $id) { session { ${field} } } }`
      const ofSession = `query($id: ID!) { kycSession(id: $id) { ${field} } }`
      const [one, other] = [
        await api.ask(ofCase, { id: caseId }),
        await api.ask(ofSession, { id: sessionId }),
      ]
      return [one, other].map(({ errors }) => errors?.[0].extensions.code ?? null)
    }
    for (const field of END)
      expect([field, await codeOf(bob, field)]).toEqual([field, ['CONFLICT', 'CONFLICT']])
    for (const field of ['captures { id }', 'checks { id }', 'mode', 'createdAt'])
      expect([field, await codeOf(bob, field)]).toEqual([field, [null, null]])
    for (const field of END)
      expect([field, await codeOf(cid, field)]).toEqual([field, [null, null]])
    await judge(caseId)
    for (const field of END)
      expect([field, await codeOf(bob, field)]).toEqual([field, [null, null]])
  })

  test('sees the duplicates that there were when the case was closed, and no graph', async () => {
    await turnOn(app, ['GRAPH', 'DEVICES'])
    const key = apiClient(app.url, app.key)
    const before = await referredSession(app)
    const { applicantId } = await app.deps.sessions.get(before)
    const { result } = await key.mutate('kycSessionCreate', { applicantId })
    const { sessionId, caseId } = await blindOfBob(result.id)
    const own = await app.deps.sessions.get({ tenantId, sessionId })
    const after = await referredSession(app)
    await sharedDevice([own, await app.deps.sessions.get(after)])
    const query = `query($id: ID!) { reviewCase(id: $id) {
      duplicates { found { caseId session { id status } } } linkGraph { complete } } }`
    const seenBy = async ({ api }: Person) => (await api.ask(query, { id: caseId })).data.reviewCase
    const old = { caseId: before.caseId, session: { id: before.sessionId, status: 'IN_REVIEW' } }
    const came = { caseId: after.caseId, session: { id: after.sessionId, status: 'IN_REVIEW' } }
    expect(await seenBy(bob)).toEqual({ duplicates: { found: [old] }, linkGraph: null })
    const all = { duplicates: { found: [came, old] }, linkGraph: { complete: true } }
    expect(await seenBy(cid)).toEqual(all)
    await judge(caseId)
    expect(await seenBy(bob)).toEqual(all)
    await turnOn(app, [])
  })

  /** What the checks would keep of sessions that came from one device. */
  async function sharedDevice(sessions: Session[]) {
    const client = openDatabase(app.config.DATABASE_URL, 1)
    for (const { id: sessionId, applicantId, mode } of sessions) {
      const link = await app.deps.risk.blind({ tenantId, mode }, 'DEVICE', 'blind')
      const data = { ...link, tenantId, sessionId, applicantId, at: new Date() }
      await client.riskLink.create({ data })
    }
    await client.$disconnect()
  }
})

describe('review: the queue', () => {
  test('is read by page, the most urgent first, under any filter', async () => {
    const key = await anotherKey(app)
    const owner = apiClient(app.url, key)
    const made: string[] = []
    for (const reasons of [
      ['MRZ_READING_UNCERTAIN'],
      ['LIVENESS_LOW'],
      ['FIELD_MISMATCH'],
    ] as const)
      made.push((await referredSession(app, key, { reasons: [...reasons] })).caseId)
    const query = `query($filter: ReviewCaseFilterInput, $first: Int, $after: String, $last: Int) {
      reviewCases(filter: $filter, first: $first, after: $after, last: $last) { nodes { id } pageInfo { hasNextPage endCursor } } }`
    const ids = async (variables: object) => {
      const { data } = await owner.ask(query, variables)
      return data.reviewCases.nodes.map(({ id }: { id: string }) => id)
    }
    const [a, b, c] = made
    expect(await ids({})).toEqual([b, a, c])
    expect(await ids({ first: 2 })).toEqual([b, a])
    expect(await ids({ first: 2, after: a })).toEqual([c])
    expect(await ids({ last: 1 })).toEqual([c])
    expect(await ids({ filter: { reason: 'LIVENESS_LOW' } })).toEqual([b])
    expect(await ids({ filter: { country: 'UTO', documentType: 'PASSPORT' } })).toHaveLength(3)
    expect(await ids({ filter: { country: 'D' } })).toEqual([])
    expect(await ids({ filter: { status: ['ASSIGNED', 'CLOSED'] } })).toEqual([])
    expect(await ids({ filter: { overdue: true } })).toEqual([])
    expect(await later(25 * 3_600_000, () => ids({ filter: { overdue: true } }))).toHaveLength(3)
  })

  test('keeps filters for each member', async () => {
    const { result } = await ann.api.mutate(
      'reviewFilterSave',
      { name: 'late', filter: { overdue: true, status: ['OPEN'] } },
      'id name filter',
    )
    expect(result).toMatchObject({ name: 'late', filter: { overdue: true, status: ['OPEN'] } })
    const mine = async ({ api }: Person) =>
      (await api.ask('{ reviewFilters { id name } }')).data.reviewFilters
    expect(await mine(ann)).toEqual([{ id: result.id, name: 'late' }])
    expect(await mine(bob)).toEqual([])
    const stolen = await bob.api.mutate('reviewFilterDelete', { id: result.id })
    expect(stolen.userErrors[0]?.code).toBe('NOT_FOUND')
    await ann.api.mutate('reviewFilterDelete', { id: result.id })
    expect(await mine(ann)).toEqual([])
  })
})

test('review: erased, a session takes its notes along and leaves codes', async () => {
  const { caseId, sessionId } = await referredSession(app)
  await take(ann, caseId)
  await ask(ann, 'reviewNoteAdd', { caseId, text: 'CANARY NOTE' })
  expect(await everyRow(app.config.DATABASE_URL)).not.toContain('CANARY NOTE')
  const { applicantId } = await app.deps.sessions.get({ tenantId, sessionId })
  await apiClient(app.url, app.key).mutate('applicantErase', { applicantId })
  const { data } = await ann.api.ask(
    'query($id: ID!) { reviewCase(id: $id) { status outcome notes { id } reasons } }',
    { id: caseId },
  )
  expect(data.reviewCase).toEqual({
    ...{ status: 'CLOSED', outcome: null, notes: [], reasons: ['FACE_MISMATCH'] },
  })
})
