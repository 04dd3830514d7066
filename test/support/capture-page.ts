import type { Browser, BrowserContext, Page } from 'playwright-core'
import { apiClient } from './api'
import type { TestApp } from './app'
import { newLink } from './capture-links'

export const PHONE = { width: 360, height: 740 }
export const DESKTOP = { width: 1280, height: 800 }

/** A new session and the link to it. */
export async function linkFor(app: TestApp, input: object = {}) {
  const api = apiClient(app.url, app.key)
  const applicant = await api.mutate('applicantCreate', {})
  const { result } = await api.mutate('kycSessionCreate', {
    applicantId: applicant.result.id,
    ...input,
  })
  const { url } = await newLink(app, result.id)
  return { sessionId: result.id as string, url: url as string }
}

/** A browser's page, with every request that left our origin. */
export async function newPage(
  browser: Browser,
  app: TestApp,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; context: BrowserContext; strangers: string[] }> {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', ...options })
  const page = await context.newPage()
  const strangers: string[] = []
  const ours = [app.url, app.url.replace('http', 'ws'), 'data:', `blob:${app.url}`]
  page.on('request', (request) => {
    if (!ours.some((start) => request.url().startsWith(start))) strangers.push(request.url())
  })
  page.on('pageerror', (error) => strangers.push(String(error)))
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) strangers.push(message.text())
  })
  page.setDefaultTimeout(60_000)
  return { page, context, strangers }
}

/** Waits until the page is at this step of the flow. */
export const atStep = (page: Page, step: string) =>
  page.locator(`body[data-step="${step}"]`).waitFor({ state: 'attached' })

export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).click()

/** Waits until the camera shows something. */
export const cameraRuns = (page: Page) =>
  page.waitForFunction(() => {
    const shutter = document.querySelector<HTMLButtonElement>('.shutter')
    return shutter !== null && !shutter.disabled
  })

/** Waits for the end, and says it as the page does. */
export async function result(page: Page): Promise<string | null> {
  await page.locator('body[data-step="RESULT"] .sign').waitFor({ timeout: 150_000 })
  return page.locator('h1').textContent()
}

/** Waits until the page says what is wrong. */
export const atProblem = (page: Page, code: string) =>
  page.locator(`body[data-problem="${code}"]`).waitFor({ state: 'attached' })

/** Presses a button that chooses a file, and chooses this one. */
export async function chooseFile(
  page: Page,
  name: string,
  file: { name: string; bytes: Buffer },
): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, name)])
  const mimeType = file.name.endsWith('.jpg') ? 'image/jpeg' : 'text/plain'
  await chooser.setFiles({ name: file.name, mimeType, buffer: file.bytes })
}

/** The face before the camera is photographed by itself, once it is well placed; then it is sent. */
export async function photographFace(page: Page): Promise<void> {
  await atStep(page, 'SELFIE')
  await page.getByRole('heading', { name: /whole face/ }).waitFor({ timeout: 120_000 })
  await press(page, 'Use this picture')
}
