import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { actBefore, type Pictures, picturesOf } from '../support/acting-camera'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { atStep, linkFor, newPage, press, result } from '../support/capture-page'
import { fakeCamera } from '../support/fake-camera'
import { person } from '../support/live-burst'
import { passportOf } from '../support/passport'

jest.setTimeout(300_000)

let app: TestApp
let browser: Browser
let pictures: Pictures
const camera = fakeCamera()

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  await app.spawnWorker('verify')
  const anna = await person('anna')
  pictures = await picturesOf(anna)
  await camera.showDocument(await passportOf(anna))
  browser = await openBrowser(camera.args)
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  camera.close()
})

async function toLiveness(page: Page, url: string) {
  await actBefore(page, pictures)
  await page.goto(url)
  await press(page, 'I agree, continue')
  await press(page, /^Passport/)
  await page.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
  await press(page, 'Use this picture')
  await atStep(page, 'LIVENESS')
}

const outcome = (sessionId: string) =>
  apiClient(app.url, app.key).session(
    sessionId,
    'status checks { name outcome reasons { code } } livenessChallenges { number state flashes moreTime }',
  )

describe('capture: the liveness challenge', () => {
  test('is done step by step, with flashing colours where they are wanted, and the person of the document is approved', async () => {
    const { url, sessionId } = await linkFor(app, { livenessRequired: true })
    const { page, context, strangers } = await newPage(browser, app)
    await toLiveness(page, url)
    const start = page.getByRole('button', { name: 'I am ready' })
    expect(await start.isDisabled()).toBe(true) // until it is said whether colours may flash
    await page.getByRole('radio', { name: 'Colours may flash' }).check()
    await start.click()
    const told = await result(page)
    expect(await outcome(sessionId)).toMatchObject({
      status: 'APPROVED',
      livenessChallenges: [{ number: 1, state: 'ANSWERED', flashes: true, moreTime: false }],
    })
    expect(told).toBe('Your identity is confirmed')
    expect(strangers).toEqual([])
    await context.close()
  })

  test('is done without flashes and with more time by who needs that; the page in the background begins anew', async () => {
    const { url, sessionId } = await linkFor(app, { livenessRequired: true })
    const { page, context } = await newPage(browser, app, { reducedMotion: 'reduce' })
    await toLiveness(page, url)
    expect(await page.getByRole('radio', { name: 'No flashing colours' }).isChecked()).toBe(true)
    await press(page, 'I am ready')
    await page.locator('body[data-act]').waitFor({ state: 'attached' })
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    })
    await page.getByText('The page was in the background').waitFor()
    await page.evaluate(() => Reflect.deleteProperty(document, 'hidden'))
    await page.getByRole('checkbox', { name: 'I need more time' }).check()
    await press(page, 'I am ready')
    expect(await result(page)).toBe('Your identity is confirmed')
    expect((await outcome(sessionId)).livenessChallenges).toEqual([
      { number: 1, state: expect.stringMatching(/OPEN|EXPIRED/), flashes: false, moreTime: false },
      { number: 2, state: 'ANSWERED', flashes: false, moreTime: true },
    ])
    await context.close()
  })
})
