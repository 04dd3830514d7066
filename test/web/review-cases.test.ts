import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { refer } from '../support/cases'
import { type Console, consoleOf, readSession } from '../support/console'
import { photo } from '../support/images'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let tenantId: string
let officer: { page: Console; id: string }

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
  browser = await openBrowser()
  await app.deps.organizations.change(
    tenantId,
    { fourEyes: 'REJECTIONS' },
    { actor: 'test', at: new Date() },
  )
  officer = await consoleOf(browser, app, tenantId, ['ADMIN'])
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const statusOf = async (sessionId: string) =>
  (await app.deps.sessions.get({ tenantId, sessionId })).status

/** The heading of an open case, and the bar that decides it. */
async function opened(page: Page, caseId: string): Promise<void> {
  await page.waitForURL(`**/case/${caseId}`)
  await page.getByRole('button', { name: 'Approve' }).waitFor()
}

const kept = (page: Page) => page.getByText(/^Kept:/).waitFor()

async function rowsOf(sessionId: string, action: RegExp) {
  const rows = await app.deps.audit.rows(tenantId, 0, 100_000)
  return rows.filter((row) => row.object === sessionId && action.test(row.action))
}

describe('review: in the console', () => {
  let cases: Awaited<ReturnType<typeof readSession>>[]

  test('five cases are worked by keyboard alone, each in less than half a minute', async () => {
    cases = []
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five'])
      cases.push(await readSession(app, `Person-${name}`))
    const [one, two, three, four, five] = cases
    const { page } = officer
    const press = (key: string) => page.keyboard.press(key)
    await page.locator('tbody tr').nth(4).waitFor()
    const seconds: number[] = []
    const timed = async (work: () => Promise<void>) => {
      const start = performance.now()
      await work()
      seconds.push((performance.now() - start) / 1000)
    }

    await timed(async () => {
      await press('j')
      await press('Enter')
      await opened(page, one?.caseId ?? '')
      await press('a')
      await page.getByRole('alertdialog').waitFor()
      await press('Enter')
      await kept(page)
    })
    await timed(async () => {
      await press('j')
      await opened(page, two?.caseId ?? '')
      await press('r')
      await page.getByRole('alertdialog').waitFor()
      await press('1')
      await press('Enter')
      await kept(page)
    })
    await timed(async () => {
      await press('j')
      await opened(page, three?.caseId ?? '')
      await press('q')
      await page.getByText('Please take another photo of your face.').waitFor()
      await press('Enter')
      await kept(page)
    })
    await timed(async () => {
      await press('j')
      await opened(page, four?.caseId ?? '')
      await page.keyboard.down('v')
      await page.getByText('PERSON-FOUR', { exact: true }).waitFor()
      await page.keyboard.up('v')
      await page.getByText('PERSON-FOUR', { exact: true }).waitFor({ state: 'detached' })
      await press('a')
      await page.getByRole('alertdialog').waitFor()
      await press('Enter')
      await kept(page)
    })
    await timed(async () => {
      await press('j')
      await opened(page, five?.caseId ?? '')
      await press('e')
      await page.getByRole('alertdialog').waitFor()
      await press('Enter')
      await page.waitForURL('**/queue')
    })

    expect(Math.max(...seconds)).toBeLessThan(30)
    const statuses = await Promise.all(cases.map(({ sessionId }) => statusOf(sessionId)))
    expect(statuses).toEqual(['APPROVED', 'IN_REVIEW', 'AWAITING_CAPTURE', 'APPROVED', 'IN_REVIEW'])
    expect(page.refusals).toEqual([])
  })

  test('a look leaves one row for each image, and one for the fields that were shown', async () => {
    const [one, , , four] = cases
    const images = await rowsOf(one?.sessionId ?? '', /^IMAGE_VIEWED$/)
    const seen = images.map(({ details }) => JSON.stringify(details))
    expect(seen.length).toBeGreaterThan(0)
    expect(new Set(seen).size).toBe(seen.length)
    const revealed = await rowsOf(four?.sessionId ?? '', /^DOCUMENT_FIELDS_REVEALED$/)
    expect(revealed.map(({ details }) => details)).toEqual([{ fields: ['SURNAME'] }])
    expect(await rowsOf(one?.sessionId ?? '', /^DOCUMENT_/)).toEqual([])
  })

  test('a second person confirms what the first rejected', async () => {
    const two = cases[1]
    const { page } = await consoleOf(browser, app, tenantId, ['REVIEWER'])
    await page.getByRole('button', { name: /^Second person/ }).click()
    await page.locator(`tbody tr:only-child a[href$="${two?.caseId}"]`).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/case/${two?.caseId}`)
    await page.getByText('Somebody decided: Rejected.').waitFor()
    await page.getByRole('button', { name: 'Send back' }).waitFor()
    await page.keyboard.press('a')
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Enter')
    await kept(page)
    expect(await statusOf(two?.sessionId ?? '')).toBe('REJECTED')
    await page.context().close()
  })

  test('what was asked for again comes back into the queue, which follows by itself', async () => {
    const three = cases[2]
    const { page } = officer
    await page.goto(`${app.url}/console/queue?status=OPEN`)
    await page.getByText('No case matches').waitFor()
    const { sessionId = '' } = three ?? {}
    await apiClient(app.url, app.key).upload(sessionId, 'SELFIE', await photo(640, 480, 7))
    const again = await refer(app, { tenantId, sessionId })
    await page.locator(`a.open[href$="${again}"]`).waitFor()
    expect(again).not.toBe(three?.caseId)
  })

  test('whoever comes second is told who has the case, and sees no image', async () => {
    const { caseId, sessionId } = await readSession(app, 'Held')
    const { page } = officer
    await page.goto(`${app.url}/console/case/${caseId}`)
    await opened(page, caseId)
    const other = await consoleOf(browser, app, tenantId, ['REVIEWER'])
    await other.page.goto(`${app.url}/console/case/${caseId}`)
    await other.page.getByText(/has this case in hand until/).waitFor()
    expect(await other.page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    const rows = await rowsOf(sessionId, /^IMAGE_/)
    expect(rows.filter(({ actor }) => actor === other.id)).toEqual([])
    await other.page.context().close()
  })

  test('a decision that somebody else made meanwhile is told as such', async () => {
    const { caseId, sessionId } = await readSession(app, 'Late')
    const { page, id } = officer
    await page.goto(`${app.url}/console/case/${caseId}`)
    await opened(page, caseId)
    const session = await app.deps.sessions.get({ tenantId, sessionId })
    await app.deps.sessions.apply({ session, trigger: 'CANCEL', actor: id, at: new Date() })
    await page.getByText('the session was cancelled or erased').waitFor()
    await eventually(
      async () => (await page.getByRole('button', { name: 'Approve' }).count()) === 0,
    )
  })
})
