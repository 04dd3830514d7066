import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { alikeFaces, linkedCase, refer, referredSession } from '../support/cases'
import { newMember } from '../support/members'
import { turnOn } from '../support/risk'

let app: TestApp
let admin: { id: string; cookie: string }
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  admin = await newMember(app, app.tenantId, ['ADMIN'])
})
afterAll(() => app.close())

const DUPLICATES = `query($id: ID!) { reviewCase(id: $id) { duplicates {
  groups found { session { id status applicant { id } } shares caseId } } } }`
const duplicatesOf = async (caseId: string) =>
  (await apiClient(app.url, admin).ask(DUPLICATES, { id: caseId })).data.reviewCase.duplicates

const caseWith = (links: Parameters<typeof linkedCase>[1]) => linkedCase(app, links)

const GRAPH = `query($id: ID!) { reviewCase(id: $id) { linkGraph {
  complete nodes { applicantId distance fraud caseId } edges { from to kinds } } } }`
const graphOf = async (caseId: string) =>
  (await apiClient(app.url, admin).ask(GRAPH, { id: caseId })).data.reviewCase.linkGraph

describe('graph: who is joined with the applicant of a case', () => {
  test('is drawn link by link, with known fraud, where the organisation turned it on', async () => {
    await turnOn(app, ['DEVICES', 'DOCUMENTS', 'CONTACTS', 'GRAPH'])
    const far = await caseWith({ EMAIL: 'far' })
    const near = await caseWith({ DEVICE: 'g1', DOCUMENT: 'G1', EMAIL: 'far' })
    const own = await caseWith({ DEVICE: 'g1', DOCUMENT: 'G1' })
    await caseWith({ DEVICE: 'g9' })
    const label = { sessionId: far.sessionId, label: 'FRAUD' }
    await apiClient(app.url, app.key).mutate('labelCreate', label)
    const { nodes, edges, complete } = await graphOf(own.caseId)
    expect(nodes).toEqual([
      { applicantId: own.applicantId, distance: 0, fraud: false, caseId: own.caseId },
      { applicantId: near.applicantId, distance: 1, fraud: false, caseId: near.caseId },
      { applicantId: far.applicantId, distance: 2, fraud: true, caseId: far.caseId },
    ])
    const pairs = edges.map(
      ({ from, to, kinds }: { from: string; to: string; kinds: string[] }) => {
        return [new Set([from, to]), kinds.toSorted()]
      },
    )
    expect(pairs).toEqual([
      [new Set([own.applicantId, near.applicantId]), ['DEVICE', 'DOCUMENT']],
      [new Set([near.applicantId, far.applicantId]), ['EMAIL']],
    ])
    expect(complete).toBe(true)
    await turnOn(app, ['DEVICES', 'DOCUMENTS'])
    expect(await graphOf(own.caseId)).toBeNull()
  })
})

describe('graph: faces that are alike', () => {
  test('are a link with its name, two links away, and gone when faces are turned off', async () => {
    await turnOn(app, ['DEVICES', 'FACES', 'GRAPH'])
    const near = await caseWith({ DEVICE: 'f1' })
    const like = await caseWith({})
    const own = await caseWith({ DEVICE: 'f1' })
    await alikeFaces(app, own, [like])
    const { nodes, edges } = await graphOf(own.caseId)
    expect(nodes).toMatchObject([
      { applicantId: own.applicantId, distance: 0 },
      { applicantId: near.applicantId, distance: 1 },
      { applicantId: like.applicantId, distance: 2, caseId: like.caseId },
    ])
    const kinds = new Map(
      edges.map(({ from, to, kinds: shared }: { from: string; to: string; kinds: string[] }) => [
        [from, to].toSorted().join(),
        shared,
      ]),
    )
    const pair = (...ids: string[]) => kinds.get(ids.toSorted().join())
    expect(pair(own.applicantId, near.applicantId)).toEqual(['DEVICE'])
    expect(pair(own.applicantId, like.applicantId)).toEqual(['FACE'])
    await turnOn(app, ['DEVICES', 'GRAPH'])
    const left = (await graphOf(own.caseId)).nodes
    expect(left.map(({ applicantId }: { applicantId: string }) => applicantId)).toEqual([
      own.applicantId,
      near.applicantId,
    ])
  })
})

describe('duplicates: what other sessions share with a case', () => {
  beforeEach(() => turnOn(app, ['DOCUMENTS', 'DEVICES', 'CONTACTS']))

  test('are told with what they share, most first, and with their case', async () => {
    const both = await caseWith({ DOCUMENT: 'P1', DEVICE: 'd1' })
    const one = await caseWith({ DEVICE: 'd1' })
    const own = await caseWith({ DOCUMENT: 'P1', DEVICE: 'd1' })
    await caseWith({ DOCUMENT: 'P2', DEVICE: 'd2', EMAIL: 'same' })
    const { groups, found } = await duplicatesOf(own.caseId)
    expect(groups).toEqual(['DOCUMENTS', 'DEVICES'])
    expect(found).toEqual([
      {
        session: { id: both.sessionId, status: 'IN_REVIEW', applicant: { id: both.applicantId } },
        ...{ shares: ['DOCUMENT', 'DEVICE'], caseId: both.caseId },
      },
      {
        session: { id: one.sessionId, status: 'IN_REVIEW', applicant: { id: one.applicantId } },
        ...{ shares: ['DEVICE'], caseId: one.caseId },
      },
    ])
  })

  test('are not found by what is off, nor in another organisation', async () => {
    const first = await caseWith({ DOCUMENT: 'P9', EMAIL: 'e9' })
    const second = await caseWith({ DOCUMENT: 'P9', EMAIL: 'e9' })
    expect((await duplicatesOf(second.caseId)).found).toMatchObject([{ caseId: first.caseId }])
    await turnOn(app, ['CONTACTS'])
    expect(await duplicatesOf(second.caseId)).toEqual({ groups: [], found: [] })
  })

  test('are earlier sessions of the same applicant, whatever is on', async () => {
    await turnOn(app, [])
    const api = apiClient(app.url, app.key)
    const own = await referredSession(app)
    const { applicantId } = await app.deps.sessions.get(own)
    await api.mutate('kycSessionCreate', { applicantId })
    expect((await duplicatesOf(own.caseId)).found).toEqual([])
    const later = (await api.mutate('kycSessionCreate', { applicantId })).result.id
    const caseId = await refer(app, { tenantId: own.tenantId, sessionId: later })
    const { found } = await duplicatesOf(caseId)
    expect(found.map(({ shares }: { shares: string[] }) => shares)).toEqual([
      ['APPLICANT'],
      ['APPLICANT'],
    ])
    expect(found.at(-1)).toMatchObject({ caseId: own.caseId, session: { id: own.sessionId } })
  })

  test('are for whoever decides cases', async () => {
    const { caseId } = await referredSession(app)
    const auditor = await newMember(app, app.tenantId, ['AUDITOR'])
    const { errors } = await apiClient(app.url, auditor).ask(DUPLICATES, { id: caseId })
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN')
  })
})
