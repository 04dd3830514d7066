import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createDemoClient } from '../../src/cli/demo-client'
import { DEMO_DOCUMENTS } from '../../src/cli/demo-documents'
import { type DemoMembers, inviteDemoMembers } from '../../src/cli/demo-members'
import { fillQueue } from '../../src/cli/demo-queue'
import { RECIPES } from '../../src/cli/demo-recipes'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let members: DemoMembers
const told: string[] = []

beforeAll(async () => {
  app = await startTestApp(['housekeeping'])
  await app.spawnWorker('verify')
  members = await inviteDemoMembers(app.deps, app.url)
  const client = createDemoClient(app.url, app.key)
  await fillQueue(client, members, new Date(), (text) => told.push(text))
}, 600_000)
afterAll(() => app.close())

type Case = { status: string; reasons: string[] }

async function cases(): Promise<Case[]> {
  const { asker } = members.officer
  const { reviewCases } = await asker.ask<{ reviewCases: { nodes: Case[] } }>(
    DEMO_DOCUMENTS.reviewCases,
    {},
  )
  return reviewCases.nodes
}

describe('the queue of the demo', () => {
  test('has a dozen cases, each for the reason it was made for, told as they come', async () => {
    const all = await cases()
    expect(all).toHaveLength(RECIPES.length)
    const codes = new Set(all.flatMap(({ reasons }) => reasons))
    for (const { reason } of RECIPES) expect(codes).toContain(reason)
    for (const { title, reason } of RECIPES)
      expect(told.find((line) => line.includes(title))).toMatch(new RegExp(`IN_REVIEW .*${reason}`))
    expect(codes.size).toBeGreaterThanOrEqual(8)
  })

  test('shows each state that a case may be in', async () => {
    const statuses = (await cases()).map(({ status }) => status)
    for (const status of ['OPEN', 'ASSIGNED', 'ESCALATED', 'AWAITING_SECOND', 'CLOSED'])
      expect(statuses).toContain(status)
    expect(statuses.filter((status) => status === 'OPEN').length).toBeGreaterThanOrEqual(8)
  })
})
