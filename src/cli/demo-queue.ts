import type { DemoClient, SessionResult } from './demo-client'
import type { DemoMembers } from './demo-members'
import { EARLIER, RECIPES, type Recipe } from './demo-recipes'
import { workDemoCases } from './demo-reviews'

/** What the demo's organisation asks for, so that its reviewers see more than the default would leave to them. */
const POLICY = {
  note: 'Of the demo: a person looks at what the applicant would else be asked to send again.',
  definition: {
    bars: {
      DOCUMENT_NOT_EXPIRED: { otherwise: 'REFER' },
      IMAGE_QUALITY: { warn: null, otherwise: 'REFER' },
      PORTRAIT_PRESENT: { otherwise: 'REFER' },
      SELFIE_QUALITY: { warn: null, otherwise: 'REFER' },
    },
    tamperSignals: { SCREEN_RECAPTURE: 'REFER' },
    overrides: [{ documentTypes: ['IDENTITY_CARD'], targetFalseMatchRate: 0.00005 }],
    rules: [
      {
        name: 'licence-by-hand',
        when: 'document.type == "DRIVING_LICENCE"',
        outcome: 'REFER',
        text: 'Somebody looks at every driving licence.',
      },
    ],
  },
}

/** Off until an organisation turns them on, for what they compare: docs/risk.md has the law. */
const RISK_GROUPS = ['DOCUMENTS', 'CONTACTS', 'GRAPH']

/** So many applicants come side by side: while one is checked, the next is photographed. */
const SIDE_BY_SIDE = 3

/**
 * Fills the reviewers' queue through the public API: the organisation's settings, a dozen applicants of whom each needs a
 * person for another reason, and some work that reviewers have done already. `told` hears how each came out.
 */
export async function fillQueue(
  client: DemoClient,
  members: DemoMembers,
  today: Date,
  told: (text: string) => void,
): Promise<void> {
  const day = today.toISOString().slice(0, 10)
  await setUp(client, members)
  const [, fraud] = await Promise.all(
    [EARLIER.honest, EARLIER.fraud].map((recipe) => apply(client, recipe, day)),
  )
  await client.mutate('labelCreate', { sessionId: fraud?.id, label: 'FRAUD' })
  let done = 0
  const sessions = await sideBySide(RECIPES, async (recipe) => {
    const session = await apply(client, recipe, day)
    done += 1
    const codes = [...new Set(session.decision?.reasons.map(({ code }) => code))]
    told(`  ${done} of ${RECIPES.length}: ${recipe.title}: ${session.status} (${codes.join(', ')})`)
    return { recipe, id: session.id }
  })
  await workDemoCases(members, sessions)
}

async function setUp(client: DemoClient, { officer, lead }: DemoMembers): Promise<void> {
  await client.mutate('riskSettingsUpdate', { groups: RISK_GROUPS })
  await client.mutate('organizationUpdate', { fourEyes: 'REJECTIONS' })
  const draft = await lead.asker.mutate<{ id: string; sha256: string }>('policyDraft', POLICY)
  await officer.asker.mutate('policyPublish', draft)
}

async function apply(client: DemoClient, { email, tries = 1, show }: Recipe, day: string) {
  const { front, back, selfie } = await show(day)
  const applicant = await client.createApplicant()
  const { id } = await client.createSession(applicant.id)
  if (email) await client.mutate('riskDetailsRecord', { sessionId: id, email })
  await client.upload(id, 'DOCUMENT_FRONT', front)
  if (back) await client.upload(id, 'DOCUMENT_BACK', back)
  await client.upload(id, 'SELFIE', selfie)
  for (let left = tries; left > 1; left -= 1) await submitted(client, id)
  return submitted(client, id)
}

async function submitted(client: DemoClient, id: string): Promise<SessionResult> {
  await client.submit(id)
  return client.waitForDecision(id, () => undefined)
}

/** Some at a time; the results in the order of the items. */
async function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const waiting = [...items.entries()]
  const results: R[] = []
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane))
  return results
}
