import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { automationSigns, type FormBehaviour } from '../../src/risk/behaviour'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { atStep, linkFor, newPage, photographFace, press } from '../support/capture-page'
import { fakeCamera } from '../support/fake-camera'
import { person } from '../support/live-burst'
import { passportOf } from '../support/passport'
import { turnOn } from '../support/risk'
import type { Puppet } from '../support/turned-face'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let anna: Puppet
const camera = fakeCamera()

beforeAll(async () => {
  app = await startTestApp(['housekeeping'], { RATE_LIMIT_PER_SEC: '1000' })
  await app.spawnWorker('verify')
  anna = await person('anna')
  browser = await openBrowser(camera.args)
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  camera.close()
})

const MEASURED = 'how long you stay on each screen'

/** From the link to the submission; every request that could have told how the page was used. */
async function submitted(agree: (page: Page) => Promise<void>) {
  await camera.showDocument(await passportOf(anna))
  const { url, sessionId } = await linkFor(app)
  const { page, context, strangers } = await newPage(browser, app)
  const told: Record<string, unknown>[] = []
  page.on('request', (request) => {
    const body = request.url().endsWith('/graphql') ? request.postData() : null
    if (body?.includes('timesAway')) told.push(JSON.parse(body).variables.input)
  })
  await page.goto(url)
  await atStep(page, 'CONSENT')
  const says = await page.locator('main').textContent()
  await agree(page)
  await page.getByRole('heading', { name: 'Can you read everything?' }).waitFor()
  await camera.showFace(anna.photo)
  await press(page, 'Use this picture')
  await photographFace(page)
  await page.locator('body[data-step="RESULT"]').waitFor({ state: 'attached', timeout: 150_000 })
  expect(strangers).toEqual([])
  await context.close()
  const session = await apiClient(app.url, app.key).session(sessionId, 'status consentTextVersion')
  return { sessionId, says, told, consent: session.consentTextVersion }
}

const byMouse = async (page: Page) => {
  await press(page, 'I agree, continue')
  await press(page, /^Passport/)
}

const byKeys = async (page: Page) => {
  const button = async (name: string | RegExp) => {
    await page.getByRole('button', { name }).focus()
    await page.keyboard.press('Enter')
  }
  await button('I agree, continue')
  await atStep(page, 'DOCUMENT')
  await button(/^Passport/)
}

const signalsOf = async (sessionId: string) => {
  const { risk } = await apiClient(app.url, app.key).session(
    sessionId,
    'risk { signals { name value } }',
  )
  return risk.signals as { name: string; value: number | null }[]
}

describe('capture: how the page is used', () => {
  test('is neither measured nor told while the organisation has not turned it on', async () => {
    const { says, told, consent } = await submitted(byMouse)
    expect(says).not.toContain(MEASURED)
    expect(consent).toBe('capture-page-1')
    expect(told).toEqual([])
  })

  test('is said before, and told in a few numbers, once it is on', async () => {
    await turnOn(app, ['BEHAVIOUR'])
    const { sessionId, says, told, consent } = await submitted(byMouse)
    expect(says).toContain(MEASURED)
    expect(consent).toBe('capture-page-behaviour-1')
    expect(told).toHaveLength(1)
    const { steps, ...rest } = told[0] as { steps: { step: string; seconds: number }[] }
    expect(rest).toEqual({ sessionId, timesAway: 0, inputs: ['MOUSE'] })
    expect(steps.map(({ step }) => step)).toEqual(['CONSENT', 'DOCUMENT', 'FRONT', 'SELFIE'])
    for (const { seconds } of steps) expect(seconds).toBeGreaterThan(0)
    const details = await app.deps.riskDetails.ofSession({ tenantId: app.tenantId, sessionId })
    expect(details).toEqual({ PAGE: { steps, timesAway: 0, inputs: ['MOUSE'] } })
    const shortest = Math.min(...steps.map(({ seconds }) => seconds))
    expect(await signalsOf(sessionId)).toContainEqual({ name: 'SHORTEST_STEP', value: shortest })
  })

  test('by keys alone says nothing of haste', async () => {
    await turnOn(app, ['BEHAVIOUR'])
    const { sessionId, told } = await submitted(byKeys)
    expect(told[0]?.['inputs']).toContain('KEYBOARD')
    expect(await signalsOf(sessionId)).toContainEqual({ name: 'SHORTEST_STEP', value: null })
  })
})

describe('embed: how a form of one’s own is filled in', () => {
  const embed = readFileSync('dist/web/embed/embed.js').toString('base64')

  /** A form of a shop that measures it; what it says, and every request it made. */
  async function form() {
    const page = await browser.newPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.setContent('<form><input id="name"><input id="mail"></form>')
    // As text: what compiles tests would make another import of it.
    const module = `import('data:text/javascript;base64,${embed}')`
    await page.evaluate(
      `${module}.then((own) => { window.measured = own.measureForm(document.forms[0]) })`,
    )
    const summary = (): Promise<FormBehaviour> => page.evaluate('measured.summary()')
    return { page, requests, summary }
  }

  const ZERO = { keystrokes: 0, dwellMs: null, flightMs: null, hesitationMs: null }

  test('is counted and timed, and what was typed is nowhere in it', async () => {
    const { page, requests, summary } = await form()
    expect(await summary()).toEqual({ ...ZERO, pastes: 0, corrections: 0 })
    await page.locator('#name').focus()
    await page.waitForTimeout(400)
    await page.keyboard.type('Maximiliane Zyx', { delay: 40 })
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Control+C')
    await page.locator('#mail').focus()
    await page.waitForTimeout(300)
    await page.keyboard.press('Control+V')
    expect(await page.locator('#mail').inputValue()).toBe('Maximiliane Zy')
    const measured = await summary()
    expect(measured).toEqual({
      ...{ keystrokes: 22, pastes: 1, corrections: 1, hesitationMs: expect.any(Number) },
      dwellMs: { median: expect.any(Number), iqr: expect.any(Number) },
      flightMs: { median: expect.any(Number), iqr: expect.any(Number) },
    })
    expect(measured.hesitationMs).toBeGreaterThan(250)
    expect(measured.dwellMs?.median).toBeGreaterThan(20)
    const text = JSON.stringify(measured).replace(/"[a-zA-Z]+":/g, '')
    expect(text).toMatch(/^[\d.,{}]+$/) // names of ours, and numbers
    expect(automationSigns(measured)).toBe(0)
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([])
    await page.close()
  })

  test('is the same whatever is typed: the times are, and nothing else', async () => {
    const typed = async (text: string) => {
      const { page, summary } = await form()
      await page.evaluate((letters) => {
        const field = document.querySelector('#name') as HTMLInputElement
        const at = (event: Event, timeStamp: number) => {
          Object.defineProperty(event, 'timeStamp', { value: timeStamp })
          field.dispatchEvent(event)
        }
        for (const [index, key] of [...letters].entries()) {
          const options = { bubbles: true, key, code: `Key${key}` }
          const input = { bubbles: true, data: key, inputType: 'insertText' }
          at(new KeyboardEvent('keydown', options), index * 100)
          at(new InputEvent('beforeinput', input), index * 100 + 1)
          at(new KeyboardEvent('keyup', options), index * 100 + 60)
        }
      }, text)
      const measured = await summary()
      await page.close()
      return measured
    }
    const first = await typed('Ann Lee!')
    expect(first).toMatchObject({
      keystrokes: 8,
      dwellMs: { median: 60, iqr: 0 },
      flightMs: { median: 40, iqr: 0 },
    })
    expect(await typed('zq9$ÄöX?')).toEqual(first)
  })

  test('by a program, with no pause, is told from people', async () => {
    const { page, summary } = await form()
    await page.evaluate(() => {
      const field = document.querySelector('#name') as HTMLInputElement
      field.focus()
      for (const key of 'Maximiliane Zyxwvutsrqponm') {
        const options = { key, code: key, bubbles: true }
        field.dispatchEvent(new KeyboardEvent('keydown', options))
        const input = { bubbles: true, data: key, inputType: 'insertText' }
        field.dispatchEvent(new InputEvent('beforeinput', input))
        field.dispatchEvent(new KeyboardEvent('keyup', options))
      }
    })
    expect(automationSigns(await summary())).toBe(1)
    await page.close()
  })

  test('is measured no more once that is stopped', async () => {
    const { page, summary } = await form()
    await page.evaluate('measured.stop()')
    await page.locator('#name').pressSequentially('unseen')
    expect(await summary()).toEqual({ ...ZERO, pastes: 0, corrections: 0 })
    await page.close()
  })
})
