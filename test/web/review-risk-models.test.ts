import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { watchDrift } from '../../src/learning/watch-drift'
import { createRandom } from '../../src/specimens/random'
import { falseMatchRate } from '../../src/vision/face-calibration'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { type Console, consoleOf } from '../support/console'
import { looksWell } from '../support/looks'
import { newMember } from '../support/members'
import { hastyFraud, type Past, pastSessions } from '../support/past-sessions'
import { reviewed } from '../support/reviewed'

jest.setTimeout(300_000)

let app: TestApp
let browser: Browser
let author: { page: Console; id: string }
let other: { page: Console; id: string }
let api: ReturnType<typeof apiClient>

beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'], { RATE_LIMIT_PER_SEC: '10000' })
  browser = await openBrowser()
  author = await consoleOf(browser, app, app.tenantId, ['ADMIN'])
  other = await consoleOf(browser, app, app.tenantId, ['ADMIN'])
  api = apiClient(app.url, await newMember(app, app.tenantId, ['ADMIN']))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const DAY_MS = 86_400_000

/**
 * Forty days in which fraud was mostly hasty and came on shared devices, and honest people mostly were and did not; in the last
 * week all were quicker.
 */
function mixedPast(count: number): Past[] {
  const random = createRandom(7)
  const chance = (share: number) => random.between(0, 1) < share
  return Array.from({ length: count }, (_, index) => {
    const fraud = chance(0.2)
    const age = 40 * (1 - index / count)
    const hurry = age < 7 ? 0.6 : 1
    const seconds = (fraud ? 22 : 95) * hurry * Math.exp(0.6 * random.normal())
    const shared = chance(fraud ? 0.6 : 0.1)
    return {
      signals: {
        SECONDS_TO_COMPLETE: Math.round(seconds),
        ATTEMPTS: chance(fraud ? 0.5 : 0.2) ? 2 : 1,
        INJECTION_HINTS: fraud && chance(0.2) ? 1 : 0,
        DEVICE_APPLICANTS: shared ? random.whole(1, 6) : 0,
      },
      at: new Date(Date.now() - age * DAY_MS - 1000),
      label: fraud ? 'FRAUD' : chance(0.7) ? 'LEGITIMATE' : null,
      country: chance(0.3) ? 'NGA' : 'UTO',
    }
  })
}

/** Sessions of that day by the models in use; in the last week one of four went to a person. */
function scored(count: number, daysAgo: number, match: number): Past[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ at: new Date(Date.now() - daysAgo * DAY_MS - at * 1000), signals: {} },
    models: app.deps.models,
    ...(daysAgo < 7 && at % 4 === 0 && { outcome: 'IN_REVIEW' as const }),
    facts: {
      checks: [
        { check: 'FACE_MATCH' as const, score: match + (at % 20) / 10, codes: [] },
        { check: 'PASSIVE_LIVENESS' as const, score: 0.8 + (at % 10) / 100, codes: [] },
      ],
      ...{ reasons: [], lastAttempt: false, confidence: at % 2 === 0 ? 0.97 : 0.92 },
    },
  }))
}

/** Comparisons of which it is known whether they are of one person: by labels, and by reviewers who rejected. */
async function known(to: TestApp, reviewers: [string, string]): Promise<void> {
  const { falseMatchRates } = JSON.parse(readFileSync('models/face-verification.json', 'utf8'))
  const random = createRandom(3)
  const compared = (same: boolean) =>
    Array.from({ length: 150 }, (): Past => {
      const ratio = (same ? 4.5 : -4.5) + 3 * random.normal()
      const match = -Math.log10(falseMatchRate(falseMatchRates, ratio))
      const label = same ? ('LEGITIMATE' as const) : null
      return { at: new Date(), signals: {}, models: to.deps.models, match, label }
    })
  await pastSessions(to, compared(true))
  const review = { outcome: 'REJECT' as const, reasons: ['FACE_MISMATCH'] }
  const two = await pastSessions(to, compared(false))
  await reviewed(
    to,
    reviewers,
    two.map(({ sessionId }) => ({ sessionId, review })),
  )
}

const nodes = async (shown: string) =>
  (await api.ask(`{ riskCandidates(first: 1) { nodes { ${shown} } } }`)).data.riskCandidates.nodes

/** What the worker made of the candidate that was asked for last. */
const trained = (shown: string) =>
  eventually(async () => {
    const [found] = await nodes(`id state ${shown}`)
    return !found || found.state === 'PENDING' ? null : found
  })

const percent = (value: number) =>
  new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(value)

describe('review: risk models', () => {
  test('with every group off the page says so, and where to turn them on', async () => {
    const { page } = author
    await page.goto(`${app.url}/console/models`)
    await page
      .getByRole('region', { name: 'In force' })
      .getByText('every risk group is off')
      .waitFor()
    await page.getByText('Turn on what may be compared').waitFor()
    expect(await page.getByRole('button', { name: 'Train a candidate' }).count()).toBe(0)
    await looksWell(page, 'models-off')
    await page.getByRole('link', { name: 'Risk settings' }).click()
  })

  test('each group says what it keeps and what the law asks; it is turned on after asking once more', async () => {
    const { page } = author
    await page.getByText('article 9(2)').waitFor()
    await looksWell(page, 'risk-settings')
    await page.getByText('Conduct', { exact: true }).click()
    await page.getByText('Devices', { exact: true }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('ePrivacy Directive').waitFor()
    await looksWell(page, 'risk-settings-confirm')
    await dialog.getByRole('button', { name: 'Change' }).click()
    await page.getByText('Saved.').waitFor()
    const { groups } = await app.deps.risk.settings(app.tenantId)
    expect([...groups].sort()).toEqual(['CONDUCT', 'DEVICES'])
  })

  test('without labels it says how many there are and how many are needed, and trains nothing in vain', async () => {
    const { page } = author
    await pastSessions(app, hastyFraud(24))
    await page.goto(`${app.url}/console/models`)
    await page.getByRole('heading', { name: 'No candidate yet' }).waitFor()
    await page.getByRole('row', { name: /Older half.*2 28 missing.*8 22 missing/ }).waitFor()
    await looksWell(page, 'models-none')
    await page.getByRole('button', { name: 'Train a candidate' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Too few to learn from').waitFor()
    expect(await dialog.getByRole('button', { name: 'Train' }).isDisabled()).toBe(true)
    await looksWell(page, 'models-too-few')
    await page.keyboard.press('Escape')
  })

  test('a candidate that came to nothing says why', async () => {
    const { page } = author
    await api.mutate('riskCandidateTrain', {})
    expect(await trained('failure')).toMatchObject({ failure: 'TOO_FEW_LABELS' })
    await page.reload()
    const row = page.getByRole('row', { name: /Failed.*There were too few labels/ })
    await row.getByRole('link').click()
    await page.getByRole('heading', { name: 'What there is to learn from today' }).waitFor()
    await page.getByText('28 missing').first().waitFor()
    await looksWell(page, 'candidate-failed')
  })

  test('one is asked for, a worker learns, and the list follows', async () => {
    const { page } = author
    await pastSessions(app, mixedPast(1200))
    await page.goto(`${app.url}/console/models`)
    await page.getByRole('button', { name: 'Train a candidate' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByLabel('Sessions your team can look at').selectOption({ label: '10%' })
    await dialog.getByText('enough').first().waitFor()
    await looksWell(page, 'models-train')
    await dialog.getByRole('button', { name: 'Train' }).click()
    await page.getByRole('row', { name: /Learning.*10%/ }).waitFor()
    await page.getByRole('row', { name: /Ready.*10%/ }).waitFor({ timeout: 60_000 })
    await looksWell(page, 'models-list')
  })

  test('it is drawn beside what was in force, with intervals, and a table that says the same', async () => {
    const { page } = author
    const figure = '{ value low high }'
    const { id, effect } = await trained(
      `effect { heldBack { fraud } before { caught ${figure} } trained { caught ${figure} } groups { value } }`,
    )
    await page.getByRole('row', { name: /Ready/ }).getByRole('link').click()
    await page.waitForURL(`**/models/candidate/${id}`)
    const compared = page.getByRole('region', { name: 'Compared with what was in force' })
    await compared.getByText(`On ${effect.heldBack.fraud} labels of fraud`).waitFor()
    await compared.getByText('As a table').click()
    const { before, trained: now } = effect
    const row = compared.getByRole('row', { name: 'Fraud caught in the riskiest 10%' })
    const [, then, candidate] = await row.locator('th, td').allTextContents()
    const said = ({ value, low, high }: Record<string, number>) =>
      `${percent(value ?? 0)} ${percent(low ?? 0)} to ${percent(high ?? 0)}`
    expect([then, candidate]).toEqual([said(before.caught), said(now.caught)])
    expect(await compared.locator('.measure:not(.axis) svg .dot').count()).toBe(12)
    const groups = page.getByRole('region', { name: 'Honest people, by state' })
    expect(await groups.getByRole('row').count()).toBe(effect.groups.length + 1)
    const weights = page.getByRole('region', { name: 'What each signal adds' }).first()
    await weights.getByRole('row', { name: /Seconds to complete the session.*\d+.*%/ }).waitFor()
    await weights.getByRole('row', { name: /Other applicants with the document off/ }).waitFor()
  })

  test('a dry run draws who would go to a person and who no more, and for which signals', async () => {
    const { page } = author
    const run = page.getByRole('region', { name: 'Dry run' }).first()
    await run.getByLabel('Sessions of').selectOption('90')
    await run.getByRole('button', { name: 'Try it' }).click()
    const { id } = await trained('')
    const range = { from: '2020-01-01T00:00:00Z', before: '2100-01-01T00:00:00Z' }
    const counts = 'sessions before after newly { count } noMore { count }'
    const { result } = await api.mutate('riskCandidateDryRun', { id, ...range }, counts)
    expect(result.newly.count).toBeGreaterThan(0)
    const { sessions, newly, noMore } = result
    const number = new Intl.NumberFormat('en')
    const says = `Of ${number.format(sessions)} sessions ${newly.count} would go to a person newly and ${noMore.count} no more`
    await run.getByRole('img', { name: says }).waitFor()
    await run.getByRole('row', { name: `To a person newly ${newly.count}` }).waitFor()
    await run.getByRole('row', { name: /Seconds to complete the session/ }).waitFor()
    await looksWell(page, 'candidate')
  })

  test('drift says what moved, since when, and draws how it was spread, with the counts of the API', async () => {
    const { page } = author
    for (const days of [2, 1, 0])
      await watchDrift({ ...app.deps, now: () => new Date(Date.now() - days * DAY_MS) })
    await page.goto(`${app.url}/console/models/drift`)
    await page.getByText('Nothing can be said yet').waitFor()
    await looksWell(page, 'drift-none')
    await page.getByRole('combobox', { name: /^Sessions/ }).selectOption('TEST')
    const { data } = await api.ask(
      '{ riskDrift(mode: TEST) { signals { signal psi state bins { reference recent } } } }',
    )
    const [score, ...signals] = data.riskDrift.signals
    const seconds = signals.find(
      ({ signal }: { signal: string }) => signal === 'SECONDS_TO_COMPLETE',
    )
    expect(seconds.state).toBe('DRIFTED')
    const card = page.getByRole('region', { name: 'Do sessions still look' })
    const line = card.locator('summary', { hasText: 'Seconds to complete the session' })
    await line.getByText('Drifted').waitFor()
    expect(await line.textContent()).toContain(seconds.psi.toFixed(2))
    await card.getByText(/Drifted since/).waitFor()
    await card.getByRole('img', { name: 'The score, day by day' }).waitFor()
    const spread = card.locator('details', { hasText: 'The score' }).first()
    await spread.getByText('As a table').click()
    const counts = await spread.locator('tbody td').allTextContents()
    expect(counts.map((text) => Number(text.split(' ')[0]))).toEqual(
      score.bins
        .map(({ reference, recent }: Record<string, number>) => [reference, recent])
        .filter((pair: number[]) => pair.some((count) => count > 0))
        .flat(),
    )
    await looksWell(page, 'drift')
  })

  test('scores of the checks, their decisions, and the calibration of the face match are drawn', async () => {
    const { page } = author
    await pastSessions(app, [...scored(300, 50, 3), ...scored(260, 3, 2.2)])
    await known(app, [author.id, other.id])
    await page.goto(`${app.url}/console/models/scores`)
    await page.getByText('It takes thirty people of either kind').waitFor()
    await page.getByRole('combobox', { name: /^Sessions/ }).selectOption('TEST')
    const scores = page.getByRole('region', { name: 'Do scores and decisions' })
    await scores.locator('summary', { hasText: 'Face match' }).getByText('Drifted').waitFor()
    await scores.getByRole('row', { name: /Approved.*300.*195/ }).waitFor()
    const { data } = await api.ask(
      '{ matchCalibration(mode: TEST) { cllr { value } bins { stated same of } } }',
    )
    const { cllr, bins } = data.matchCalibration
    const calibration = page.getByRole('region', { name: 'Do the odds of the face match' })
    await calibration.getByText(`Cost ${Number(cllr.value.toFixed(2))} bits`).waitFor()
    expect(await calibration.locator('.diagram circle').count()).toBe(bins.length)
    const [lowest] = bins
    const row = calibration.getByRole('row', { name: `${lowest.same} / ${lowest.of}` })
    await row.filter({ hasText: percent(lowest.stated) }).waitFor()
    await looksWell(page, 'scores')
  })

  test('two people bring it into force by a policy, and back', async () => {
    const { page } = author
    const { id } = await trained('')
    await page.goto(`${app.url}/console/models/candidate/${id}`)
    await page.getByRole('link', { name: 'Draft a policy with it' }).click()
    const said = page.getByRole('region', { name: 'Compared with what is in force' })
    await said.getByRole('row', { name: `Model of risk Rules of thumb Candidate ${id}` }).waitFor()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByRole('heading', { name: 'Policy 1', exact: true }).waitFor()
    await other.page.goto(page.url())
    await other.page.getByRole('button', { name: 'Publish' }).click()
    const dialog = other.page.getByRole('alertdialog')
    await dialog.getByText('Model of risk').waitFor()
    await dialog.getByRole('button', { name: 'Publish' }).click()
    await other.page.getByText('In force since').waitFor()
    await other.page.goto(`${app.url}/console/models`)
    const inForce = other.page.getByRole('region', { name: 'In force' })
    await inForce.getByRole('heading', { name: `Candidate …${id.slice(-8)}` }).waitFor()
    await inForce.getByRole('link', { name: 'Policy 1' }).waitFor()
    await looksWell(other.page, 'models-in-force')
    await inForce.getByRole('link', { name: 'Draft a policy without it' }).click()
    await other.page
      .getByRole('row', { name: `Model of risk Candidate ${id} Rules of thumb` })
      .waitFor()
    await other.page.goto(`${app.url}/console/models/candidate/${id}`)
    await other.page.getByText('It scores sessions now.').waitFor()
    expect(await other.page.getByText('Draft a policy with it').count()).toBe(0)
  })

  test('who may not change policies reads, and finds nothing to press', async () => {
    const { page } = await consoleOf(browser, app, app.tenantId, ['AUDITOR'])
    await page.goto(`${app.url}/console/models`)
    await page.getByRole('row', { name: /Ready/ }).getByRole('link').click()
    await page.getByRole('heading', { name: 'What each signal adds' }).waitFor()
    for (const name of ['Train a candidate', 'Try it', 'Draft a policy with it', 'Risk settings'])
      expect([name, await page.getByText(name, { exact: true }).count()]).toEqual([name, 0])
    await page.context().close()
  })

  test('turning everything off says what is deleted, and then there is no candidate any more', async () => {
    const { page } = author
    await page.goto(`${app.url}/console/settings/risk`)
    await page.getByText('Conduct', { exact: true }).click()
    await page.getByText('Devices', { exact: true }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('all assessments, labels and candidates are deleted').waitFor()
    await dialog.getByText('a keyed hash of the device key').waitFor()
    await looksWell(page, 'risk-settings-off')
    await dialog.getByRole('button', { name: 'Change and delete' }).click()
    await page.getByText('Saved.').waitFor()
    expect(await nodes('id')).toEqual([])
    await page.goto(`${app.url}/console/models/drift`)
    await page.getByText('Every risk group is off, so there is no score').waitFor()
    expect([...author.page.refusals, ...other.page.refusals]).toEqual([])
  })
})
