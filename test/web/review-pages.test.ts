import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import type { Role } from '../../src/access/actions'
import { inviteMember } from '../../src/access/members'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser, seriousViolations } from '../support/browser'
import { consoleOf, openConsole, readSession, signIn } from '../support/console'
import PAGES from '../support/console-pages.json'
import { newMember, OPERATOR, PASSWORD, someAddress } from '../support/members'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let tenantId: string
let caseId: string

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
  browser = await openBrowser()
  caseId = (await readSession(app, 'Seen')).caseId
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

describe('review: every page', () => {
  test.each([
    ['light', 'en-GB', 1440],
    ['dark', 'de-DE', 1440],
    ['dark', 'en-GB', 390],
    ['light', 'de-DE', 390],
  ] as const)(
    'in %s and %s, %i pixels wide, has nothing serious against it',
    async (colorScheme, locale, width) => {
      const look = { colorScheme, width, locale }
      const { email } = await newMember(app, tenantId, ['ADMIN'])
      const door = await openConsole(browser, app.url, look)
      await door.locator('input[type=email]').waitFor()
      expect(await seriousViolations(door)).toEqual([])
      await door.keyboard.type(email)
      await door.keyboard.press('Tab')
      await door.keyboard.type(PASSWORD)
      await door.keyboard.press('Enter')
      await door.locator('main#content').waitFor()
      expect(await door.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2))
      for (const path of [...PAGES, `case/${caseId}`]) {
        await door.goto(`${app.url}/console/${path}`)
        await door.locator('#content h1, #content .empty h2').first().waitFor()
        await door.waitForLoadState('networkidle')
        expect([path, await seriousViolations(door)]).toEqual([path, []])
        const overflows = await door.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect([path, overflows]).toEqual([path, 0])
      }
      await door.getByRole('button', { name: /^(Put back|Zurücklegen)$/ }).waitFor()
      for (const key of ['?', 'a', 'r', 'q']) {
        await door.keyboard.press(key)
        await door.locator('[role=dialog], [role=alertdialog]').waitFor()
        expect([key, await seriousViolations(door)]).toEqual([key, []])
        await door.keyboard.press('Escape')
        await door.locator('[role=dialog], [role=alertdialog]').waitFor({ state: 'detached' })
      }
      await door.getByRole('button', { name: /^(Put back|Zurücklegen)$/ }).click()
      await door.waitForURL('**/queue')
      expect(door.refusals).toEqual([])
      await door.context().close()
    },
  )
})

describe('review: the way in', () => {
  test('a wrong password is told, with what to do', async () => {
    const page = await openConsole(browser, app.url)
    await page.getByLabel('Email').fill('nobody@example.com')
    await page.getByLabel('Password').fill('something else entirely')
    await page.keyboard.press('Enter')
    await page.getByText('ask an administrator to invite you again').waitFor()
    await page.context().close()
  })

  test('whoever was invited sets a password and is in', async () => {
    const operator = { ...OPERATOR, tenantId }
    const roles: Role[] = ['REVIEWER']
    const { token } = await inviteMember(app.deps, operator, { email: someAddress(), roles })
    const page = await openConsole(browser, app.url)
    await page.goto('about:blank')
    await page.goto(`${app.url}/console/invitation#${token}`)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByLabel('The same again').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Queue' }).waitFor()
    expect(page.url()).not.toContain(token)
    await page.context().close()
  })

  test('each role sees what it may go to, and no more', async () => {
    const places: Record<string, string[]> = {}
    for (const role of ['REVIEWER', 'AUDITOR', 'DEVELOPER'] as const) {
      const { page } = await consoleOf(browser, app, tenantId, [role])
      const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
      places[role] = (await links.allTextContents()).map((text) => text.trim())
      await page.context().close()
    }
    expect(places).toEqual({
      REVIEWER: ['Queue', 'Metrics', 'Policies', 'Risk models', 'Settings'],
      AUDITOR: ['Queue', 'Metrics', 'Policies', 'Risk models', 'Webhooks', 'Audit log', 'Settings'],
      DEVELOPER: ['Webhooks', 'Failed jobs', 'Settings'],
    })
  })

  test('whoever signs out leaves nothing behind: the way back shows the way in', async () => {
    const { email } = await newMember(app, tenantId, ['REVIEWER'])
    const page = await openConsole(browser, app.url)
    await signIn(page, email)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Email').waitFor()
    await page.goBack()
    await page.getByLabel('Email').waitFor()
    await page.context().close()
  })
})
