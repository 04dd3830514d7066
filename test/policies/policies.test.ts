import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDatabase } from '../../src/storage/database'
import { apiKeyOf } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newMember } from '../support/members'

type Member = Awaited<ReturnType<typeof newMember>>

let app: TestApp
let tenantId: string
let [ann, ben] = [{} as Member, {} as Member]
beforeAll(async () => {
  app = await startTestApp([])
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
  ann = await newMember(app, tenantId, ['ADMIN'])
  ben = await newMember(app, tenantId, ['ADMIN'])
})
afterAll(() => app.close())

const as = ({ cookie }: Member) => apiClient(app.url, { cookie })
const ALL = 'id number state definition sha256 note createdBy publishedBy publishedAt retiredAt'

const draft = (by: Member, definition: object, note = '') =>
  as(by).mutate('policyDraft', { definition, note }, ALL)

const STRICT = {
  targetFalseMatchRate: 5e-5,
  bars: { PORTRAIT_PRESENT: { pass: 130, warn: null } },
  tamperSignals: { SCREEN_RECAPTURE: 'WARN' },
  overrides: [{ countries: ['NGA'], bars: { CHIP_AUTHENTIC: { optional: false } } }],
  rules: [
    {
      name: 'faint-match',
      when: 'checks.FACE_MATCH.score < 5.0',
      outcome: 'REFER',
      text: 'The faces match, but only just.',
    },
  ],
}

describe('policy: a draft', () => {
  test('is kept whole, with what it leaves out as in the default policy of today', async () => {
    const { result } = await draft(ann, STRICT, 'for Nigeria')
    expect(result).toMatchObject({ state: 'DRAFT', note: 'for Nigeria', createdBy: ann.id })
    const { bars, ...rest } = result.definition
    expect(rest).toEqual({ ...STRICT, bars: undefined })
    expect(bars.PORTRAIT_PRESENT).toEqual({
      ...{ pass: 130, warn: null, otherwise: 'RETAKE', optional: false },
    })
    expect(bars.DOCUMENT_NOT_EXPIRED).toMatchObject({ pass: 0, otherwise: 'REJECT' })
    const again = await draft(ann, result.definition)
    expect(again.result.sha256).toBe(result.sha256)
    expect(again.result.number).toBe(result.number + 1)
  })

  test('tells what it asks of a kind of document from a state, exceptions and all', async () => {
    const { result } = await draft(ann, STRICT)
    const asked = async (origin: object) => {
      const { data } = await as(ben).ask(
        'query($id: ID!, $documentType: DocumentType, $country: String) { policy(id: $id) { definitionFor(documentType: $documentType, country: $country) } }',
        { id: result.id, ...origin },
      )
      return data.policy.definitionFor
    }
    const { overrides: _, ...plain } = result.definition
    for (const origin of [{}, { documentType: 'PASSPORT', country: 'GHA' }])
      expect(await asked(origin)).toEqual({ ...plain, overrides: [] })
    const chip = { ...plain.bars.CHIP_AUTHENTIC, optional: false }
    expect(plain.bars.CHIP_AUTHENTIC.optional).toBe(true)
    expect(await asked({ country: 'NGA' })).toEqual({
      ...{ ...plain, overrides: [], bars: { ...plain.bars, CHIP_AUTHENTIC: chip } },
    })
  })

  test('that says nothing is the default policy', async () => {
    const { data } = await as(ann).ask('{ policyDefault { version definition sha256 } }')
    const { result } = await draft(ann, {})
    expect(result.definition).toEqual(data.policyDefault.definition)
    expect(result.sha256).toBe(data.policyDefault.sha256)
  })

  test.each<[string, object, string]>([
    ['bars.NO_SUCH', { bars: { NO_SUCH: { pass: 1 } } }, 'definition.bars'],
    [
      'a pass that means nothing',
      { bars: { DOCUMENT_ISSUER: { pass: 0 } } },
      'definition.bars.DOCUMENT_ISSUER',
    ],
    [
      'liveness below the trace of a screen',
      { bars: { PASSIVE_LIVENESS: { pass: 0.2 } } },
      'definition.bars.PASSIVE_LIVENESS',
    ],
    [
      'a warning above the bar',
      { bars: { PORTRAIT_PRESENT: { warn: 200 } } },
      'definition.bars.PORTRAIT_PRESENT',
    ],
    [
      'a face that rejects by itself',
      { bars: { PASSIVE_LIVENESS: { otherwise: 'REJECT' } } },
      'definition.bars.PASSIVE_LIVENESS',
    ],
    [
      'approving what fails',
      { bars: { DOCUMENT_DATES: { otherwise: 'APPROVE' } } },
      'definition.bars.DOCUMENT_DATES.otherwise',
    ],
    [
      'a check that may not be left out',
      { bars: { DOCUMENT_READABLE: { optional: true } } },
      'definition.bars.DOCUMENT_READABLE',
    ],
    [
      'a rate that was not calibrated',
      { targetFalseMatchRate: 1e-12 },
      'definition.targetFalseMatchRate',
    ],
    [
      'a rate nobody should allow',
      { targetFalseMatchRate: 0.01 },
      'definition.targetFalseMatchRate',
    ],
    [
      'a country that is none',
      { overrides: [{ countries: ['XQX'] }] },
      'definition.overrides.0.countries.0',
    ],
    [
      'an override that is too lenient',
      { overrides: [{ bars: { MRZ_CHECK_DIGITS: { pass: 0 } } }] },
      'definition.overrides.0.bars.MRZ_CHECK_DIGITS',
    ],
    [
      'a rule that approves',
      { rules: [{ ...STRICT.rules[0], outcome: 'APPROVE' }] },
      'definition.rules.0.outcome',
    ],
    [
      'a rule that does not compile',
      { rules: [{ ...STRICT.rules[0], when: 'checks.X > 1' }] },
      'definition.rules.0.when',
    ],
    [
      'two rules of one name',
      { rules: [STRICT.rules[0], STRICT.rules[0]] },
      'definition.rules.1.name',
    ],
    ['a word too many', { retention: 3 }, 'definition'],
  ])('with %s is refused where it is wrong', async (_name, definition, field) => {
    const { result, userErrors } = await draft(ann, definition)
    expect([result, userErrors[0]?.code, userErrors[0]?.field]).toEqual([null, 'INVALID', field])
  })

  test('is changed by its author alone', async () => {
    const { result } = await draft(ann, {})
    const changed = await as(ann).mutate('policyUpdate', { id: result.id, definition: STRICT }, ALL)
    expect(changed.result.definition.rules).toEqual(STRICT.rules)
    const other = await as(ben).mutate('policyUpdate', { id: result.id, note: 'mine' })
    expect(other.userErrors[0]?.code).toBe('CONFLICT')
  })

  test('is given up, and then neither changed nor published', async () => {
    const { id, sha256 } = (await draft(ann, {})).result
    const { result } = await as(ben).mutate('policyRetire', { id }, ALL)
    expect(result).toMatchObject({ state: 'RETIRED', publishedAt: null })
    expect((await as(ann).mutate('policyUpdate', { id, note: 'x' })).result).toBeNull()
    expect((await as(ben).mutate('policyPublish', { id, sha256 })).result).toBeNull()
  })
})

describe('policy: publishing', () => {
  test('is for another member than the author, and puts the one before out of force', async () => {
    const first = (await draft(ann, STRICT)).result
    const own = await as(ann).mutate('policyPublish', { id: first.id, sha256: first.sha256 })
    expect(own.userErrors[0]).toMatchObject({ code: 'CONFLICT', field: 'id' })
    const { result } = await as(ben).mutate(
      'policyPublish',
      { id: first.id, sha256: first.sha256 },
      ALL,
    )
    expect(result).toMatchObject({ state: 'PUBLISHED', publishedBy: ben.id, retiredAt: null })
    const second = (await draft(ben, {})).result
    await as(ann).mutate('policyPublish', { id: second.id, sha256: second.sha256 })
    const { data } = await as(ann).ask(
      'query($id: ID!) { policyInForce { id } policy(id: $id) { state retiredAt } node(id: $id) { id } policies(first: 1) { nodes { id } } }',
      { id: first.id },
    )
    expect(data).toMatchObject({
      policyInForce: { id: second.id },
      policy: { state: 'RETIRED', retiredAt: expect.any(String) },
      node: { id: first.id },
      policies: { nodes: [{ id: second.id }] },
    })
    const rows = await app.deps.audit.rows(tenantId, 0, 1000)
    const published = rows.filter(({ action }) => action === 'POLICY_PUBLISHED')
    expect(published.map(({ actor, object }) => [actor, object])).toEqual([
      [ben.id, first.id],
      [ann.id, second.id],
    ])
  })

  test('is of what was read: not of a draft that was changed meanwhile', async () => {
    const { id, sha256 } = (await draft(ann, {})).result
    await as(ann).mutate('policyUpdate', { id, definition: STRICT })
    const { userErrors } = await as(ben).mutate('policyPublish', { id, sha256 })
    expect(userErrors[0]?.code).toBe('CONFLICT')
  })

  test('is nothing for an API key, nor for the command line, nor of what no member wrote', async () => {
    const { id, sha256 } = (await draft(ann, {})).result
    const key = await apiKeyOf(app, tenantId)
    const query = `mutation($input: PolicyPublishInput!) { policyPublish(input: $input) { result { id } } }`
    const { errors } = await apiClient(app.url, key).ask(query, { input: { id, sha256 } })
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN')
    const { policies } = app.deps
    const at = new Date()
    for (const actor of ['command line', 'key_1', ann.id])
      await expect(policies.publish({ tenantId, id }, sha256, { actor, at })).rejects.toThrow()
    const { definition } = await policies.get({ tenantId, id })
    const written = await policies.draft(
      tenantId,
      { definition, sha256, note: '' },
      { actor: 'command line', at },
    )
    const answer = await as(ben).mutate('policyPublish', { id: written.id, sha256 })
    expect(answer.userErrors[0]?.message).toMatch(/No member answers for this draft/)
  })

  test('is guarded by the table: four eyes, one in force, and nothing published ever changes', async () => {
    const { id, sha256 } = (await draft(ann, {})).result
    const db = openDatabase(app.config.DATABASE_URL, 1)
    const set = (text: string, which: string) =>
      db.$executeRawUnsafe(`update "PolicyVersion" set ${text} where id = $1`, which)
    const publish = (by: string) =>
      `state = 'PUBLISHED', "inForce" = true, "publishedAt" = now(), "publishedBy" = '${by}'`
    try {
      for (const [text, why] of [
        [publish(ann.id), /four_eyes/],
        [publish('command line'), /four_eyes/],
        [`${publish(ben.id)}, "createdBy" = 'mem_x'`, /author/],
        [`${publish(ben.id)}, note = 'x'`, /only a draft/],
        [`state = 'PUBLISHED', "inForce" = true`, /published_by_somebody/],
        [publish(ben.id), /inForce|unique/i],
      ] as const)
        await expect([text, await set(text, id).catch(String)]).toEqual([
          text,
          expect.stringMatching(why),
        ])
      await as(ben).mutate('policyPublish', { id, sha256 })
      for (const text of [
        `note = 'x'`,
        `definition = '{}'`,
        `state = 'DRAFT', "inForce" = null`,
        `"publishedBy" = '${ann.id}'`,
      ])
        await expect(set(text, id)).rejects.toThrow(/policy/)
      await expect(db.$executeRaw`delete from "PolicyVersion"`).rejects.toThrow(/never removed/)
    } finally {
      await db.$disconnect()
    }
  })
})
