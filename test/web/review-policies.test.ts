import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { type Console, consoleOf } from '../support/console'
import { decidedSession, type Past } from '../support/decided-session'
import { looksWell } from '../support/looks'
import { newMember } from '../support/members'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let author: { page: Console; id: string }
let other: { page: Console; id: string }

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  const at = new Date(Date.now() - 86_400_000).toISOString()
  const past = (changes: Past['changes'] = {}, country = 'NGA') =>
    decidedSession(app, { changes, at, country })
  for (let count = 0; count < 8; count += 1) await past()
  for (const score of [4.1, 4.2, 4.3])
    await past({ FACE_MATCH: { score, code: 'FACE_MISMATCH' } }, 'GHA')
  for (const score of [2.5, 3.1]) await past({ FACE_MATCH: { score, code: 'FACE_MISMATCH' } })
  await past({ PASSIVE_LIVENESS: { score: 0.4, code: 'LIVENESS_LOW' } })
  await past({ DOCUMENT_NOT_EXPIRED: { score: -20, code: 'DOCUMENT_EXPIRED' } })
  await past({ PORTRAIT_PRESENT: { score: 70, code: 'PORTRAIT_TOO_SMALL' } })
  browser = await openBrowser()
  author = await consoleOf(browser, app, app.tenantId, ['ADMIN'])
  other = await consoleOf(browser, app, app.tenantId, ['ADMIN'])
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const STRICT = '1 in 20,000'

describe('review: policies', () => {
  test('the default is shown as in force, for every kind of document, until there is another', async () => {
    const { page } = author
    await page.goto(`${app.url}/console/policies`)
    const card = page.getByRole('region', { name: 'In force' })
    await card.getByRole('heading', { name: 'Default policy' }).waitFor()
    await card.getByText('1 in 10,000').waitFor()
    await card.getByRole('row', { name: /Portrait found.*110.*80.*Ask again/ }).waitFor()
    await page.getByText('No policy of your own yet').waitFor()
    await looksWell(page, 'policies-none')
  })

  test('a draft is written in a form; what is wrong is told where it is', async () => {
    const { page } = author
    await page.getByRole('link', { name: 'New draft' }).click()
    await page.getByLabel('Strangers that may match').first().selectOption({ label: STRICT })
    const portrait = page.getByRole('group', { name: 'Portrait found' })
    await portrait.getByLabel('Passes at').fill('10')
    await portrait.getByText('pass must be from 60 to 400').waitFor()
    await portrait.getByLabel('Passes at').fill('130')
    await portrait.getByText('pass must be').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Add rule' }).click()
    const rule = page.getByRole('region', { name: /^Rule/ }).last()
    await rule.getByLabel('Name').fill('faint-match')
    await rule.getByLabel('What reviewers read').fill('The faces match, but only just.')
    await rule.getByLabel('When (CEL)').fill('document.country == "GHA"\n  && document.kind == ""')
    await rule.getByText('at line 2, column').waitFor()
    expect(await rule.locator('.pointed').textContent()).toMatch(/document\.kind == ""\n\s+\^$/)
    await looksWell(page, 'policies-wrong')
    await rule
      .getByLabel('When (CEL)')
      .fill('document.country == "GHA"\n  && checks.FACE_MATCH.score < 4.25')
    await page.getByText('Nothing is wrong with it.').waitFor()
    expect(await rule.locator('.pointed').count()).toBe(0)
    const said = page.getByRole('region', { name: 'Compared with what is in force' })
    await said.getByRole('row', { name: /Strangers that may match.*10,000.*20,000/ }).waitFor()
    await said.getByRole('row', { name: /Portrait found.*110.*130/ }).waitFor()
  })

  test('a dry run draws how past sessions would come out, with a table and the cases', async () => {
    const { page } = author
    const run = page.getByRole('region', { name: 'Dry run', exact: true })
    await run.getByRole('button', { name: 'Try it' }).click()
    await run.getByRole('img', { name: /3 of 16 sessions would come out otherwise/ }).waitFor()
    await run.getByRole('row', { name: /Approved.*In review.*3/ }).waitFor()
    await run.getByRole('row', { name: /A rule of the policy.*faint-match.*0.*2/ }).waitFor()
    expect(await run.locator('.ribbon.moved').count()).toBe(1)
    await looksWell(page, 'policies-draft')
  })

  test('a session of a dry run leads to its case', async () => {
    const { page } = author
    await page.getByRole('group', { name: 'Passive liveness' }).getByLabel('Passes at').fill('0.35')
    const run = page.getByRole('region', { name: 'Dry run', exact: true })
    await run.getByText('You have changed the draft since').waitFor()
    await run.getByRole('button', { name: 'Try it' }).click()
    const row = run.getByRole('row', { name: /In review.*Approved.*1/ })
    await row.waitFor()
    const href = await row.getByRole('link').getAttribute('href')
    const caseId = href?.split('/').at(-1) ?? ''
    const found = await app.deps.reviewCases.get({ tenantId: app.tenantId, caseId }, new Date())
    expect(found.reasons).toEqual(['LIVENESS_LOW'])
  })

  test('its author saves it, and is told why somebody else has to publish it', async () => {
    const { page } = author
    await page.getByLabel('What you say of it').fill('Fewer strangers in Ghana.')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByRole('heading', { name: 'Policy 1', exact: true }).waitFor()
    await page.getByText('You wrote this draft: another administrator').waitFor()
    expect(await page.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'Save draft' }).isDisabled()).toBe(true)
    await page.getByRole('group', { name: 'Portrait found' }).getByLabel('Passes at').fill('140')
    await page.getByText('Nothing is wrong with it.').waitFor()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText('Saved.').waitFor()
    const { rows } = await app.deps.policies.list(app.tenantId, { first: 1 })
    expect(rows[0]).toMatchObject({
      ...{ note: 'Fewer strangers in Ghana.', createdBy: author.id, state: 'DRAFT' },
      definition: { targetFalseMatchRate: 5e-5, bars: { PORTRAIT_PRESENT: { pass: 140 } } },
    })
  })

  test('a second person reads what changes, publishes it, and it is in force', async () => {
    const { page } = other
    await page.goto(`${app.url}/console/policies`)
    await page.getByRole('link', { name: 'Policy 1' }).click()
    await page.getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Portrait found').waitFor()
    await looksWell(page, 'policies-publish')
    await dialog.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('In force since').waitFor()
    const inForce = await app.deps.policies.inForce(app.tenantId)
    expect(inForce).toMatchObject({ number: 1, publishedBy: other.id })
    await looksWell(page, 'policies-version')
    await page.goto(`${app.url}/console/policies`)
    await page
      .getByRole('region', { name: 'In force' })
      .getByRole('heading', { name: 'Policy 1' })
      .waitFor()
    await looksWell(page, 'policies-list')
  })

  test('what is in force is told for a kind of document and a state, exceptions and all', async () => {
    const [ann, ben] = await Promise.all([1, 2].map(() => newMember(app, app.tenantId, ['ADMIN'])))
    const as = (cookie = '') => apiClient(app.url, { cookie })
    const strict = { countries: ['NGA'], bars: { CHIP_AUTHENTIC: { optional: false } } }
    const written = { definition: { overrides: [strict] } }
    const { result } = await as(ann?.cookie).mutate('policyDraft', written, 'id sha256')
    await as(ben?.cookie).mutate('policyPublish', result)
    const { page } = other
    await page.goto(`${app.url}/console/policies`)
    const card = page.getByRole('region', { name: 'In force' })
    await card.getByRole('row', { name: /Chip authentic.*Optional/ }).waitFor()
    await card.getByLabel('and issuing state').fill('NGA')
    await card.getByRole('row', { name: /Chip authentic.*Required/ }).waitFor()
    await card.getByLabel('and issuing state').fill('GHA')
    await card.getByRole('row', { name: /Chip authentic.*Optional/ }).waitFor()
  })

  test('who may not change policies reads them, and finds nothing to press', async () => {
    const { page } = await consoleOf(browser, app, app.tenantId, ['AUDITOR'])
    await page.goto(`${app.url}/console/policies`)
    await page.getByRole('link', { name: 'Policy 1' }).first().click()
    await page.getByRole('heading', { name: 'What it says' }).waitFor()
    for (const name of ['Publish', 'Try it', 'Give up', 'New draft from this'])
      expect([name, await page.getByText(name, { exact: true }).count()]).toEqual([name, 0])
    await page.goto(`${app.url}/console/policies/new`)
    await page.getByRole('heading', { name: 'Policies' }).waitFor()
    expect(page.url()).toMatch(/\/policies$/)
    await page.context().close()
    expect([...author.page.refusals, ...other.page.refusals]).toEqual([])
  })
})
