import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Action, actionsOf, KEY_SCOPES, ROLE_NAMES, type Role } from '../../src/access/actions'
import { createSchema } from '../../src/graphql/schema'
import { openDatabase, scoped } from '../../src/storage/database'
import {
  ask,
  idPaths,
  leaksAcross,
  leaksTo,
  type Probe,
  type Root,
  rootFields,
  type World,
} from '../support/access-probes'
import { anotherKey, apiKeyOf } from '../support/another-key'
import { apiClient, type Credentials } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { applicantOf } from '../support/capture-links'
import { FOR_APPLICANTS, PROBES, someAction } from '../support/field-probes'
import { cookieOf, newMember, someAddress } from '../support/members'

const schema = createSchema()
const roots = rootFields(schema)
const asked = { schema, probes: PROBES }
const scopesWithout = (action: Action) => KEY_SCOPES.filter((scope) => scope !== action)

let app: TestApp
let tenantId: string
let theirKey: string
/** Only people decide cases: what a key cannot be given is asked by an administrator of the organisation. */
let theirAdmin: { id: string; cookie: string }
let ourAdmin: { id: string; cookie: string }
/** The cookie of somebody who is logged in, by their role. */
const loggedIn = {} as Record<Role, string>
let [ours, theirs] = [{} as World, {} as World]

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = app.tenantId
  theirKey = await anotherKey(app)
  for (const role of ROLE_NAMES) loggedIn[role] = await cookieOf(app, tenantId, [role])
  const their = await app.deps.apiKeys.find(theirKey, new Date())
  ourAdmin = await newMember(app, tenantId, ['ADMIN'])
  theirAdmin = await newMember(app, their?.tenantId ?? '', ['ADMIN'])
  await publishedPolicy(ourAdmin)
  ours = await worldOf(app.key, ourAdmin)
  theirs = await worldOf(theirKey, theirAdmin)
})
afterAll(() => app.close())

/** A policy of ours in force: written by this member, published by another. */
async function publishedPolicy(author: { cookie: string }): Promise<void> {
  const { result } = await apiClient(app.url, author).mutate(
    'policyDraft',
    { definition: {} },
    'id sha256',
  )
  await apiClient(app.url, { cookie: loggedIn.ADMIN }).mutate('policyPublish', result)
}

/** Members whose role does not allow it. */
function lesser(needs: Action) {
  return ROLE_NAMES.filter((role) => !actionsOf([role]).includes(needs)).map((role) => ({
    name: role,
    as: { cookie: loggedIn[role] },
    refusal: 'FORBIDDEN' as const,
  }))
}

async function eventOf(sessionId: string): Promise<string> {
  const client = openDatabase(app.config.DATABASE_URL, 1)
  const { id } = await client.webhookEvent.findFirstOrThrow({ where: { sessionId } })
  await client.$disconnect()
  return id
}

async function failedJobOf(key: string, sessionId: string): Promise<string> {
  const { failedJobs, apiKeys } = app.deps
  const { tenantId: owner } = (await apiKeys.find(key, new Date())) ?? { tenantId: '' }
  const data = { tenantId: owner, sessionId, epoch: 1 }
  const about = { job: 'verifySession', jobId: `${sessionId}-verify-1`, data } as const
  await failedJobs.add({ ...about, error: { name: 'Error' }, at: new Date() })
  const { rows } = await failedJobs.list(owner, { first: 1 })
  return rows[0]?.id ?? ''
}

/** A candidate that came to nothing, as does every other one that a probe asked for. */
async function candidateOf(tenantId: string): Promise<string> {
  const { risk, candidates } = app.deps
  const deed = { actor: 'test', at: new Date() }
  const failed = { state: 'FAILED', failure: 'TOO_FEW_LABELS', codeVersion: 'c' } as const
  const done = { ...failed, doneAt: deed.at }
  const { rows } = await candidates.list(tenantId, { first: 10 })
  for (const { id } of rows) await candidates.finish({ tenantId, candidateId: id }, done)
  const settings = await risk.settings(tenantId)
  await risk.change(tenantId, { ...settings, groups: ['CONDUCT'] }, deed)
  const wish = { kind: 'RISK_MODEL', load: 0.05, seed: 1, here: true } as const
  const { id: candidateId } = await candidates.ask(tenantId, wish, deed)
  await candidates.finish({ tenantId, candidateId }, done)
  return candidateId
}

/** A session that waits for a person, in hand of this one, a filter and the draft of a policy of theirs. */
async function reviewWorld(key: string, admin: { id: string; cookie: string }) {
  const { sessions, reviewCases } = app.deps
  const { tenantId } = (await app.deps.apiKeys.find(key, new Date())) ?? { tenantId: '' }
  const ref = { tenantId, sessionId: await apiClient(app.url, key).newSession() }
  const by = { at: new Date(), actor: 'test' }
  const session = await sessions.apply({
    session: await sessions.get(ref),
    trigger: 'SUBMIT',
    ...by,
  })
  await sessions.apply({ session, trigger: 'REFER', ...by })
  const [open] = await reviewCases.ofSession(ref, new Date())
  const api = apiClient(app.url, admin)
  await api.mutate('reviewCaseTake', { caseId: open?.id })
  const file = {
    name: 'a.pdf',
    mediaType: 'application/pdf',
    sha256: '0'.repeat(64),
    byteLength: 1,
  }
  const announced = await api.mutate('caseAttachmentCreate', { caseId: open?.id, ...file })
  const kept = await api.mutate('reviewFilterSave', { name: 'mine', filter: {} })
  const drafted = await api.mutate('policyDraft', { definition: {} })
  const { sessionId: reviewedSessionId } = ref
  const ids = { caseId: open?.id ?? '', filterId: kept.result.id, policyId: drafted.result.id }
  const attachmentId = announced.result.id
  return { ...ids, attachmentId, reviewedSessionId, candidateId: await candidateOf(tenantId) }
}

/** An enrolment that is asked for, and an authentication. */
async function faceWorld(tenantId: string, applicantId: string, sessionId: string) {
  const { sessions, faceSettings, faceEnrolments, faceAuthentications } = app.deps
  const deed = { actor: 'test', at: new Date() }
  if (!(await faceSettings.isOn(tenantId))) await faceSettings.change(tenantId, true, deed)
  const enrolment = await faceEnrolments.request(await sessions.get({ tenantId, sessionId }), deed)
  const of = { tenantId, applicantId, mode: 'TEST', enrolmentId: enrolment.id } as const
  const action = { ...someAction(), kind: 'OTHER', amount: null, currency: null } as const
  const wanted = { action: { ...action, payeeHash: null }, nonceHash: action.nonce }
  const expiresAt = new Date(Date.now() + 300_000)
  const made = await faceAuthentications.create({ ...of, ...wanted, expiresAt }, deed)
  return { faceEnrolmentId: enrolment.id, faceAuthenticationId: made.id }
}

async function worldOf(key: string, admin: { id: string; cookie: string }): Promise<World> {
  const api = apiClient(app.url, key)
  const applicant = await api.mutate('applicantCreate', {})
  const applicantId = applicant.result.id
  const session = await api.mutate('kycSessionCreate', { applicantId })
  const sessionId = session.result.id
  const { captureId } = await api.announce(sessionId, 'DOCUMENT_FRONT')
  const step = await api.mutate(
    'livenessChallengeStart',
    { sessionId, flashes: false },
    'capture { id }',
  )
  const nonce = await api.mutate('captureManifestNonce', { sessionId }, 'nonce')
  const endpoint = await api.mutate(
    'webhookEndpointCreate',
    { url: 'https://example.com/hook' },
    'endpoint { id }',
  )
  const made = { label: 'probe', mode: 'TEST', scopes: ['API_KEYS_MANAGE'] }
  const apiKey = await api.mutate('apiKeyCreate', made, 'apiKey { id }')
  const cancelled = await api.newSession()
  await api.mutate('kycSessionCancel', { sessionId: cancelled })
  const invited = { email: someAddress(), roles: ['AUDITOR'] }
  const member = await api.mutate('memberInvite', invited, 'member { id }')
  const erased = await api.mutate('applicantCreate', {})
  await api.mutate('applicantErase', { applicantId: erased.result.id })
  const whose = (await app.deps.apiKeys.find(key, new Date()))?.tenantId ?? ''
  const asked = { actor: 'test', at: new Date() }
  await app.deps.replays.ask({ tenantId: whose, sessionId }, 1, asked)
  const { data } = await api.ask('{ auditEvents(first: 1) { nodes { id } } }')
  return {
    applicantId,
    erasedApplicantId: erased.result.id,
    sessionId,
    captureId,
    nonce: nonce.result.nonce,
    stepCaptureId: step.result.capture.id,
    endpointId: endpoint.result.endpoint.id,
    eventId: await eventOf(cancelled),
    apiKeyId: apiKey.result.apiKey.id,
    memberId: member.result.member.id,
    failedJobId: await failedJobOf(key, cancelled),
    auditEventId: data.auditEvents.nodes[0].id,
    ...(await reviewWorld(key, admin)),
    ...(await faceWorld(whose, applicantId, sessionId)),
  }
}

const forPeople = ({ name }: Root) => !KEY_SCOPES.includes(PROBES[name]?.needs as Action)
const asOurs = (root: Root) => (forPeople(root) ? ourAdmin : app.key)
const asTheirs = (root: Root) => (forPeople(root) ? theirAdmin : theirKey)

test('tenant: every field that a request can begin with has a probe', () => {
  expect(Object.keys(PROBES).sort()).toEqual(roots.map(({ name }) => name).sort())
})

describe('tenant: nobody gets past', () => {
  const probeOf = (root: Root) => PROBES[root.name] as Probe

  test.each(roots.map((root) => [root.name, root] as const))(
    '%s without a key, with a revoked, an expired one, from elsewhere, or without the right',
    async (_name, root) => {
      const { needs, variables } = probeOf(root)
      const past = new Date(Date.now() - 1000)
      const revoked = await apiKeyOf(app, tenantId)
      const { id } = (await app.deps.apiKeys.find(revoked, new Date())) ?? { id: '' }
      await app.deps.apiKeys.revoke(await app.deps.apiKeys.get(tenantId, id), {
        actor: 'test',
        at: past,
      })
      const outsiders = [
        { name: 'nobody', as: '', refusal: 'UNAUTHENTICATED' },
        { name: 'a revoked key', as: revoked, refusal: 'UNAUTHENTICATED' },
        {
          name: 'an expired key',
          as: await apiKeyOf(app, tenantId, { expiresAt: past }),
          refusal: 'UNAUTHENTICATED',
        },
        {
          name: 'a key for elsewhere',
          as: await apiKeyOf(app, tenantId, { allowedAddresses: ['192.0.2.0/24'] }),
          refusal: 'UNAUTHENTICATED',
        },
        {
          name: 'a key without the right',
          as: await apiKeyOf(app, tenantId, { scopes: scopesWithout(needs) }),
          refusal: 'FORBIDDEN',
        },
        ...lesser(needs),
      ] as const
      for (const outsider of outsiders)
        expect(await leaksTo({ app, ...asked }, root, outsider, variables(ours))).toEqual([])
    },
  )

  test.each(roots.map((root) => [root.name, root] as const))(
    '%s with ids of another organisation, one by one',
    async (_name, root) => {
      expect(
        await leaksAcross({ app, ...asked }, root, { ours, theirs, as: asTheirs(root) }),
      ).toEqual([])
    },
  )

  test('and the owner does, so that a refusal means something', async () => {
    const own = await worldOf(app.key, ourAdmin)
    for (const root of roots.filter(({ operation }) => operation !== 'mutation')) {
      const { code } = await ask(app, root, asOurs(root), probeOf(root).variables(own))
      expect([root.name, code]).toEqual([root.name, null])
    }
    for (const root of roots.filter(({ operation }) => operation === 'mutation')) {
      const { code } = await ask(
        app,
        root,
        asOurs(root),
        probeOf(root).variables(await worldOf(app.key, ourAdmin)),
      )
      expect([
        root.name,
        [
          'NOT_FOUND',
          'FORBIDDEN',
          'UNAUTHENTICATED',
          'BAD_USER_INPUT',
          'INTERNAL_SERVER_ERROR',
        ].includes(code ?? ''),
      ]).toEqual([root.name, false])
    }
  }, 180_000)

  test('and ids stand where they are looked for', () => {
    const session = roots.find(({ name }) => name === 'kycSessionSubmit') as Root
    expect(idPaths(schema, session)).toEqual([['input', 'sessionId']])
  })
})

describe('tenant: an applicant who came through a capture link', () => {
  /** With little of each answer, for more of it is closed to applicants: test/access/capture-links.test.ts. */
  const shallow = roots.map((root) => {
    const depth = root.operation === 'mutation' ? 1 : 0
    return rootFields(schema, depth).find(({ name }) => name === root.name) as Root
  })
  const isOpen = ({ name }: Root) => FOR_APPLICANTS.includes(name)
  const probe = (root: Root, as: Credentials, world: World) =>
    ask(app, root, as, (PROBES[root.name] as Probe).variables(world))

  test.each(shallow.map((root) => [root.name, root] as const))(
    '%s of their session, and of another one of the same organisation',
    async (_name, root) => {
      const [own, other] = [await worldOf(app.key, ourAdmin), ours]
      const applicant = await applicantOf(app, own.sessionId)
      const { code } = await probe(root, applicant, own)
      const refusals = ['FORBIDDEN', 'NOT_FOUND', 'NULL', 'UNAUTHENTICATED', 'BAD_USER_INPUT']
      if (isOpen(root)) expect(refusals).not.toContain(code)
      else expect(code).toBe('FORBIDDEN')
      if (!isOpen(root) || idPaths(schema, root).length === 0) return
      const elsewhere = await probe(root, applicant, other)
      if (root.operation !== 'subscription') expect(['NOT_FOUND', 'NULL']).toContain(elsewhere.code)
      expect(elsewhere.text).not.toContain(other.sessionId)
    },
  )

  test('is refused what they are not meant to see through any other door', async () => {
    const applicant = await applicantOf(app, ours.sessionId)
    if (typeof applicant === 'string') throw new Error('An applicant has a cookie.')
    for (const path of [`applicants/${ours.applicantId}/export`, 'audit/export']) {
      const { status } = await fetch(`${app.url}/${path}`, { headers: applicant })
      expect([path, status]).toEqual([path, 403])
    }
  })
})

test('tenant: what a key may not see of a session is not shown with it', async () => {
  const key = await apiKeyOf(app, tenantId, { scopes: ['SESSIONS_READ'] })
  for (const field of [
    'checks { name }',
    'documentReading { id }',
    'decision { id }',
    'decisions { id }',
  ]) {
    const query = `query($id: ID!) { kycSession(id: $id) { ${field} } }`
    const { errors } = await apiClient(app.url, key).ask(query, { id: ours.sessionId })
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN')
  }
})

test('tenant: these probes find a query that forgets whose rows it wants', async () => {
  const client = openDatabase(app.config.DATABASE_URL, 1)
  const { sessions } = app.deps
  const { get } = sessions
  sessions.get = ({ sessionId: id }) =>
    scoped(client).asSystem((tx) => tx.kycSession.findUniqueOrThrow({ where: { id } }))
  try {
    const found: string[] = []
    for (const root of roots)
      found.push(
        ...(await leaksAcross({ app, ...asked }, root, { ours, theirs, as: asTheirs(root) })),
      )
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('kycSession(id)')]))
  } finally {
    sessions.get = get
    await client.$disconnect()
  }
})
