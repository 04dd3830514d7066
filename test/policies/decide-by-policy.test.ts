import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { childEnvironment } from '../../src/config'
import { compareReplay } from '../../src/sessions/compare-replay'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { applicantOf } from '../support/capture-links'
import { newMember } from '../support/members'

jest.setTimeout(180_000)

let app: TestApp
let relay: NodeJS.Timeout
let [ann, ben] = [{ cookie: '' }, { cookie: '' }]
let sessionId: string
let published: { id: string; sha256: string; number: number }

const DEFINITION = {
  tamperSignals: { SCREEN_RECAPTURE: 'WARN' },
  overrides: [{ countries: ['UTO'], bars: { PORTRAIT_PRESENT: { pass: 399, warn: 61 } } }],
  rules: [
    {
      name: 'look-at-utopia',
      when: 'document.country == "UTO" && checks.FACE_MATCH.score > 1.0 && checks.RISK.outcome == "SKIPPED"',
      outcome: 'REFER',
      text: 'Documents of Utopia are looked at.',
    },
  ],
}

async function publish(definition: object) {
  const drafted = await apiClient(app.url, ann).mutate('policyDraft', { definition }, 'id sha256')
  const { result } = await apiClient(app.url, ben).mutate(
    'policyPublish',
    drafted.result,
    'id sha256 number',
  )
  return result
}

beforeAll(async () => {
  app = await startTestApp(['verify'])
  relay = setInterval(() => void app.deps.outbox.relay((jobs) => app.deps.queue.add(jobs)), 200)
  ann = await newMember(app, app.tenantId, ['ADMIN'])
  ben = await newMember(app, app.tenantId, ['ADMIN'])
  published = await publish(DEFINITION)
  const [genuine] = (await demoCases(new Date())) as [DemoCase]
  const client = createDemoClient(app.url, app.key)
  sessionId = (await client.createSession((await client.createApplicant('x')).id)).id
  await client.upload(sessionId, 'DOCUMENT_FRONT', genuine.document)
  await client.upload(sessionId, 'SELFIE', genuine.selfie)
  await client.submit(sessionId)
  await client.waitForDecision(sessionId, () => {})
}, 180_000)
afterAll(async () => {
  clearInterval(relay)
  await app.close()
})

test('policy: the published one decides, with its overrides and rules, and the decision says so', async () => {
  const { decision, checks } = await apiClient(app.url, app.key).session(
    sessionId,
    `decision { outcome policyVersion policyId policySha256 reasons { code internalMessage evidence { field } } }
     checks { name outcome reasons { evidence { limit } } }`,
  )
  const { id: policyId, sha256: policySha256, number } = published
  expect(decision).toMatchObject({ policyVersion: `policy-${number}`, policyId, policySha256 })
  expect(decision.outcome).toBe('IN_REVIEW')
  expect(decision.reasons).toEqual([
    {
      code: 'POLICY_RULE',
      internalMessage: 'Documents of Utopia are looked at.',
      evidence: { field: 'look-at-utopia' },
    },
  ])
  const of = (name: string) => checks.find((each: { name: string }) => each.name === name)
  expect(of('PORTRAIT_PRESENT')).toMatchObject({
    outcome: 'WARN',
    reasons: [{ evidence: { limit: '399 px' } }],
  })
  expect(['PASS', 'WARN']).toContain(of('DOCUMENT_GENUINE').outcome)
})

test('explain: reviewers alone are told what the decision hung on, and what it would have been', async () => {
  const query = `{ reviewCases(first: 1) { nodes { explanation {
    outcome policyVersion
    checks { check outcome score needed unit ifPassed { outcome against } reasons { captureKind ifMended { outcome } reason { code userMessageKey evidence { measured limit box { x y } } } } }
    rules { reason { code internalMessage evidence { field } } ifNotHeld { outcome against } } } } } }`
  const { data } = await apiClient(app.url, ann).ask(query)
  const { explanation } = data.reviewCases.nodes[0]
  expect(explanation).toMatchObject({
    ...{ outcome: 'IN_REVIEW', policyVersion: `policy-${published.number}` },
    rules: [
      {
        reason: { code: 'POLICY_RULE', evidence: { field: 'look-at-utopia' } },
        ifNotHeld: { outcome: 'APPROVED', against: [] },
      },
    ],
  })
  const portrait = explanation.checks.find(
    (each: { check: string }) => each.check === 'PORTRAIT_PRESENT',
  )
  expect(portrait).toMatchObject({
    ...{ outcome: 'WARN', needed: 61, unit: 'pixels of the face’s height' },
    ifPassed: { outcome: 'IN_REVIEW', against: ['POLICY_RULE look-at-utopia'] },
    reasons: [
      {
        captureKind: 'DOCUMENT_FRONT',
        ifMended: { outcome: 'IN_REVIEW' },
        reason: {
          code: 'PORTRAIT_TOO_SMALL',
          userMessageKey: 'reason.PORTRAIT_TOO_SMALL',
          evidence: { measured: `${portrait.score} px`, limit: '399 px', box: { length: 4 } },
        },
      },
    ],
  })
  const auditor = await newMember(app, app.tenantId, ['AUDITOR'])
  const applicant = await applicantOf(app, await apiClient(app.url, app.key).newSession())
  for (const outsider of [app.key, auditor, applicant]) {
    const { errors } = await apiClient(app.url, outsider).ask(query)
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN')
  }
})

test('policy: a replay judges by the policy of then, whatever is in force now', async () => {
  await publish({})
  const ref = { tenantId: app.tenantId, sessionId }
  expect(await compareReplay(app.deps, ref)).toEqual([])
  const { policies } = app.deps
  const get: typeof policies.get = async (which) => {
    const found = await policies.get(which)
    return { ...found, definition: { ...found.definition, rules: [] } }
  }
  const tampered = { ...app.deps, policies: { ...policies, get } }
  expect(await compareReplay(tampered, ref)).toEqual(['POLICY', 'DECISION'])
})

test('countersign policy lists, shows, drafts and tries', async () => {
  const env = { ...process.env, ...childEnvironment(app.config) }
  const countersign = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['dist/src/cli/main.js', 'policy', ...args], { env })
      .then(({ stdout }) => stdout)
      .catch(({ stderr }: { stderr: string }) => stderr)
  const file = join(app.config.dataDir, 'policy.json')
  expect(await countersign('list')).toMatch(
    /^pol_\w+ {2}policy-2 {2}PUBLISHED {2}by mem_\w+, published by mem_\w+\n/,
  )
  const shown = await countersign('show', published.id)
  expect(JSON.parse(shown)).toMatchObject(DEFINITION)
  writeFileSync(file, shown)
  expect(await countersign('draft', file, '--note', 'again')).toMatch(
    /^pol_\w+ {2}policy-3 {2}DRAFT {2}by command line {2}again\n$/,
  )
  const from = ['--from', '2026-01-01']
  const [same, other] = [
    await countersign('dry-run', published.id, ...from),
    JSON.parse(await countersign('dry-run', file, ...from, '--before', '2100-01-01', '--json')),
  ]
  expect(same).toContain('1 sessions, of which 0 would come out otherwise')
  expect(other).toMatchObject({ sessions: 1, changed: 0, unknown: 0 })
  writeFileSync(
    file,
    '{"rules": [{"name": "x", "when": "codes", "outcome": "REFER", "text": "x"}]}',
  )
  expect(await countersign('draft', file)).toContain('gives list<string>, and not true or false')
  writeFileSync(file, '{')
  expect(await countersign('draft', file)).toContain('this is not JSON')
  expect(await countersign('publish', published.id)).toContain('unknown command')
})
