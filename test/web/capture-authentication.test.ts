import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { actBefore, type Pictures, picturesOf } from '../support/acting-camera'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { newLink } from '../support/capture-links'
import { atProblem, atStep, linkFor, newPage, press, result } from '../support/capture-page'
import { faceClient, newPayment } from '../support/face-authentication'
import { fakeCamera } from '../support/fake-camera'
import { person } from '../support/live-burst'
import { passportOf } from '../support/passport'

jest.setTimeout(400_000)

let app: TestApp
let browser: Browser
let pictures: Pictures
let faces: ReturnType<typeof faceClient>
const camera = fakeCamera()

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  await app.spawnWorker('verify')
  faces = faceClient(app, () => undefined)
  await faces.api.mutate('faceAuthenticationSettingsUpdate', { enabled: true }, 'enabled')
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

async function film(page: Page) {
  await atStep(page, 'LIVENESS')
  await page.getByRole('radio', { name: 'No flashing colours' }).check()
  await press(page, 'I am ready')
}

describe('capture: confirming by face', () => {
  test('who agreed to it confirms a payment later, on that device alone, and sees what is paid to whom', async () => {
    const { url, sessionId } = await linkFor(app, { livenessRequired: true })
    const { page, context, strangers } = await newPage(browser, app)
    await actBefore(page, pictures)
    await page.goto(url)
    const wish = page.getByRole('checkbox', { name: 'Also confirm actions with my face later' })
    expect(await wish.isChecked()).toBe(false)
    await wish.check()
    await press(page, 'I agree, continue')
    await press(page, /^Passport/)
    await page.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
    await press(page, 'Use this picture')
    await film(page)
    expect(await result(page)).toBe('Your identity is confirmed')
    expect((await faces.enrol(sessionId)).state).toBe('ACTIVE')

    const { applicant } = await faces.api.session(sessionId, 'applicant { id }')
    const asked = await faces.ask(applicant.id, newPayment(), 900)
    const stranger = await newPage(browser, app)
    await stranger.page.goto(asked.url)
    await atProblem(stranger.page, 'OTHER_DEVICE')
    await stranger.context.close()

    const { url: again } = await newLink(app, asked.sessionId)
    const later = await context.newPage()
    later.setDefaultTimeout(60_000)
    await actBefore(later, pictures)
    await later.goto(again)
    await atStep(later, 'CONFIRM')
    // What the organisation wrote is text, whatever it looks like.
    const sentence = await later.locator('[data-action]').textContent()
    expect(sentence?.replace(/[\u2068\u2069]/g, '')).toBe(
      'Confirm payment of 120.00 EUR to Bäckerei <b>Müller</b>',
    )
    expect(await later.locator('[data-action] b').count()).toBe(0)
    await press(later, 'Confirm with my face')
    await film(later)
    expect(await result(later)).toBe('Confirmed')
    expect(await faces.look(asked.id)).toMatchObject({
      status: 'AUTHORIZED',
      authorization: expect.any(String),
    })
    expect(strangers).toEqual([])
    await context.close()
  })
})
