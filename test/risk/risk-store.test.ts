import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { eraseApplicant } from '../../src/privacy/erase-applicant'
import { RISK_GROUPS } from '../../src/risk/features'
import { RISK_OFF } from '../../src/storage/risk-records'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { everyRow } from '../support/every-row'
import { assessedSession, riskOf, turnOn } from '../support/risk'

/** Everybody here has the name that is on the list: it is searched where it is asked for. */
const ALL_GROUPS = RISK_GROUPS.filter((group) => group !== 'WATCHLISTS')

let app: TestApp
let tenantId: string

const lists = mkdtempSync(join(tmpdir(), 'countersign-lists-'))

beforeAll(async () => {
  writeFileSync(join(lists, 'sdn.csv'), LISTED)
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000', WATCHLISTS: lists })
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
})
afterAll(async () => {
  await app.close()
  rmSync(lists, { recursive: true, force: true })
})

/** As OFAC publishes it; the person is made up. */
const LISTED =
  '173,"ERIKSEN, Anna Maria","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 12 Aug 1974."\n'

type Shown = { name: string; value: number | null; contribution: number; evidence: string[] }
const signal = (risk: { signals: Shown[] }, name: string) =>
  risk.signals.find((each) => each.name === name)
const session = (shown: Parameters<typeof assessedSession>[2] = {}, key = app.key) =>
  assessedSession(app, key, shown)
const dump = () => everyRow(app.config.DATABASE_URL)
const rowsOf = async (sessionId: string) =>
  (await dump()).split('\n').filter((row) => row.includes(sessionId))

describe('risk: off until it is turned on', () => {
  test('a new organisation keeps nothing, compares nothing, and takes neither details nor labels', async () => {
    const api = apiClient(app.url, app.key)
    const { data } = await api.ask('{ riskSettings { groups leastAge mostAge } }')
    expect(data.riskSettings).toEqual({ groups: [], leastAge: null, mostAge: null })
    const { sessionId, assessed, check } = await session({ device: 'd0', documentNumber: 'X0' })
    expect(assessed).toBeNull()
    expect(check).toEqual({ check: 'RISK', score: null, reasons: [] })
    expect(await riskOf(app, sessionId)).toBeNull()
    const label = await api.mutate('labelCreate', { sessionId, label: 'FRAUD' })
    expect(label.userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
    const other = await api.newSession()
    const given = { sessionId: other, email: 'off@example.test' }
    const details = await api.mutate('riskDetailsRecord', given)
    expect(details.userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
  })
})

describe('risk: what is on', () => {
  beforeEach(() => turnOn(app, ALL_GROUPS))

  test('a document that another applicant came with goes to a person, with reasons and the session it was seen in', async () => {
    const first = await session({ documentNumber: 'DUP1' })
    const second = await session({ documentNumber: 'DUP1' })
    expect(first.check.score).toBeGreaterThan(0.5)
    expect(second.check.score).toBeLessThan(0.5)
    expect(second.check.reasons[0]).toMatchObject({
      code: 'RISK_DOCUMENT_REUSED',
      evidence: { field: 'DOCUMENT_APPLICANTS' },
    })
    const risk = await riskOf(app, second.sessionId)
    expect(risk.risk).toBeGreaterThan(0.5)
    expect(signal(risk, 'DOCUMENT_APPLICANTS')).toMatchObject({
      value: 1,
      evidence: [first.sessionId],
    })
    // The one that came first is told of it as well, from now on.
    expect((await riskOf(app, first.sessionId)).risk).toBeGreaterThan(0.5)
  })

  test('the same applicant with the same document is no duplicate', async () => {
    const first = await session({ documentNumber: 'OWN1', device: 'own' })
    const again = { documentNumber: 'OWN1', device: 'own', applicantId: first.applicantId }
    expect((await session(again)).check.score).toBeGreaterThan(0.5)
  })

  test('e-mail addresses and phone numbers are found however they are written', async () => {
    const first = await session({ email: 'Ann@Example.test', phone: '+43 660 123 45 67' })
    const second = await session({ email: 'ann@example.TEST', phone: '0043-660-1234567' })
    const risk = await riskOf(app, second.sessionId)
    for (const name of ['EMAIL_APPLICANTS', 'PHONE_APPLICANTS'])
      expect(signal(risk, name)).toMatchObject({ value: 1, evidence: [first.sessionId] })
  })

  test('a neighbour of the network is seen by its prefix, and alone condemns nobody', async () => {
    const place = { address: 'Ringstraße 1, 1010 Wien' }
    for (let i = 1; i <= 12; i++) await session({ ...place, ipAddress: `203.0.113.${i}` })
    const { check, sessionId } = await session({ ...place, ipAddress: '203.0.113.200' })
    const risk = await riskOf(app, sessionId)
    expect(signal(risk, 'NETWORK_SESSIONS_HOUR')?.value).toBe(12)
    expect(signal(risk, 'ADDRESS_APPLICANTS')?.value).toBe(12)
    expect(check.score).toBeGreaterThan(0.5)
  })

  test('a name and a date of birth that are not the document’s are told', async () => {
    const same = await session({
      surname: 'Eriksson',
      givenNames: 'Anna Maria',
      birthDate: '1974-08-12',
    })
    const other = await session({ surname: 'Novak', givenNames: 'Petr', birthDate: '1990-01-01' })
    const values = async ({ sessionId }: { sessionId: string }) => {
      const risk = await riskOf(app, sessionId)
      return ['NAME_DISTANCE', 'BIRTH_DATE_DIFFERS'].map((name) => signal(risk, name)?.value)
    }
    expect(await values(same)).toEqual([0, 0])
    const [distance, differs] = await values(other)
    expect(distance).toBeGreaterThan(0.6)
    expect(differs).toBe(1)
  })

  test('an age that is not served goes to a person', async () => {
    await turnOn(app, ['DETAILS'], { leastAge: 18, mostAge: 40 })
    const { check } = await session()
    expect(check.reasons.map(({ code }) => code)).toEqual(['RISK_DETAILS_DIFFER'])
  })

  test('a name that is like one on a watchlist goes to a person, with the entry; without the group nobody is looked up', async () => {
    await turnOn(app, ['WATCHLISTS'])
    const { sessionId, check } = await session()
    expect(check.score).toBeLessThan(0.5)
    expect(check.reasons.map(({ code }) => code)).toEqual(['RISK_WATCHLIST_POSSIBLE'])
    const found = signal(await riskOf(app, sessionId), 'WATCHLIST_SIMILARITY')
    expect(found?.evidence).toEqual(['OFAC:173'])
    await turnOn(app, ['CONDUCT'])
    expect((await session()).check.reasons).toEqual([])
  })

  test('what the organisation gave lies encrypted, and its index tells nothing', async () => {
    const canaries = [
      'canary.mail@example.test',
      '6641112223',
      'Kanarienweg',
      '198.51.100',
      'CANARYDOC7',
    ]
    await session({
      email: 'canary.mail@example.test',
      phone: '+43 664 111 2223',
      address: 'Kanarienweg 3, Graz',
      ipAddress: '198.51.100.7',
      documentNumber: 'CANARYDOC7',
    })
    const all = await dump()
    for (const canary of canaries) expect(all.toLowerCase()).not.toContain(canary?.toLowerCase())
  })

  test('nothing is compared across organisations, nor tests with what is real', async () => {
    const theirKey = await anotherKey(app)
    const { tenantId: theirs = '' } = (await app.deps.apiKeys.find(theirKey, new Date())) ?? {}
    const on = { ...RISK_OFF, groups: ALL_GROUPS }
    await app.deps.risk.change(theirs, on, { actor: 'test', at: new Date() })
    const shown = { documentNumber: 'BOTH1', device: 'both' }
    const theirSession = await session(shown, theirKey)
    const ours = await session(shown)
    expect(ours.check.score).toBeGreaterThan(0.5)
    expect(ours.assessed?.found.links).not.toEqual(theirSession.assessed?.found.links)
    const blind = (mode: 'LIVE' | 'TEST') =>
      app.deps.risk.blind({ tenantId, mode }, 'DEVICE', 'both')
    expect(await blind('LIVE')).not.toEqual(await blind('TEST'))
    expect(await blind('LIVE')).toEqual(await blind('LIVE'))
  })

  test('the index outlives a rotation of the organisation’s key', async () => {
    const first = await session({ documentNumber: 'ROT1' })
    await app.deps.keys.rotate(tenantId, { actor: 'test', at: new Date() })
    const second = await session({ documentNumber: 'ROT1' })
    const risk = await riskOf(app, second.sessionId)
    expect(signal(risk, 'DOCUMENT_APPLICANTS')?.evidence).toEqual([first.sessionId])
  })
})

describe('risk: turned off again', () => {
  test.each([
    ['DEVICES', { device: 'gone-d' }, 'DEVICE_APPLICANTS'],
    ['DOCUMENTS', { documentNumber: 'GONE1' }, 'DOCUMENT_APPLICANTS'],
    ['CONTACTS', { email: 'gone@example.test' }, 'EMAIL_APPLICANTS'],
  ] as const)('%s takes its data and its influence with it', async (group, shown, name) => {
    await turnOn(app, ALL_GROUPS)
    await session(shown)
    const second = await session(shown)
    expect(signal(await riskOf(app, second.sessionId), name)?.value).toBe(1)
    await turnOn(
      app,
      ALL_GROUPS.filter((each) => each !== group),
    )
    const off = await riskOf(app, second.sessionId)
    expect(signal(off, name)).toBeUndefined()
    expect(off.risk).toBeLessThan(0.5)
    const rows = await rowsOf(second.sessionId)
    expect(rows.filter((row) => row.includes(name))).toEqual([])
    await turnOn(app, ALL_GROUPS)
    // Turned on again it begins with nothing.
    expect(signal(await riskOf(app, second.sessionId), name)?.value ?? null).toBeNull()
    expect(signal(await riskOf(app, (await session(shown)).sessionId), name)?.value).toBe(0)
  })

  test('with nothing left on, assessments and labels are gone as well', async () => {
    await turnOn(app, ALL_GROUPS)
    const { sessionId } = await session({ device: 'last', email: 'last@example.test' })
    await apiClient(app.url, app.key).mutate('labelCreate', { sessionId, label: 'FRAUD' })
    const count = async () =>
      (await rowsOf(sessionId)).filter(
        (row) => /"(group|label|signals|kind":"DEVICE)"/.test(row) && !row.includes('"action"'),
      ).length
    expect(await count()).toBeGreaterThan(3)
    await turnOn(app, [])
    expect(await count()).toBe(0)
    expect(await riskOf(app, sessionId)).toBeNull()
  })

  test('a worker that assessed before stores nothing after', async () => {
    await turnOn(app, ['DEVICES'])
    const { deps } = app
    const { sessionId, assessed } = await session({ device: 'late' })
    const ref = { tenantId, sessionId: await apiClient(app.url, app.key).newSession() }
    const by = { at: new Date(), actor: 'test' }
    const open = await deps.sessions.get(ref)
    const changed = await deps.sessions.apply({ session: open, trigger: 'SUBMIT', ...by })
    await turnOn(app, [])
    const verification = {
      ...{
        outcome: 'APPROVED' as const,
        reasons: [],
        policyId: null,
        policySha256: null,
        policyVersion: 'p',
        codeVersion: 'c',
      },
      ...{ models: [], inputs: [], timings: [], checks: [], attestation: null },
      ...{ reading: null, country: null, documentType: null },
      ...(assessed && { risk: assessed.found }),
    }
    await deps.sessions.apply({ session: changed, trigger: 'APPROVE', ...by, verification })
    expect(await deps.risk.ofSession(ref)).toEqual([])
    expect(await deps.risk.assessment(ref)).toBeNull()
    expect(await deps.risk.ofSession({ tenantId, sessionId })).toEqual([])
  })
})

describe('loop: labels', () => {
  beforeEach(() => turnOn(app, ALL_GROUPS))
  const label = (sessionId: string, value: string) =>
    apiClient(app.url, app.key).mutate('labelCreate', { sessionId, label: value }, 'id label')

  test('a labelled device raises its neighbours within a second, and no stranger', async () => {
    const thief = await session({ device: 'ring' })
    const neighbour = await session({ device: 'ring', phone: '+43 1 99887766' })
    const beyond = await session({ phone: '+43 1 99887766' })
    const stranger = await session({ device: 'elsewhere' })
    const risks = async () =>
      Promise.all(
        [neighbour, beyond, stranger].map(
          async ({ sessionId }) => (await riskOf(app, sessionId)).risk,
        ),
      )
    const before = await risks()
    const begun = performance.now()
    const { result } = await label(thief.sessionId, 'CHARGEBACK')
    expect((await riskOf(app, neighbour.sessionId)).risk).toBeGreaterThan(before[0] ?? 1)
    expect(performance.now() - begun).toBeLessThan(1000)
    const after = await risks()
    expect(result.label).toBe('CHARGEBACK')
    expect(after[0]).toBeGreaterThan(0.5)
    expect(after[1]).toBeGreaterThan(before[1] ?? 1)
    expect(after[1]).toBeLessThan(after[0] ?? 0)
    expect(after[2]).toBe(before[2])
    const next = await session({ device: 'ring' })
    expect(next.check.reasons.map(({ code }) => code)).toContain('RISK_CONNECTED')
    await label(thief.sessionId, 'LEGITIMATE')
    const nearness = signal(await riskOf(app, neighbour.sessionId), 'FRAUD_NEARNESS')
    expect(nearness?.value).toBe(0)
  })

  test('each is one row of the audit log, without anything of the person', async () => {
    const { sessionId } = await session({ email: 'audited@example.test' })
    await label(sessionId, 'FRAUD')
    const rows = await app.deps.audit.rows(tenantId, 0, 100_000)
    const own = rows.filter((row) => row.object === sessionId)
    expect(own.find(({ action }) => action === 'LABEL_CREATED')?.details).toEqual({
      label: 'FRAUD',
    })
    expect(own.find(({ action }) => action === 'RISK_DETAILS_RECORDED')?.details).toEqual({
      groups: ['CONTACTS'],
    })
    expect(JSON.stringify(own)).not.toContain('audited')
    const settings = rows.filter(({ action }) => action === 'SETTINGS_CHANGED').at(-1)
    expect(settings?.details).toMatchObject({ riskGroups: ALL_GROUPS })
  })
})

describe('risk: erasure and export', () => {
  beforeEach(() => turnOn(app, ALL_GROUPS))

  test('an erased applicant leaves index, graph, training rows and labels, and speaks of nobody any more', async () => {
    const { deps } = app
    const thief = await session({ device: 'erase', email: 'erase@example.test' })
    const neighbour = await session({ device: 'erase' })
    const by = { sessionId: thief.sessionId, label: 'FRAUD' as const }
    await apiClient(app.url, app.key).mutate('labelCreate', by)
    expect((await riskOf(app, neighbour.sessionId)).risk).toBeGreaterThan(0.5)
    expect(await deps.riskLabels.examples(tenantId)).toContainEqual(expect.objectContaining(by))
    await eraseApplicant(deps, { tenantId, applicantId: thief.applicantId }, 'test')
    const ref = { tenantId, sessionId: thief.sessionId }
    expect(await deps.risk.ofSession(ref)).toEqual([])
    expect(await deps.risk.assessment(ref)).toBeNull()
    expect(await deps.riskLabels.ofSession(ref)).toEqual([])
    expect(await deps.riskDetails.ofSession(ref)).toEqual({})
    const examples = await deps.riskLabels.examples(tenantId)
    expect(examples.filter(({ sessionId }) => sessionId === thief.sessionId)).toEqual([])
    const left = await riskOf(app, neighbour.sessionId)
    expect(signal(left, 'FRAUD_NEARNESS')?.value).toBe(0)
    expect(signal(left, 'DEVICE_APPLICANTS')?.value).toBe(0)
  })

  test('the export of a person has what was given, measured and said', async () => {
    const { applicantId, sessionId } = await session({ email: 'export@example.test' })
    await apiClient(app.url, app.key).mutate('labelCreate', { sessionId, label: 'LEGITIMATE' })
    const headers = { authorization: `Bearer ${app.key}` }
    const answer = await fetch(`${app.url}/applicants/${applicantId}/export`, { headers })
    const { sessions } = (await answer.json()) as { sessions: { risk: object }[] }
    expect(sessions[0]?.risk).toMatchObject({
      details: { CONTACTS: { email: 'export@example.test' } },
      labels: [{ label: 'LEGITIMATE' }],
      signals: expect.arrayContaining([{ name: 'DEVICE_SESSIONS_DAY', value: null }]),
    })
  })
})
