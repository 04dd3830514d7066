import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type DemoCase, demoCases } from '../../src/cli/demo-cases'
import { createDemoClient } from '../../src/cli/demo-client'
import { compareReplay } from '../../src/sessions/compare-replay'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { newMember } from '../support/members'
import { hastyFraud, pastSessions } from '../support/past-sessions'
import { turnOn } from '../support/risk'

jest.setTimeout(300_000)

let app: TestApp
let genuine: DemoCase
let [ann, ben] = [{ cookie: '' }, { cookie: '' }]

beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'])
  ;[genuine] = (await demoCases(new Date())) as [DemoCase]
  ann = await newMember(app, app.tenantId, ['ADMIN'])
  ben = await newMember(app, app.tenantId, ['ADMIN'])
}, 120_000)
afterAll(() => app.close())

/** Somebody new comes with good pictures, in a few seconds: hastily. */
async function decided() {
  const client = createDemoClient(app.url, app.key)
  const applicant = await apiClient(app.url, app.key).mutate('applicantCreate', {})
  const { id } = await client.createSession(applicant.result.id)
  await client.upload(id, 'DOCUMENT_FRONT', genuine.document)
  await client.upload(id, 'SELFIE', genuine.selfie)
  await client.submit(id)
  const { status } = await client.waitForDecision(id, () => {})
  const reasons = 'reasons { code evidence { field model } }'
  const { decision, risk } = await apiClient(app.url, app.key).session(
    id,
    `decision { policyVersion policySha256 ${reasons} } risk { model assessedBy }`,
  )
  return { id, status, decision, risk }
}

const by = (member: { cookie: string }) => apiClient(app.url, member)

async function publish(definition: object) {
  const { result } = await by(ann).mutate('policyDraft', { definition }, 'id sha256')
  const alone = await by(ann).mutate('policyPublish', result)
  expect(alone.userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT' })])
  return (await by(ben).mutate('policyPublish', result, 'id number sha256 state')).result
}

describe('loop: the whole of it', () => {
  test('labels make a candidate, it is tried, two members bring it into force, sessions are decided by it, and it goes again', async () => {
    await turnOn(app, ['CONDUCT'])
    const past = await pastSessions(
      app,
      hastyFraud(420).map((each) => ({ ...each, label: null })),
    )
    const before = await decided()
    expect(before).toMatchObject({ status: 'APPROVED', risk: { model: 'rules-1' } })

    // What sessions turned out to be is told, as an organisation tells it.
    for (const [at, { label }] of hastyFraud(420).entries())
      if (label) await by(ann).mutate('labelCreate', { sessionId: past[at]?.sessionId, label })

    // A worker makes a candidate; nothing decides by it.
    const { result } = await by(ann).mutate('riskCandidateTrain', { load: 0.2 }, 'id')
    const ask =
      '{ riskCandidates(first: 1) { nodes { id state effect { trained { fraudMissed { value } } } } } }'
    const candidate = await eventually(async () => {
      const [found] = (await by(ann).ask(ask)).data.riskCandidates.nodes
      return found.state === 'PENDING' ? null : found
    })
    expect(candidate).toMatchObject({ id: result.id, state: 'READY' })
    expect(candidate.effect.trained.fraudMissed.value).toBe(0)
    expect((await decided()).status).toBe('APPROVED')

    // Tried on what was: it would have sent the hasty to a person, whoever came a moment ago among them.
    const range = { from: '2020-01-01T00:00:00Z', before: '2100-01-01T00:00:00Z' }
    const wish = { id: candidate.id, ...range }
    const dryRun = await by(ann).mutate('riskCandidateDryRun', wish, 'sessions newly { count }')
    expect(dryRun.result).toEqual({ sessions: 422, newly: { count: 72 } })

    const published = await publish({ riskModel: { candidate: candidate.id } })
    const after = await decided()
    expect(after.status).toBe('IN_REVIEW')
    expect(after.decision).toMatchObject({
      policyVersion: `policy-${published.number}`,
      policySha256: published.sha256,
      reasons: [
        {
          code: 'RISK_CONDUCT_UNUSUAL',
          evidence: { field: 'SECONDS_TO_COMPLETE', model: candidate.id },
        },
      ],
    })
    expect(after.risk).toEqual({ model: candidate.id, assessedBy: candidate.id })
    const ref = { tenantId: app.tenantId, sessionId: after.id }
    expect(await compareReplay(app.deps, ref)).toEqual([])

    // Back to the rules, by two again; what was decided stays, and is replayed as it was.
    await publish({})
    const back = await decided()
    expect(back).toMatchObject({ status: 'APPROVED', risk: { model: 'rules-1' } })
    expect(await compareReplay(app.deps, ref)).toEqual([])
  })
})
