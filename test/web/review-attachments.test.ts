import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { attacher, pdf } from '../support/attach'
import { openBrowser, seriousViolations } from '../support/browser'
import { type Console, consoleOf, openConsole, readSession } from '../support/console'
import { photo } from '../support/images'
import { newMember, PASSWORD } from '../support/members'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const WORDS = {
  'en-GB': { add: 'Add file', open: /^Open letter/, none: 'No files yet.', wrong: /is no PDF/ },
  'de-DE': {
    ...{ add: 'Datei anhängen', open: /^letter.*öffnen$/, none: 'Noch keine Dateien.' },
    wrong: /kein PDF, JPEG oder PNG/,
  },
} as const

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer })
const letter = () => file('letter from the bank.pdf', 'application/pdf', pdf('bank'))

async function shot(page: Console, name: string) {
  const folder = process.env['SHOTS']
  if (!folder) return
  await page.locator('.attachments').screenshot({ path: `${folder}/${name}.png` })
  await page.screenshot({ path: `${folder}/${name}-page.png`, fullPage: true })
}

const card = (page: Console) => page.locator('.attachments')

async function choose(page: Console, button: string, chosen: ReturnType<typeof file>) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    card(page).getByRole('button', { name: button }).click(),
  ])
  await chooser.setFiles(chosen)
}

describe('review: attachments of a case', () => {
  test.each([
    ['light', 'en-GB', 1440],
    ['dark', 'de-DE', 1440],
    ['dark', 'en-GB', 390],
    ['light', 'de-DE', 390],
  ] as const)(
    'in %s and %s, %i pixels wide: a file is added and opened, and a wrong one is told',
    async (colorScheme, locale, width) => {
      const { add, open, none, wrong } = WORDS[locale]
      const look = { colorScheme, locale, width }
      const { email, id: authorId } = await newMember(app, app.tenantId, ['ADMIN'])
      const page = await openConsole(browser, app.url, look)
      await page.locator('input[type=email]').waitFor()
      await signInHere(page, email)
      const { caseId } = await readSession(app, 'Attached')
      await page.goto(`${app.url}/console/case/${caseId}`)
      await card(page).getByText(none).waitFor()
      await choose(page, add, file('notes.docx', 'application/vnd.ms-word', Buffer.from('PK')))
      await card(page).getByRole('alert').getByText(wrong).waitFor()
      const name = `${colorScheme}-${locale}-${width}`
      await shot(page, `attach-wrong-${name}`)
      await choose(page, add, letter())
      await card(page).getByRole('button', { name: open }).waitFor()
      const photograph = file('front door.png', 'image/jpeg', await photo(800, 600))
      await choose(page, add, photograph)
      await card(page).getByText('front door.jpg').waitFor()
      await card(page).getByRole('progressbar').waitFor({ state: 'detached' })
      expect(await seriousViolations(page)).toEqual([])
      await shot(page, `attach-${name}`)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        card(page).getByRole('button', { name: open }).click(),
      ])
      expect(download.suggestedFilename()).toBe('letter from the bank.pdf')
      expect(readFileSync(await download.path())).toEqual(letter().buffer)
      const rows = await app.deps.audit.rows(app.tenantId, 0, 100_000)
      const own = rows.filter(
        ({ object, action }) => object === caseId && action.startsWith('CASE_ATTACHMENT'),
      )
      expect(own.map(({ actor, action }) => [actor, action])).toEqual([
        [authorId, 'CASE_ATTACHMENT_ADDED'],
        [authorId, 'CASE_ATTACHMENT_ADDED'],
        [authorId, 'CASE_ATTACHMENT_OPENED'],
      ])
      expect(page.refusals).toEqual([])
      await page.context().close()
    },
  )

  test('too large a file, one that only pretends, and one too many are told, each with what to do', async () => {
    const { page } = await consoleOf(browser, app, app.tenantId, ['REVIEWER'])
    const { caseId } = await readSession(app, 'Full')
    await page.goto(`${app.url}/console/case/${caseId}`)
    const add = card(page).getByRole('button', { name: 'Add file' })
    await add.waitFor()
    await choose(page, 'Add file', file('a.pdf', 'application/pdf', Buffer.alloc(10_000_001)))
    await card(page).getByText('The file has more than 10 MB. Choose a smaller one.').waitFor()
    await choose(page, 'Add file', file('a.pdf', 'application/pdf', await photo(300, 200)))
    await card(page)
      .getByText(/no PDF, JPEG or PNG, whatever its name says/)
      .waitFor()
    await choose(page, 'Add file', file('a.jpg', 'image/jpeg', await photo(40, 30)))
    await card(page).getByText('each side needs at least 160 pixels').waitFor()
    const me = { cookie: await cookieHeader(page) }
    for (let at = 0; at < 20; at++) {
      const { userErrors } = await attacher(app.url, me).attach(caseId, pdf(String(at)))
      expect(userErrors).toEqual([])
    }
    await page.reload()
    await card(page).getByText('There are 20 files on this case; it takes no more.').waitFor()
    expect(await add.isDisabled()).toBe(true)
    await shot(page, 'attach-full')
    await page.context().close()
  })

  test('tells how far a large file is while it is sent', async () => {
    const { page } = await consoleOf(browser, app, app.tenantId, ['REVIEWER'])
    const { caseId } = await readSession(app, 'Slow')
    await page.goto(`${app.url}/console/case/${caseId}`)
    await card(page).getByRole('button', { name: 'Add file' }).waitFor()
    const cdp = await page.context().newCDPSession(page)
    const slow = { offline: false, latency: 50, downloadThroughput: -1 }
    await cdp.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: 1_500_000 })
    const large = Buffer.concat([pdf('large'), Buffer.alloc(6_000_000)])
    await choose(page, 'Add file', file('scan.pdf', 'application/pdf', large))
    await card(page)
      .getByText(/Sending scan.pdf: [1-9]\d? %/)
      .waitFor()
    await shot(page, 'attach-progress')
    await card(page).getByRole('button', { name: 'Open scan.pdf' }).waitFor({ timeout: 60_000 })
    await page.context().close()
  })

  test('are shown, and neither added to nor opened, where somebody else has the case in hand', async () => {
    const holder = await newMember(app, app.tenantId, ['REVIEWER'])
    const { caseId } = await readSession(app, 'Held')
    await apiClient(app.url, holder).mutate('reviewCaseTake', { caseId })
    await attacher(app.url, holder).attach(caseId, pdf())
    const { page } = await consoleOf(browser, app, app.tenantId, ['REVIEWER'])
    await page.goto(`${app.url}/console/case/${caseId}`)
    const open = card(page).getByRole('button', { name: 'Open letter.pdf' })
    await open.waitFor()
    expect(await open.isDisabled()).toBe(true)
    expect(await card(page).getByRole('button', { name: 'Add file' }).count()).toBe(0)
    await page.context().close()
  })
})

async function cookieHeader(page: Console): Promise<string> {
  const cookies = await page.context().cookies()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** As signIn, in whatever language the page is. */
async function signInHere(page: Console, email: string) {
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('main#content').waitFor()
}
