// Pictures of every page of the console, dark and light, desktop and phone, in screenshots/ (ignored by git), of the demo's own
// cases. Needs Chromium: CHROMIUM_PATH, or where Debian puts it.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}screenshots`
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const PAGES = JSON.parse(readFileSync(`${root}test/support/console-pages.json`, 'utf8'))

/** The demo, left open: where its console is, and who may log in. */
async function startDemo() {
  const child = spawn('node', ['dist/src/cli/main.js', 'demo', '--serve'], { cwd: root })
  let text = ''
  child.stderr.pipe(process.stderr)
  const url = await new Promise((done, fail) => {
    child.once('exit', () => fail(new Error(`The demo ended:\n${text}`)))
    child.stdout.on('data', (part) => {
      text += part
      const found = /The console: (\S+)/.exec(text)
      if (found && text.includes('Stop with')) done(found[1])
    })
  })
  const [, email, password] = /(officer@\S+) {2}(\S+)/.exec(text)
  return { url, email, password, stop: () => child.kill('SIGTERM') }
}

const nameOf = (path) => path.replaceAll(/\W+/g, '-')

async function settle(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(400)
}

/** The whole page, on a screen that is as high: what sticks to an edge of the screen stands where it belongs. */
async function take(page, look, path) {
  await settle(page)
  const usual = page.viewportSize()
  const height = await page.evaluate('document.documentElement.scrollHeight')
  await page.setViewportSize({ ...usual, height: Math.max(height, usual.height) })
  await page.screenshot({ path: `${folder}/${nameOf(path)}-${look}.png` })
  await page.setViewportSize(usual)
}

/** Reasons whose case has something that others have not. */
const REASONS = ['FIELD_MISMATCH', 'IMAGE_BLURRED', 'DOCUMENT_EXPIRED', 'RISK_CONNECTED']

async function openCase(page, url, reason) {
  await page.goto(`${url}queue?reason=${reason}`)
  await page.locator('a.open').first().click()
  await page.waitForURL('**/case/*')
  await page.locator('.reasons').waitFor()
}

/** A case, as it is opened; then its dialogs and the help. */
async function takeCase(page, look, url) {
  for (const reason of REASONS) {
    await openCase(page, url, reason)
    await take(page, look, `case-${reason}`)
  }
  await openCase(page, url, 'FACE_MISMATCH')
  await page.locator('.decide').waitFor()
  await take(page, look, 'case')
  for (const [key, name] of Object.entries({
    a: 'approve',
    r: 'reject',
    q: 'again',
    '?': 'help',
  })) {
    await page.keyboard.press(key)
    await page.locator('[role=dialog], [role=alertdialog]').waitFor()
    await page.screenshot({ path: `${folder}/case-${name}-${look}.png` })
    await page.keyboard.press('Escape')
  }
  for (const name of ['overlay', 'flicker']) {
    await page.keyboard.press('f')
    await page.screenshot({ path: `${folder}/case-${name}-${look}.png` })
  }
}

async function takeAll(browser, { url, email, password }, scheme, size) {
  const look = `${scheme}-${size}`
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme })
  const page = await context.newPage()
  await page.goto(url)
  await page.locator('input[type=email]').waitFor()
  await take(page, look, 'sign-in')
  await page.fill('input[type=email]', email)
  await page.fill('input[type=password]', password)
  await page.keyboard.press('Enter')
  await page.locator('h1', { hasText: /Queue|Warteschlange/ }).waitFor()
  for (const path of PAGES) {
    await page.goto(`${url}${path}`)
    await take(page, look, path)
  }
  await takeCase(page, look, url)
  await context.close()
}

mkdirSync(folder, { recursive: true })
const demo = await startDemo()
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  for (const scheme of ['light', 'dark'])
    for (const size of Object.keys(SIZES)) await takeAll(browser, demo, scheme, size)
  process.stdout.write(`${folder}\n`)
} finally {
  await browser.close()
  demo.stop()
}
