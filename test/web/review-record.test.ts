import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { verifyBundle } from '../../src/trust/case-bundle'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { linkedCase } from '../support/cases'
import { type Console, consoleOf, readSession } from '../support/console'
import { readPdf } from '../support/pdf'
import { turnOn } from '../support/risk'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let page: Console

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  browser = await openBrowser()
  page = (await consoleOf(browser, app, app.tenantId, ['ADMIN'])).page
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

async function open(surname: string) {
  const made = await readSession(app, surname)
  await page.goto(`${app.url}/console/case/${made.caseId}`)
  await page.getByRole('button', { name: 'Approve' }).waitFor()
  return made
}

const shot = async (name: string) => {
  const folder = process.env['SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

describe('review: the record of a case', () => {
  test('a field is corrected with a reason; what was read stays, and both are hidden again', async () => {
    await open('Mueler')
    await page.getByRole('button', { name: 'Correct Surname' }).click()
    await page.getByLabel('What the document says').fill('MUELLER')
    await page.getByLabel('Why').fill('A letter was lost in the fold')
    await shot('correct')
    await page.getByRole('button', { name: 'Keep the correction' }).click()
    const row = page.locator('tr.corrected')
    await row.getByText('A letter was lost in the fold').waitFor()
    expect(await page.getByText('MUELLER', { exact: true }).count()).toBe(0)
    await page.keyboard.down('v')
    await row.getByText('MUELLER', { exact: true }).waitFor()
    await page.locator('tr.struck').getByText('MUELER', { exact: true }).waitFor()
    await shot('corrected')
    await page.keyboard.up('v')
    await page.getByText('MUELLER', { exact: true }).waitFor({ state: 'detached' })
  })

  test('the case is taken out as a PDF and as a bundle, from the page itself', async () => {
    const { caseId } = await open('Taken')
    const saved = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ])
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
    }
    await page.getByText('PDF: show what the fields say').click()
    const pdf = await saved('Export PDF')
    expect(pdf.name).toBe(`${caseId}.pdf`)
    expect(readPdf(pdf.bytes).text).toContain('Surname MRZ TAKEN')
    const bundle = await saved('Export signed bundle')
    const keys = await (await fetch(`${app.url}/.well-known/jwks.json`)).json()
    expect((await verifyBundle(bundle.bytes, keys as never, app.tenantId)).faults).toEqual([])
    expect(page.refusals).toEqual([])
  })

  test('says that risk groups are off, and finds nothing then', async () => {
    await open('Alone')
    await page.getByText('No other session shares anything with this one.').waitFor()
    await page.getByText('Risk groups are off: only sessions of the same applicant').waitFor()
    await shot('duplicates')
  })

  test('shows who shares what, each with its case, and draws who is joined with the applicant', async () => {
    await turnOn(app, ['DEVICES', 'DOCUMENTS', 'CONTACTS', 'GRAPH'])
    const far = await linkedCase(app, { EMAIL: 'far' })
    for (const email of ['far', 'x', 'y']) await linkedCase(app, { DEVICE: 'g1', EMAIL: email })
    await linkedCase(app, { DOCUMENT: 'G1', EMAIL: 'y' })
    const own = await linkedCase(app, { DEVICE: 'g1', DOCUMENT: 'G1' })
    const { userErrors } = await apiClient(app.url, app.key).mutate('labelCreate', {
      ...{ sessionId: far.sessionId, label: 'FRAUD' },
    })
    expect(userErrors).toEqual([])
    await page.goto(`${app.url}/console/case/${own.caseId}`)
    const section = page.locator('.duplicates')
    await section.locator('svg circle').nth(5).waitFor()
    expect(await section.getByText('Same device').count()).toBe(3)
    expect(await section.getByText('Same document').count()).toBe(1)
    await section.getByText('Not compared, for it is off: images, faces.').waitFor()
    await section.getByText('Known fraud').waitFor()
    await section
      .getByText(/document with 1(;|$)/)
      .first()
      .waitFor()
    await shot('graph')
    await section.getByRole('link', { name: 'Open its case' }).first().click()
    await page.waitForURL((url) => !url.href.endsWith(own.caseId))
    expect(page.refusals).toEqual([])
  })
})
