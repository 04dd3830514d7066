import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import type { ReadingData } from '../../src/documents/reading'
import type { TestApp } from './app'
import { referredSession } from './cases'
import { photo } from './images'
import { newMember, PASSWORD } from './members'

export type Console = Page & { refusals: string[] }

type Look = { colorScheme?: 'dark' | 'light'; width?: number; height?: number; locale?: string }

/** A browser of its own at the console. `refusals`: what the page's content security policy refused, and what threw. */
export async function openConsole(
  browser: Browser,
  url: string,
  look: Look = {},
): Promise<Console> {
  const { colorScheme = 'light', width = 1440, height = 900, locale = 'en-GB' } = look
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale })
  const page = Object.assign(await context.newPage(), { refusals: [] as string[] })
  page.on('pageerror', ({ message }) => page.refusals.push(message))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) page.refusals.push(message.text())
  })
  await page.goto(`${url}/console/`)
  return page
}

/** Signs in by keyboard alone. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').waitFor()
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).waitFor({ timeout: 30_000 })
}

/** A console in which somebody with these roles is signed in. */
export async function consoleOf(
  browser: Browser,
  app: TestApp,
  tenantId: string,
  roles: Parameters<typeof newMember>[2],
  look: Look = {},
): Promise<{ page: Console; id: string }> {
  const { id, email } = await newMember(app, tenantId, roles)
  const page = await openConsole(browser, app.url, look)
  await signIn(page, email)
  return { page, id }
}

const corner = (x: number, y: number) => ({ x, y })
const BOX = [corner(40, 60), corner(200, 60), corner(200, 90), corner(40, 90)]

/** A session with a selfie and what was read from its document, referred to a person. `name`: so that it is found again. */
export async function readSession(app: TestApp, surname: string) {
  const field = (source: string, value: string) => ({
    ...{ name: 'SURNAME', source, value, confidence: 0.97, uncertain: false },
    ...{ captureId: `cap_${randomBytes(16).toString('hex')}`, box: BOX },
  })
  const data = {
    ...{ format: 'TD3', lines: [], repaired: false, quality: [], outline: BOX, portraitBox: BOX },
    checkDigits: [{ field: 'COMPOSITE', printed: '1', expected: '1', valid: true }],
    fields: [field('MRZ', surname.toUpperCase()), field('VIZ', surname)],
    agreements: [{ field: 'SURNAME', left: 'MRZ', right: 'VIZ', result: 'AGREES' }],
    faces: { portrait: null, selfie: null },
  } as unknown as ReadingData
  const mismatch = { code: 'FACE_MISMATCH' as const, evidence: { captureId: 'cap_1' } }
  return referredSession(app, app.key, {
    selfie: await photo(640, 480),
    reading: { captureId: 'cap_1', data, portraitKey: null },
    checks: [
      { name: 'FACE_MATCH', outcome: 'FAIL', score: 2, reasons: [mismatch], durationMs: 1 },
      { name: 'DOCUMENT_READABLE', outcome: 'PASS', score: 1, reasons: [], durationMs: 1 },
    ],
  })
}
