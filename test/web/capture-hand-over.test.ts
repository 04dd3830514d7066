import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import {
  atStep,
  linkFor,
  newPage,
  PHONE,
  photographFace,
  press,
  result,
} from '../support/capture-page'
import { fakeCamera } from '../support/fake-camera'
import { person } from '../support/live-burst'
import { passportOf } from '../support/passport'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
const camera = fakeCamera()

const decoder = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(decoder).buffer } })

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  await app.spawnWorker('verify')
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  camera.close()
})

describe('capture: from the desktop to the phone', () => {
  test('a code leads the phone into the session; the desktop waits, and shows how it ended', async () => {
    const anna = await person('anna')
    await camera.showDocument(await passportOf(anna))
    browser = await openBrowser(camera.args)
    const { url } = await linkFor(app)
    const desktop = await newPage(browser, app)
    await desktop.page.goto(url)
    await atStep(desktop.page, 'CONSENT')
    await press(desktop.page, /Continue on your phone/)
    const code = desktop.page.getByRole('img', { name: 'QR code' })
    await code.waitFor()
    const [symbol] = await readBarcodes(await code.screenshot(), { formats: ['QRCode'] })
    const link = symbol?.text ?? ''
    expect(link).toMatch(/\/capture\/#[\w-]{43}$/)

    const touch = { viewport: PHONE, hasTouch: true, isMobile: true }
    const phone = await newPage(browser, app, touch)
    await phone.page.goto(link)
    await atStep(phone.page, 'CONSENT')
    expect(await phone.page.getByRole('button', { name: /Continue on your phone/ }).count()).toBe(0)
    await desktop.page.getByText('Your phone has taken over').waitFor()

    await press(phone.page, 'I agree, continue')
    await press(phone.page, /^Passport/)
    await phone.page.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
    await camera.showFace(anna.photo)
    await press(phone.page, 'Use this picture')
    await photographFace(phone.page)
    expect(await result(phone.page)).toBe('Your identity is confirmed')
    await desktop.page.getByRole('heading', { name: 'Your identity is confirmed' }).waitFor()
    expect([...desktop.strangers, ...phone.strangers]).toEqual([])
  })

  test('who would rather stay stays', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    await page.goto(url)
    await press(page, /Continue on your phone/)
    await press(page, 'Stay on this device')
    await page.getByRole('heading', { name: 'Confirm your identity' }).waitFor()
    await context.close()
  })
})
