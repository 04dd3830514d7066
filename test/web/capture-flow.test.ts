import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import {
  atStep,
  cameraRuns,
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
import type { Puppet } from '../support/turned-face'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let anna: Puppet
let passport: Buffer
const camera = fakeCamera()

/** All that the API process wrote to the store, and how often it decoded an image. */
const written: Uint8Array[] = []
let decoded = 0

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  const { blobs, images } = app.deps
  const { put } = blobs
  blobs.put = (key, bytes) => {
    written.push(bytes)
    return put(key, bytes)
  }
  for (const name of ['normalize', 'decode'] as const) {
    const work = images[name] as (bytes: Uint8Array) => Promise<never>
    images[name] = (bytes: Uint8Array) => {
      decoded += 1
      return work(bytes)
    }
  }
  await app.spawnWorker('verify')
  anna = await person('anna')
  passport = await passportOf(anna)
  await camera.showDocument(passport)
  browser = await openBrowser(camera.args)
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  camera.close()
})

async function photographPassport(page: Page) {
  await camera.showDocument(passport)
  await atStep(page, 'CONSENT')
  await press(page, 'I agree, continue')
  await atStep(page, 'DOCUMENT')
  await press(page, /^Passport/)
  await atStep(page, 'FRONT')
  await page.getByRole('heading', { name: 'Can you read everything?' }).waitFor() // taken by itself
  await camera.showFace(anna.photo)
}

describe('capture: from the link to the decision', () => {
  test('passport and face are photographed by themselves; the API process sees neither, and nobody else is asked anything', async () => {
    const { url, sessionId } = await linkFor(app)
    const { page, context, strangers } = await newPage(browser, app)
    await page.goto(url)
    await photographPassport(page)
    expect(page.url()).toBe(`${app.url}/capture/`) // no token stays in the address
    await press(page, 'Use this picture')
    await photographFace(page)
    expect(await result(page)).toBe('Your identity is confirmed')

    const session = await apiClient(app.url, app.key).session(
      sessionId,
      'status consentTextVersion consentLocale captureManifest { verified } captures { kind status }',
    )
    expect(session).toEqual({
      status: 'APPROVED',
      consentTextVersion: 'capture-page-1',
      consentLocale: 'en',
      captureManifest: { verified: true },
      captures: [
        { kind: 'DOCUMENT_FRONT', status: 'READY' },
        { kind: 'SELFIE', status: 'READY' },
      ],
    })
    expect(strangers).toEqual([])
    // An uncompressed point of P-256, and then ciphertext: no file of these begins so.
    expect(written.map(([first]) => first)).toEqual([4, 4])
    expect(written.every((bytes) => !Buffer.from(bytes).includes(JFIF, 0, 'latin1'))).toBe(true)
    expect(decoded).toBe(0)
    await context.close()
  })

  test('on a phone, the page closed in the middle and opened again goes on where it was; the link again leads there too', async () => {
    const { url } = await linkFor(app)
    const phone = { viewport: PHONE, hasTouch: true, isMobile: true }
    const { page, context, strangers } = await newPage(browser, app, phone)
    await page.goto(url)
    await photographPassport(page)
    await page.close()
    const again = await context.newPage()
    again.setDefaultTimeout(60_000)
    await again.goto(`${app.url}/capture/`)
    await atStep(again, 'FRONT') // it was not sent yet
    await camera.showDocument(passport)
    await again.reload()
    await again.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
    await camera.showFace(anna.photo)
    await press(again, 'Use this picture')
    await atStep(again, 'SELFIE')
    await again.goto('about:blank')
    await again.goto(url)
    await photographFace(again)
    expect(await result(again)).toBe('Your identity is confirmed')
    expect(strangers).toEqual([])
    await context.close()
  })

  test('what the checks could not use is asked for again, with what to mend', async () => {
    const { url } = await linkFor(app, { documentType: 'PASSPORT' })
    const { page, context } = await newPage(browser, app)
    await camera.showFace(anna.photo)
    await page.goto(url)
    await press(page, 'I agree, continue')
    await atStep(page, 'FRONT') // the organisation chose the document
    await cameraRuns(page)
    await press(page, 'Take the picture')
    await press(page, 'Use this picture')
    await photographFace(page)
    await page.getByText('We could not read the lines of letters').waitFor()
    expect(await page.locator('body').getAttribute('data-step')).toBe('FRONT')
    await camera.showDocument(passport)
    await press(page, 'Open the camera')
    await page.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
    await press(page, 'Use this picture')
    expect(await result(page)).toBe('Your identity is confirmed')
    await context.close()
  })
})

/** In the head of every JPEG of a browser, and long enough not to be in a ciphertext by chance. */
const JFIF = 'JFIF\0'
