import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { type Console, consoleOf } from '../support/console'
import { decidedSession } from '../support/decided-session'
import { looksWell } from '../support/looks'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let page: Console

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  browser = await openBrowser()
  page = (await consoleOf(browser, app, app.tenantId, ['AUDITOR'])).page
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

describe('review: metrics', () => {
  test('say so where nothing was decided', async () => {
    await page.getByRole('link', { name: 'Metrics' }).click()
    await page.getByRole('heading', { name: 'No session was decided in this time' }).waitFor()
    await looksWell(page, 'metrics-none')
  })

  test('show shares with how many they rest on, and between what they lie', async () => {
    const expired = { DOCUMENT_NOT_EXPIRED: { score: -20, code: 'DOCUMENT_EXPIRED' } } as const
    const doubtful = { PASSIVE_LIVENESS: { score: 0.4, code: 'LIVENESS_LOW' } } as const
    for (const days of [1, 2, 2, 3, 5, 8]) await decidedSession(app, { at: daysAgo(days) })
    for (const days of [2, 4])
      await decidedSession(app, { at: daysAgo(days), country: 'GHA', changes: expired })
    await decidedSession(app, { at: daysAgo(6), country: 'GHA', changes: doubtful })
    await decidedSession(app, { at: daysAgo(50) })
    await page.reload()
    const tile = (name: string) => page.locator('.tile', { hasText: name })
    await tile('Sessions').getByText('9', { exact: true }).waitFor()
    // Six of eight that were decided: Wilson's interval of 0.75 is 0.409 to 0.929.
    expect(await tile('Pass rate').textContent()).toMatch(/75%\s*n = 8 decided\s*40.9% to 92.9%/)
    expect(await tile('Looked at by a person').textContent()).toMatch(/11.1%\s*n = 9/)
    expect(await tile('Agreement').textContent()).toMatch(/–\s*No case was judged twice/)
    const byState = page.getByRole('region', { name: 'By issuing state' }).first()
    const row = byState.getByRole('row', { name: /^GHA/ })
    expect(await row.textContent()).toMatch(/GHA\s*3\s*0%\s*n = 2\s*0% to 65.8%\s*33.3%\s*n = 3/)
    await page
      .getByRole('region', { name: 'By model' })
      .first()
      .getByRole('row', { name: /^faces-1 · aaaaaaaa\s*9/ })
      .waitFor()
    await looksWell(page, 'metrics')
  })

  test('of another time are others, and every day is in a table as well', async () => {
    await page.getByLabel('Time').selectOption({ label: 'Last 90 days' })
    await page.locator('.tile', { hasText: 'Sessions' }).getByText('10', { exact: true }).waitFor()
    await page.getByText('As a table').click()
    const days = page.getByRole('region', { name: 'Day by day (UTC)' }).first()
    expect(await days.locator('tbody tr').count()).toBe(8)
    expect(await days.getByRole('img').count()).toBe(2)
    expect(await days.locator('.column').count()).toBe(90)
    await looksWell(page, 'metrics-90')
    expect(page.refusals).toEqual([])
  })
})
