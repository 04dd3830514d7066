import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { createImages } from '../../src/inference/images'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { newLink } from '../support/capture-links'
import {
  atProblem,
  atStep,
  cameraRuns,
  chooseFile,
  linkFor,
  newPage,
  press,
  result,
} from '../support/capture-page'
import { fakeCamera } from '../support/fake-camera'
import { person } from '../support/live-burst'
import { passportOf } from '../support/passport'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let passport: Buffer
let face: Buffer
const camera = fakeCamera()

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  await app.spawnWorker('verify')
  const anna = await person('anna')
  passport = await passportOf(anna)
  face = Buffer.from(await createImages().encode(anna.photo))
  await camera.showDocument(passport)
  browser = await openBrowser(camera.args)
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  camera.close()
})

async function toFront(page: Page, url: string) {
  await page.goto(url)
  await press(page, 'I agree, continue')
  await press(page, /^Passport/)
  await atStep(page, 'FRONT')
}

async function photographed(page: Page, url: string) {
  await toFront(page, url)
  await page.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
}

/** Without the camera, which the browser refuses or does not have. */
async function withBrowser<T>(args: string[], work: (other: Browser) => Promise<T>): Promise<T> {
  const other = await openBrowser(args)
  return work(other).finally(() => other.close())
}

describe('capture: trouble with the camera', () => {
  test('who does not allow it is told how to, and can choose files all the way to the decision', async () => {
    const args = ['--use-fake-ui-for-media-stream=deny', '--use-fake-device-for-media-stream']
    await withBrowser(args, async (denying) => {
      const { url } = await linkFor(app)
      const { page, strangers } = await newPage(denying, app)
      await toFront(page, url)
      await press(page, 'Open the camera')
      await page.getByRole('heading', { name: 'The camera is not allowed' }).waitFor()
      expect(await page.locator('.steps li').count()).toBe(3)
      await chooseFile(page, 'Choose a picture', { name: 'passport.jpg', bytes: passport })
      await press(page, 'Use this picture')
      await atStep(page, 'SELFIE')
      const text = { name: 'face.txt', bytes: Buffer.from('no picture') }
      await chooseFile(page, 'Choose a file instead', text)
      await page.getByText('This file is not a picture we can read').waitFor()
      await chooseFile(page, 'Choose a file instead', { name: 'face.jpg', bytes: face })
      await press(page, 'Use this picture')
      expect(await result(page)).toBe('Your identity is confirmed')
      expect(strangers).toEqual([])
    })
  })

  test('who has none is told so', async () => {
    await withBrowser(['--use-fake-ui-for-media-stream'], async (without) => {
      const { url } = await linkFor(app)
      const { page } = await newPage(without, app)
      await toFront(page, url)
      await page.getByRole('heading', { name: 'No camera was found' }).waitFor()
    })
  })

  test('a lens that is covered is noticed', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    await camera.showBlack()
    await toFront(page, url)
    await page.getByRole('heading', { name: 'The camera shows only black' }).waitFor()
    await camera.showDocument(passport)
    await press(page, 'Try again')
    await page.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
    await context.close()
  })

  test('without the help for the face, which did not come, it is photographed by hand', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    await page.route('**/*.gz', (route) => route.abort())
    await camera.showDocument(passport)
    await photographed(page, url)
    await press(page, 'Use this picture')
    await atStep(page, 'SELFIE')
    await cameraRuns(page)
    await press(page, 'Take the picture')
    await page.getByRole('heading', { name: /whole face/ }).waitFor()
    await context.close()
  })

  test('a camera that stops is opened again', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    await camera.showDocument(passport, 0.3) // too far away for a picture by itself
    await toFront(page, url)
    await cameraRuns(page)
    await page.evaluate(() => {
      const [track] = (
        document.querySelector('video') as HTMLVideoElement & { srcObject: MediaStream }
      ).srcObject.getVideoTracks()
      track?.dispatchEvent(new Event('ended'))
    })
    await page.getByRole('heading', { name: 'used by something else' }).waitFor()
    await press(page, 'Try again')
    await cameraRuns(page)
    await camera.showDocument(passport)
    await context.close()
  })
})

describe('capture: trouble with the network', () => {
  test('a picture waits for the network, and goes on by itself', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    await photographed(page, url)
    await context.setOffline(true)
    await press(page, 'Use this picture')
    await page.getByText('You are offline').waitFor()
    await context.setOffline(false)
    await atStep(page, 'SELFIE')
    expect(await page.getByText('You are offline').isVisible()).toBe(false)
    await context.close()
  })

  test('a picture whose sending broke off is sent when the page is opened again, sealed as it was', async () => {
    const { url, sessionId } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    let tries = 0
    await page.route('**/uploads/**', (route) => {
      tries += 1
      return route.abort()
    })
    await photographed(page, url)
    await press(page, 'Use this picture')
    await page.getByText('You are offline').waitFor()
    await page.unroute('**/uploads/**')
    await page.reload()
    await atStep(page, 'SELFIE')
    expect(tries).toBeGreaterThan(0)
    const { captures } = await apiClient(app.url, app.key).session(sessionId, 'captures { kind }')
    expect(captures).toEqual([{ kind: 'DOCUMENT_FRONT' }])
    await context.close()
  })

  test('a byte that was changed on the way is noticed, and the picture asked for again', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    await page.route('**/uploads/**', (route) => {
      const bytes = Buffer.from(route.request().postDataBuffer() ?? [])
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      return route.continue({ postData: bytes })
    })
    await photographed(page, url)
    await press(page, 'Use this picture')
    await page.getByText('That picture was changed on its way here').waitFor()
    expect(await page.locator('body').getAttribute('data-step')).toBe('FRONT')
    await context.close()
  })

  test('a manifest of another session is refused, with a page that says so and the way to go on', async () => {
    const { url } = await linkFor(app)
    const { sessionId: other } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    let swapped = 0
    await page.route('**/graphql', async (route) => {
      const body = route.request().postDataJSON()
      const { manifest } = body.variables.input ?? {}
      if (manifest === undefined || swapped > 0) return route.continue()
      swapped += 1
      manifest.payload = manifest.payload.replace(/ses_\w+/, other)
      return route.continue({ postData: JSON.stringify(body) })
    })
    await photographed(page, url)
    await press(page, 'Use this picture')
    await atStep(page, 'SELFIE')
    await cameraRuns(page)
    await press(page, 'Take the picture')
    await press(page, 'Use this picture')
    await atProblem(page, 'MANIFEST_INVALID')
    expect(swapped).toBe(1)
    await press(page, 'Take the pictures again')
    await atStep(page, 'FRONT')
    await context.close()
  })
})

describe('capture: a link', () => {
  test('opens once: another browser is told that it was used', async () => {
    const { url } = await linkFor(app)
    const first = await newPage(browser, app)
    await first.page.goto(url)
    await atStep(first.page, 'CONSENT')
    const second = await newPage(browser, app)
    await second.page.goto(url)
    await atProblem(second.page, 'LINK_USED')
    expect(await second.page.locator('h1').textContent()).toBe('This link was used already')
    await first.context.close()
    await second.context.close()
  })

  test('that is none, is missing, is too old or leads to a session that is over says so', async () => {
    const { page, context } = await newPage(browser, app)
    await page.goto(`${app.url}/capture/`)
    expect(await page.locator('h1').textContent()).toBe('This page needs a link')
    await page.goto('about:blank')
    await page.goto(`${app.url}/capture/#${'x'.repeat(43)}`)
    await atProblem(page, 'NOT_FOUND')

    const api = apiClient(app.url, app.key)
    const { url, sessionId } = await linkFor(app)
    await api.mutate('kycSessionCancel', { sessionId })
    await page.goto('about:blank')
    await page.goto(url)
    await atProblem(page, 'CONFLICT')

    const { url: old } = await newLink(app, await api.newSession(), 60)
    const { now } = app.deps
    app.deps.now = () => new Date(Date.now() + 61_000)
    await page.goto('about:blank')
    await page.goto(old)
    await atProblem(page, 'EXPIRED')
    app.deps.now = now
    await context.close()
  })

  test('that another device went on with leaves this one out, and says so', async () => {
    const { url, sessionId } = await linkFor(app)
    const first = await newPage(browser, app)
    await photographed(first.page, url)
    await press(first.page, 'Use this picture')
    await atStep(first.page, 'SELFIE')
    const { url: newer } = await newLink(app, sessionId)
    const second = await newPage(browser, app)
    await second.page.goto(newer)
    await atStep(second.page, 'ELSEWHERE')
    expect(await second.page.locator('h1').textContent()).toBe('You began on another device')
    await first.page.reload()
    await atProblem(first.page, 'ENDED')
    await first.context.close()
    await second.context.close()
  })
})
