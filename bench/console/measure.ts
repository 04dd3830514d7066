import { chromium, type Page } from 'playwright-core'

/** Milliseconds from an interaction to the next frame that shows it (Event Timing), of the slowest event of each. */
export type Interaction = { name: string; ms: number }

/** Milliseconds until what was asked for stands there, server included. */
export type Arrival = { name: string; ms: number }

type Who = { url: string; email: string; password: string }

/** Every event that took longer than a frame. Shorter ones count as one frame. */
const OBSERVE = `
  window.slowest = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.interactionId > 0) window.slowest = Math.max(window.slowest, entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
`

/** Works in the queue as a person does, in a browser that CHROMIUM_PATH names, or Debian's. */
export async function workInQueue({ url, email, password }: Who) {
  const executablePath = '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(OBSERVE)
    await page.goto(`${url}/console/queue`)
    await page.fill('input[type=email]', email)
    await page.fill('input[type=password]', password)
    await page.keyboard.press('Enter')
    await page.locator('tbody tr').nth(49).waitFor()
    return await steps(page)
  } finally {
    await browser.close()
  }
}

const nothing = async () => undefined

async function steps(page: Page) {
  const { does, turns, interactions, arrivals } = recorder(page)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  for (let row = 0; row < 10; row += 1) await does('J', () => page.keyboard.press('j'), nothing)
  for (let turn = 0; turn < 5; turn += 1) await turns('next page', () => button(/^Next$/).click())
  await turns('view: overdue', () => button(/^Overdue/).click())
  await does(
    'filter by reason',
    async () => void (await page.getByLabel('Reason').selectOption('IMAGE_GLARE')),
    () => page.waitForLoadState('networkidle'),
  )
  await does(
    'open a case',
    () => page.locator('tbody a.open').first().click(),
    () => button('Approve').waitFor(),
  )
  await does(
    'reject: dialog',
    () => page.keyboard.press('r'),
    () => page.getByRole('alertdialog').waitFor(),
  )
  await does('reject: reason 1', () => page.keyboard.press('1'), nothing)
  return { interactions, arrivals }
}

function recorder(page: Page) {
  const interactions: Interaction[] = []
  const arrivals: Arrival[] = []
  const does = async (name: string, act: () => Promise<void>, there: () => Promise<unknown>) => {
    await page.evaluate('window.slowest = 0')
    const start = performance.now()
    await act()
    await there()
    arrivals.push({ name, ms: performance.now() - start })
    await page.waitForTimeout(300) // the browser tells of events a little later
    const ms = Number(await page.evaluate('window.slowest'))
    interactions.push({ name, ms: Math.max(ms, 16) })
  }
  /** After it another case stands first. */
  const turns = async (name: string, act: () => Promise<void>) => {
    const first = await page.locator('tbody a.open').first().getAttribute('href')
    const another = page.locator(`tbody tr:first-child a.open:not([href="${first}"])`)
    await does(name, act, () => another.waitFor())
  }
  return { does, turns, interactions, arrivals }
}
