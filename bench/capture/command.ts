import { type Command, Option } from 'commander'
import { type Browser, chromium } from 'playwright-core'
import { printJson } from '../../src/cli/print'
import { type Installation, NO_LIMITS, startInstallation } from '../api/installation'
import { machine } from '../api/report'
import { startServers } from '../api/servers'
import { wholeNumber } from '../whole-number'
import { movingDocument } from './film'
import { type Blocks, blocksDuring } from './main-thread'

type Options = { rounds: string; seconds: string; chromium: string; json?: true }

/** `readyMs`: from following the link until it can be used, of every round, fastest first. */
type Report = { machine: string; readyMs: number[]; coaching: Blocks & { looks: number } }

/** `bench capture`: how soon the applicant's page can be used, and how long its advice before the camera blocks it. */
export function register(program: Command): void {
  program
    .command('capture')
    .description(
      'Opens the applicant’s page in Chromium over loopback and shows a passport to its camera.',
    )
    .option('--rounds <number>', 'how often it is opened', '5')
    .option('--seconds <number>', 'how long it looks at the passport', '15')
    .addOption(
      new Option('--chromium <path>', 'the browser')
        .env('CHROMIUM_PATH')
        .default('/usr/bin/chromium'),
    )
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = await run(options)
      if (options.json) printJson(report)
      else process.stdout.write(textOf(report))
    })
}

async function run(options: Options): Promise<Report> {
  const rounds = wholeNumber('--rounds', options.rounds, 1)
  const seconds = wholeNumber('--seconds', options.seconds, 1)
  const servers = await startServers({})
  const installation = await startInstallation(servers, 'postgres', NO_LIMITS)
  const film = await movingDocument()
  const browser = await chromium.launch({
    executablePath: options.chromium,
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film.file}`,
    ],
  })
  try {
    const { key } = await installation.addOrganization()
    const readyMs: number[] = []
    for (let round = 0; round < rounds; round += 1)
      readyMs.push(await openedIn(browser, await linkOf(installation, key)))
    const coaching = await coached(browser, await linkOf(installation, key), seconds)
    return { machine: machine(), readyMs: readyMs.sort((a, b) => a - b), coaching }
  } finally {
    await browser.close()
    film.remove()
    await installation.close()
    await servers.close()
  }
}

async function linkOf({ url }: Installation, key: string): Promise<string> {
  const ask = async (name: string, input: object, selection: string) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const query = `mutation($input: ${type}!) { ${name}(input: $input) { result { ${selection} } } }`
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
    const body = JSON.stringify({ query, variables: { input } })
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
    const { data } = (await response.json()) as {
      data: Record<string, { result: Record<string, string> }>
    }
    return data[name]?.result ?? {}
  }
  const { id: applicantId } = await ask('applicantCreate', {}, 'id')
  const { id: sessionId } = await ask('kycSessionCreate', { applicantId }, 'id')
  return (await ask('captureLinkCreate', { sessionId }, 'url'))['url'] ?? ''
}

/** Milliseconds until the first button is there, in a browser that has nothing of the page yet. */
async function openedIn(browser: Browser, link: string): Promise<number> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (document.querySelector('.button.main') === null) return
      document.documentElement.dataset['readyMs'] = String(performance.now())
      seen.disconnect()
    })
    seen.observe(document, { childList: true, subtree: true })
  })
  await page.goto(link)
  const told = page.locator('html[data-ready-ms]')
  await told.waitFor({ state: 'attached' })
  const ms = Number(await told.getAttribute('data-ready-ms'))
  await context.close()
  return ms
}

async function coached(browser: Browser, link: string, seconds: number) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  await page.goto(link)
  await page.locator('.button.main').click()
  await page.locator('[data-document="PASSPORT"]').click()
  await page.locator('.viewfinder[data-hint]').waitFor()
  const count = async () => Number(await page.locator('.viewfinder').getAttribute('data-looks'))
  const before = await count()
  const blocks = await blocksDuring(browser, page, () => page.waitForTimeout(seconds * 1000))
  const looks = (await count()) - before
  await context.close()
  return { ...blocks, looks }
}

function textOf({ machine: about, readyMs, coaching }: Report): string {
  const middle = readyMs[readyMs.length >> 1] ?? 0
  const { looks, tasks, longestMs, longestProcessorMs, over50 } = coaching
  return [
    about,
    `Can be used after ${Math.round(middle)} ms (median of ${readyMs.length}; ${readyMs.map((ms) => Math.round(ms)).join(', ')}).`,
    `While it looks at a passport: ${looks} looks, ${tasks} tasks of the main thread; the longest took ${longestMs.toFixed(1)} ms,`,
    `the longest by processor time ${longestProcessorMs.toFixed(1)} ms; ${over50} took more than 50 ms.`,
    '',
  ].join('\n')
}
