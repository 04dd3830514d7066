import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser, seriousViolations } from '../support/browser'
import {
  atProblem,
  atStep,
  cameraRuns,
  DESKTOP,
  linkFor,
  newPage,
  PHONE,
  press,
} from '../support/capture-page'
import { fakeCamera } from '../support/fake-camera'
import { person } from '../support/live-burst'
import { newMember } from '../support/members'
import { passportOf } from '../support/passport'
import type { Puppet } from '../support/turned-face'

jest.setTimeout(240_000)

/** Where pictures of every screen are put, for people to look at. */
const FOLDER = process.env['SCREENSHOTS']

let app: TestApp
let browser: Browser
let passport: Buffer
let anna: Puppet
const camera = fakeCamera()

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  await app.spawnWorker('verify')
  anna = await person('anna')
  passport = await passportOf(anna)
  await camera.showDocument(passport)
  browser = await openBrowser(camera.args)
  if (FOLDER) mkdirSync(FOLDER, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  camera.close()
})

/** What is wrong with a screen: for axe, or because it is wider than the window. */
async function faults(page: Page, name: string): Promise<string[]> {
  if (FOLDER) await page.screenshot({ path: join(FOLDER, `${name}.png`) })
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  const found = await seriousViolations(page)
  return [...found, ...(wide ? ['wider than the window'] : [])].map((each) => `${name}: ${each}`)
}

async function walk(page: Page, link: string, name: string): Promise<string[]> {
  const found: string[] = []
  const look = async (screen: string) => found.push(...(await faults(page, `${name}-${screen}`)))
  await page.goto(link)
  await atStep(page, 'CONSENT')
  await look('1-consent')
  await page.locator('.button.main').click()
  await atStep(page, 'DOCUMENT')
  await look('2-document')
  await camera.showDocument(passport, 0.3)
  await page.locator('[data-document="PASSPORT"]').click()
  await cameraRuns(page)
  await page.locator('.viewfinder[data-hint]').waitFor()
  await look('3-camera')
  await camera.showDocument(passport)
  await page.locator('.shutter').click()
  await page.locator('.taken').waitFor()
  await look('4-taken')
  await camera.showFace(anna.photo)
  await page.locator('.button.main').click()
  await atStep(page, 'LIVENESS')
  await look('5-liveness')
  return found
}

const SCHEMES = ['light', 'dark'] as const
const WINDOWS = { phone: PHONE, desktop: DESKTOP } as const

describe('capture: what people see', () => {
  const cases = SCHEMES.flatMap((colorScheme) =>
    (['phone', 'desktop'] as const).map((window) => [colorScheme, window] as const),
  )
  test.each(cases)(
    'in %s on a %s has no serious fault for axe, and fits',
    async (colorScheme, window) => {
      const { url } = await linkFor(app, { livenessRequired: true })
      const touch = window === 'phone' ? { hasTouch: true, isMobile: true } : {}
      const options = { viewport: WINDOWS[window], colorScheme, ...touch }
      const { page, context, strangers } = await newPage(browser, app, options)
      expect(await walk(page, url, `${colorScheme}-${window}`)).toEqual([])
      expect(strangers).toEqual([])
      await context.close()
    },
  )

  test('in Arabic runs from right to left; the language can be changed at every step', async () => {
    const { url } = await linkFor(app, { livenessRequired: true })
    const phone = { viewport: PHONE, hasTouch: true, isMobile: true }
    const { page, context } = await newPage(browser, app, { ...phone, locale: 'de-AT' })
    await page.goto(url)
    await page.getByRole('heading', { name: 'Bestätigen Sie Ihre Identität' }).waitFor()
    await page.getByRole('combobox').selectOption('ar')
    await page.getByRole('heading', { name: 'أكِّد هويتك' }).waitFor()
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await faults(page, 'arabic-1-consent')).toEqual([])
    await page.locator('.button.main').click()
    await atStep(page, 'DOCUMENT')
    expect(await faults(page, 'arabic-2-document')).toEqual([])
    await page.reload()
    await page.getByRole('heading', { name: 'أي وثيقة ستُظهر؟' }).waitFor() // it is remembered
    await context.close()
  })

  test('of how it ended and of what went wrong has no serious fault either', async () => {
    const { page, context } = await newPage(browser, app, { colorScheme: 'dark', viewport: PHONE })
    await page.goto(`${app.url}/capture/#${'x'.repeat(43)}`)
    await atProblem(page, 'NOT_FOUND')
    expect(await faults(page, 'end-1-no-link')).toEqual([])
    const { url, sessionId } = await linkFor(app)
    await page.goto('about:blank')
    await page.goto(url)
    await atStep(page, 'CONSENT')
    await apiClient(app.url, app.key).mutate('kycSessionCancel', { sessionId })
    await page.reload()
    await atStep(page, 'RESULT')
    expect(await faults(page, 'end-2-cancelled')).toEqual([])
    await context.close()
  })

  test('carries the colour and the logo of the organisation, mended until they can be read', async () => {
    const tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
    const admin = apiClient(app.url, await newMember(app, tenantId, ['ADMIN']))
    await admin.mutate('organizationUpdate', { brandColour: '#ffe14d' })
    const { url } = await linkFor(app)
    for (const colorScheme of SCHEMES) {
      const { page, context } = await newPage(browser, app, { colorScheme, viewport: PHONE })
      if (colorScheme === 'light') await page.goto(url)
      else await page.goto((await linkFor(app)).url)
      await atStep(page, 'CONSENT')
      expect(await faults(page, `brand-${colorScheme}`)).toEqual([])
      const colour = await page.evaluate(
        () => getComputedStyle(document.querySelector('.button.main') as Element).backgroundColor,
      )
      expect(colour).not.toBe('rgb(29, 78, 216)')
      await context.close()
    }
    await admin.mutate('organizationUpdate', { brandColour: null })
  })

  test('moves the focus to the heading of each step, and tells screen readers what the camera sees', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await camera.showDocument(passport, 0.3)
    await page.goto(url)
    await atStep(page, 'CONSENT')
    expect(await focused()).toBe('Confirm your identity')
    await press(page, 'I agree, continue')
    await atStep(page, 'DOCUMENT')
    expect(await focused()).toBe('Which document will you show?')
    await press(page, /^Passport/)
    await cameraRuns(page)
    const told = page.locator('[data-live]', { hasText: 'Place the document in the frame' })
    await told.waitFor({ state: 'attached' })
    await context.close()
  })
})
