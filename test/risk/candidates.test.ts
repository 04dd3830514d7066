import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { childEnvironment } from '../../src/config'
import { trainCandidate } from '../../src/learning/train-candidate'
import { eraseApplicant } from '../../src/privacy/erase-applicant'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newMember } from '../support/members'
import { hastyFraud, pastSessions } from '../support/past-sessions'
import { turnOn } from '../support/risk'

jest.setTimeout(120_000)

let app: TestApp
let ann = { cookie: '' }
let past: Awaited<ReturnType<typeof pastSessions>>

beforeAll(async () => {
  app = await startTestApp([])
  ann = await newMember(app, app.tenantId, ['ADMIN'])
})
afterAll(() => app.close())

const MEMBER = expect.stringMatching(/^mem_/)
const api = () => apiClient(app.url, ann)
const FIGURE = '{ value low high }'
const EFFECT = `{ auc ${FIGURE} precision ${FIGURE} caught ${FIGURE} reviewLoad ${FIGURE} honestReferred ${FIGURE} fraudMissed ${FIGURE} }`
const SHOWN = `id state failure bar load seed codeVersion createdBy weights { name weight }
  effect { trainedOn { fraud honest } sources { source count } heldBack { fraud honest } model before ${EFFECT} trained ${EFFECT}
    loadSaved { recall value low high } groups { by value honest before referred ${FIGURE} gap ${FIGURE} } }`

/** As a worker does it: what is asked for is trained at once. */
async function trained(load = 0.2) {
  const { result, userErrors } = await api().mutate('riskCandidateTrain', { load }, 'id state')
  if (!result) throw new Error(userErrors[0]?.message)
  await trainCandidate(app.deps, { tenantId: app.tenantId, candidateId: result.id })
  return shown(result.id)
}

async function shown(id: string, as: Parameters<typeof apiClient>[1] = ann) {
  const query = `query($id: ID!) { riskCandidate(id: $id) { ${SHOWN} } }`
  const { data, errors } = await apiClient(app.url, as).ask(query, { id })
  if (errors) throw new Error(JSON.stringify(errors))
  return data.riskCandidate
}

const labels = async () =>
  (
    await api().ask(
      '{ riskLabels { sessions needed trainedOn { fraud honest } heldBack { fraud honest } } }',
    )
  ).data.riskLabels

const events = async () => {
  const { outbox } = app.deps
  const sent: string[] = []
  await outbox.relay(async (jobs) => void sent.push(...jobs.map(({ job }) => job)))
  return sent
}

describe('loop: a candidate', () => {
  beforeEach(async () => {
    await turnOn(app, [])
    await turnOn(app, ['CONDUCT', 'DEVICES'])
    past = await pastSessions(app, hastyFraud(420))
  })

  test('is asked of a worker, learns from the older labels, and is measured on the newer beside what is in force', async () => {
    await events()
    const { result } = await api().mutate('riskCandidateTrain', { load: 0.2 }, 'id state load')
    expect(result).toMatchObject({ state: 'PENDING', load: 0.2 })
    expect(await events()).toEqual(['trainCandidate'])
    const again = await api().mutate('riskCandidateTrain', {})
    expect(again.userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
    const ref = { tenantId: app.tenantId, candidateId: result.id }
    await trainCandidate(app.deps, ref)
    const candidate = await shown(result.id)
    const { effect, weights } = candidate
    expect(candidate).toMatchObject({ state: 'READY', failure: null, seed: 1, createdBy: MEMBER })
    expect(effect.trainedOn).toEqual({ fraud: 35, honest: 140 })
    expect(effect.sources).toContainEqual({ source: 'API', count: 175 })
    expect(effect.heldBack).toEqual({ fraud: 35, honest: 140 })
    expect(effect.model).toBe('rules-1')
    // By the rules haste alone sends nobody to a person; the labels say that it should.
    expect(effect.before.fraudMissed.value).toBe(1)
    expect(effect.trained.fraudMissed.value).toBe(0)
    expect(effect.trained.honestReferred.value).toBe(0)
    expect(effect.trained.reviewLoad.low).toBeLessThan(effect.trained.reviewLoad.value)
    const groups = effect.groups.map(({ value }: { value: string }) => value)
    expect(groups.sort()).toEqual(['NGA', 'UTO'])
    const weightOf = (name: string) => weights.find((each: { name: string }) => each.name === name)
    expect(weightOf('SECONDS_TO_COMPLETE').weight).toBeGreaterThan(1)
    // It is told of, once; and never changes after.
    expect(await events()).toEqual(['dispatchEvent'])
    await trainCandidate(app.deps, ref)
    expect(await events()).toEqual([])
    expect(await shown(result.id)).toEqual(candidate)
  })

  test('is not made of too few labels, and the candidate says so', async () => {
    await turnOn(app, [])
    await turnOn(app, ['CONDUCT'])
    await pastSessions(app, hastyFraud(60))
    expect(await trained()).toMatchObject({
      ...{ state: 'FAILED', failure: 'TOO_FEW_LABELS', weights: [], bar: null, effect: null },
    })
    // Before anybody asks for one it can be seen how many there are, and how many are needed.
    expect(await labels()).toEqual({
      ...{ sessions: 60, needed: 30 },
      trainedOn: { fraud: 5, honest: 20 },
      heldBack: { fraud: 5, honest: 20 },
    })
  })

  test('stands beside the model in force: each with its bar, and what every signal adds, by group', async () => {
    expect(await labels()).toMatchObject({
      ...{ sessions: 420, needed: 30 },
      trainedOn: { fraud: 35, honest: 140 },
    })
    const { bar, weights } = await trained()
    expect(bar).toBeGreaterThan(0)
    const { data } = await api().ask(
      '{ riskModelInForce { model bar weights { name group weight } } }',
    )
    const { model, bar: now, weights: rules } = data.riskModelInForce
    expect([model, now]).toEqual(['rules-1', 3])
    expect(rules).toContainEqual({ name: 'SECONDS_TO_COMPLETE', group: 'CONDUCT', weight: 1 })
    const names = (all: { name: string }[]) => all.map(({ name }) => name).sort()
    expect(names(rules)).toEqual(names(weights))
  })

  test('a dry run says who would go to a person and who no more, for which signals', async () => {
    const { id } = await trained()
    const range = { from: '2020-01-01T00:00:00Z', before: '2100-01-01T00:00:00Z' }
    const selection =
      'model sessions before after newly { count examples } noMore { count examples } signals { name newly noMore } hasMore'
    const run = await api().mutate('riskCandidateDryRun', { id, ...range }, selection)
    expect(run.result).toEqual({
      ...{ model: 'rules-1', sessions: 420, before: 0, after: 70, hasMore: false },
      newly: { count: 70, examples: expect.arrayContaining([]) },
      noMore: { count: 0, examples: [] },
      signals: [{ name: 'SECONDS_TO_COMPLETE', newly: 70, noMore: 0 }],
    })
    const hasty = past.filter(({ signals }) => signals.SECONDS_TO_COMPLETE === 5)
    const ids = hasty.map(({ sessionId }) => sessionId)
    for (const example of run.result.newly.examples) expect(ids).toContain(example)
    const none = { id, from: '2020-01-01T00:00:00Z', before: '2020-01-02T00:00:00Z' }
    const empty = await api().mutate('riskCandidateDryRun', none, selection)
    expect(empty.result).toMatchObject({ sessions: 0, after: 0 })
    const odd = { id, from: range.before, before: range.from }
    const refused = await api().mutate('riskCandidateDryRun', odd, selection)
    expect(refused.userErrors).toMatchObject([{ code: 'INVALID', field: 'before' }])
  })

  test('comes into a policy by its id, whole and unchanged, and no model comes in otherwise', async () => {
    const { id } = await trained()
    const draft = (riskModel: object) =>
      api().mutate('policyDraft', { definition: { riskModel } }, 'id sha256 definition')
    const { result } = await draft({ candidate: id })
    const { riskModel } = result.definition
    expect(riskModel).toMatchObject({ candidate: id, bar: expect.any(Number) })
    // Saved again whole it is the same, to the hash; changed by hand it is refused, and so is one that nobody trained.
    expect((await draft(riskModel)).result.sha256).toBe(result.sha256)
    for (const odd of [
      { ...riskModel, bar: riskModel.bar + 1 },
      { ...riskModel, weights: { ...riskModel.weights, ATTEMPTS: 9 } },
      { candidate: `cnd_${'0'.repeat(32)}` },
      { candidate: 'rules-1' },
      { ...riskModel, bar: -1 },
    ])
      expect((await draft(odd)).userErrors).toEqual([
        expect.objectContaining({ code: 'INVALID', field: expect.stringContaining('riskModel') }),
      ])
    const { result: failing } = await api().mutate('riskCandidateTrain', {}, 'id')
    expect((await draft({ candidate: failing.id })).userErrors).toHaveLength(1)
    // Whoever drafted it does not publish it.
    const own = await api().mutate('policyPublish', { id: result.id, sha256: result.sha256 })
    expect(own.userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
  })

  test('is of one organisation alone', async () => {
    const { id } = await trained()
    const theirs = await anotherKey(app)
    expect(await shown(id, theirs)).toBeNull()
    const { tenantId = '' } = (await app.deps.apiKeys.find(theirs, new Date())) ?? {}
    const them = await newMember(app, tenantId, ['ADMIN'])
    const definition = { riskModel: { candidate: id } }
    const taken = await apiClient(app.url, them).mutate('policyDraft', { definition })
    expect(taken.userErrors).toEqual([expect.objectContaining({ code: 'INVALID' })])
  })

  test('an erased applicant is in no training; with nothing of risk on candidates go as well', async () => {
    const [thief] = past
    if (!thief) throw new Error('There was to be one.')
    await eraseApplicant(app.deps, { tenantId: app.tenantId, ...thief }, 'test')
    const { id, effect } = await trained()
    expect(effect.trainedOn.fraud + effect.heldBack.fraud).toBe(69)
    await turnOn(app, ['DEVICES'])
    expect((await shown(id)).state).toBe('READY')
    await turnOn(app, [])
    expect(await shown(id)).toBeNull()
    const { userErrors } = await api().mutate('riskCandidateTrain', {})
    expect(userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
    // One that was asked for before ends without a word.
    await turnOn(app, ['CONDUCT'])
    const { result } = await api().mutate('riskCandidateTrain', {}, 'id')
    const ref = { tenantId: app.tenantId, candidateId: result.id }
    const { candidates } = app.deps
    const get: typeof candidates.get = async (which) => {
      const found = await candidates.get(which)
      await turnOn(app, [])
      return found
    }
    await trainCandidate({ ...app.deps, candidates: { ...candidates, get } }, ref)
    expect(await shown(result.id)).toBeNull()
  })

  test('countersign train risk stores one, and writes it to a file where that is wanted', async () => {
    const env = { ...process.env, ...childEnvironment(app.config) }
    const out = join(app.config.dataDir, 'candidate.json')
    const countersign = (...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        ['dist/src/cli/main.js', 'train', 'risk', '--organization', app.tenantId, ...args],
        { env },
      )
    const { stdout } = await countersign('--load', '0.2', '--json')
    const { id, trained: effect } = JSON.parse(stdout)
    expect(await shown(id)).toMatchObject({ state: 'READY', createdBy: 'command line' })
    expect(effect.fraudMissed.value).toBe(0)
    expect(existsSync(out)).toBe(false)
    const told = (await countersign('--out', out)).stdout
    expect(told).toMatch(/candidate {10}cnd_[0-9a-f]{32}\n/)
    expect(existsSync(out)).toBe(true)
  })
})

describe('loop: a policy with a candidate', () => {
  test('a dry run of it scores what was measured then by the candidate', async () => {
    await turnOn(app, [])
    await turnOn(app, ['CONDUCT'])
    const facts = {
      checks: [{ check: 'RISK' as const, score: 0.9, codes: [] }],
      reasons: [],
      lastAttempt: false,
    }
    await pastSessions(
      app,
      hastyFraud(420).map((each) => ({ ...each, facts })),
    )
    const { id } = await trained()
    const range = { from: '2020-01-01T00:00:00Z', before: '2100-01-01T00:00:00Z' }
    const definition = { riskModel: { candidate: id } }
    const shifts = 'sessions unknown reasons { code before after }'
    const { result } = await api().mutate('policyDryRun', { ...range, definition }, shifts)
    expect(result.reasons).toContainEqual({ code: 'RISK_CONDUCT_UNUSUAL', before: 0, after: 70 })
    const { result: same } = await api().mutate(
      'policyDryRun',
      { ...range, definition: {} },
      shifts,
    )
    expect(same.reasons.map(({ code }: { code: string }) => code)).not.toContain(
      'RISK_CONDUCT_UNUSUAL',
    )
  })
})

describe('loop: tests of the organisation’s own', () => {
  test('are learned from until there are real sessions, and never beside them', async () => {
    const before = await labels()
    expect(before.sessions).toBeGreaterThan(400)
    await pastSessions(
      app,
      hastyFraud(12).map((each) => ({ ...each, mode: 'LIVE' as const })),
    )
    expect(await labels()).toMatchObject({ sessions: 12, needed: before.needed })
  })
})
