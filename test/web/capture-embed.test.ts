import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { loadConfig } from '../../src/config'
import { eventually, freePort, startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { linkFor, newPage } from '../support/capture-page'
import { fakeCamera } from '../support/fake-camera'
import { person } from '../support/live-burst'
import { passportOf } from '../support/passport'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let shop: ChildProcess
let shopUrl: string
const camera = fakeCamera()

/** The example, in a process of its own, on another site than Countersign's: localhost, not 127.0.0.1. */
async function openShop(port: number): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['examples/embed-react/server.mjs', '--port', String(port)],
    {
      env: { ...process.env, COUNTERSIGN_URL: app.url, COUNTERSIGN_KEY: app.key },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  if (child.stdout === null) throw new Error('The example says nothing.')
  await once(child.stdout, 'data')
  return child
}

beforeAll(async () => {
  const port = await freePort()
  shopUrl = `http://localhost:${port}`
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000', EMBED_ORIGINS: shopUrl })
  await app.spawnWorker('verify')
  shop = await openShop(port)
  await camera.showDocument(await passportOf(await person('anna')))
  browser = await openBrowser(camera.args)
})
afterAll(async () => {
  shop?.kill()
  await browser?.close()
  await app?.close()
  camera.close()
})

const events = async (page: Page) => {
  const texts = await page.locator('#events li').allTextContents()
  return texts.map((text) => JSON.parse(text) as { type: string; step?: string })
}

async function photographed(frame: FrameLocator) {
  await frame.getByRole('button', { name: 'I agree, continue' }).click()
  await frame.getByRole('button', { name: /^Passport/ }).click()
  await frame.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
  await frame.getByRole('button', { name: 'Use this picture' }).click()
  await frame.locator('body[data-step="SELFIE"]').waitFor({ state: 'attached' })
}

describe('capture: in a frame of another site', () => {
  test('goes on as by itself, camera included, and tells the site where it is', async () => {
    const { page, context } = await newPage(browser, app)
    await page.goto(shopUrl)
    await page.getByRole('button', { name: 'Confirm my identity' }).click()
    const frame = page.frameLocator('iframe[title="Identity check"]')
    await photographed(frame)
    const told = await events(page)
    expect(told[0]).toEqual({ type: 'ready' })
    const steps = told.flatMap(({ step }) => step ?? [])
    expect(steps).toEqual(['CONSENT', 'DOCUMENT', 'FRONT', 'SELFIE'])
    const cookies = await context.cookies(app.url)
    expect(cookies.map(({ sameSite, httpOnly }) => [sameSite, httpOnly])).toEqual([['None', true]])
    await context.close()
  })

  test('is not shown by sites that EMBED_ORIGINS does not name, nor is any other page of ours', async () => {
    const { url } = await linkFor(app)
    const { page, context } = await newPage(browser, app)
    const other = shopUrl.replace('localhost', '127.0.0.1')
    await page.route(`${other}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${url}"></iframe>` }),
    )
    await page.goto(`${other}/`)
    await eventually(async () =>
      page.frames().some((frame) => frame.url().startsWith('chrome-error:')),
    )
    const { headers } = await fetch(`${app.url}/console/`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    await context.close()
  })

  test('hears nobody but the site around it, and that site nobody but the frame', async () => {
    const { page, context } = await newPage(browser, app)
    await page.goto(shopUrl)
    await page.getByRole('button', { name: 'Confirm my identity' }).click()
    await page.frameLocator('iframe').getByRole('button', { name: 'I agree, continue' }).waitFor()
    await page.evaluate(() => {
      window.postMessage(
        { source: 'countersign-capture', type: 'finished', status: 'APPROVED' },
        '*',
      )
    })
    await page.frameLocator('iframe').getByRole('button', { name: 'I agree, continue' }).click()
    await page.locator('#events', { hasText: 'DOCUMENT' }).waitFor()
    expect((await events(page)).map(({ type }) => type)).not.toContain('finished')
    await context.close()
  })

  test('settings name origins, and nothing wider', () => {
    for (const wrong of [
      '*',
      'https://*.shop.example',
      'https://shop.example/path',
      'shop.example',
    ])
      expect(() => loadConfig({ EMBED_ORIGINS: wrong })).toThrow('EMBED_ORIGINS')
    const two = 'https://shop.example https://bank.example:8443'
    expect(loadConfig({ EMBED_ORIGINS: two }).EMBED_ORIGINS).toEqual(two.split(' '))
  })
})
