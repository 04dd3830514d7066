import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { type Console, consoleOf } from '../support/console'
import { looksWell } from '../support/looks'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let admin: { page: Console; id: string }

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  browser = await openBrowser()
  admin = await consoleOf(browser, app, app.tenantId, ['ADMIN'])
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const stored = () => app.deps.organizations.get(app.tenantId)

/** What was written into the audit log about settings, newest last. */
async function changes() {
  const rows = await app.deps.audit.rows(app.tenantId, 0, 1000)
  return rows.filter(({ action }) => action === 'SETTINGS_CHANGED')
}

/** Points that do not pack well, in the size of a poster. */
function poster(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
  return sharp({ create: { width: 1600, height: 500, channels: 3, background: '#888', noise } })
    .png()
    .toBuffer()
}

describe('review: settings', () => {
  test('a colour that cannot be read is told, with what the page makes of it', async () => {
    const { page } = admin
    await page.goto(`${app.url}/console/settings/branding`)
    await page.getByLabel('Colour of buttons').fill('#ffe14d')
    await page.getByText(/^Light: contrast 1\.3:1, less than the 4\.5:1/).waitFor()
    await page.getByText(/^Dark: contrast 13\.\d:1, used as it is/).waitFor()
    await looksWell(page, 'branding-yellow')
    await page.getByLabel('Colour of buttons').fill('#0a7f5')
    await page.getByText('Not a colour').waitFor()
    expect(await page.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true)
    await page.getByLabel('Colour of buttons').fill('#0a5f7a')
    await page.getByText(/^Light: contrast 7\.\d:1, used as it is/).waitFor()
    const shown = page.locator('.preview.light .go')
    expect(await shown.getAttribute('style')).toContain('rgb(10, 95, 122)')
  })

  test('an SVG is refused as a logo; a large image is made small, shown, saved, and logged by its hash', async () => {
    const { page } = admin
    const file = page.locator('#logo')
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    await file.setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: svg })
    await page.getByText('no PNG, JPEG or WebP image').waitFor()
    await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: svg })
    await page.getByText('no PNG, JPEG or WebP image').waitFor()
    expect(await page.locator('.preview img').count()).toBe(0)
    await file.setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: await poster() })
    await page.locator('.preview img').first().waitFor()
    await looksWell(page, 'branding-logo')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved.').waitFor()
    const { brandColour, brandLogo } = await stored()
    expect(brandColour).toBe('#0a5f7a')
    expect(brandLogo?.length).toBeLessThanOrEqual(40_000)
    const bytes = Buffer.from(brandLogo?.split(',')[1] ?? '', 'base64')
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 205, height: 64 })
    const row = (await changes()).at(-1)
    expect(row).toMatchObject({ actor: admin.id, details: { brandColour: '#0a5f7a' } })
    expect(row?.details['brandLogo']).toMatch(/^[0-9a-f]{64}$/)
    await page.getByRole('button', { name: 'Remove logo' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.locator('.preview strong').first().waitFor()
    await eventually(async () => (await stored()).brandLogo === null)
  })

  test('retention is set for each kind of data, and is a row in the audit log', async () => {
    const { page } = admin
    await page.goto(`${app.url}/console/settings/retention`)
    await page.getByLabel('until images are removed').fill('30')
    await page.getByLabel('until everything is erased').fill('')
    await page.getByLabel('until webhook events').fill('3')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('until webhook events').fill('14')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved.').waitFor()
    const set = { imageRetentionDays: 30, retentionDays: null, webhookHistoryDays: 14 }
    expect(await stored()).toMatchObject(set)
    expect((await changes()).at(-1)).toMatchObject({ actor: admin.id, details: set })
    await looksWell(page, 'retention')
    expect(page.refusals).toEqual([])
  })
})
