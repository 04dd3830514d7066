import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type AllInOne, startAllInOne } from '../all-in-one'
import { type Config, loadConfig } from '../config'
import { listen } from '../serve-api'
import { CliError } from './cli-error'
import { type DemoCase, demoCases } from './demo-cases'
import { createDemoClient, type DemoClient } from './demo-client'
import { inviteDemoMembers } from './demo-members'
import { fillQueue } from './demo-queue'
import { type CaseResult, describeCase, meets } from './demo-report'
import { memoryMb } from './memory'
import { print, printJson } from './print'
import { untilStopped } from './until-stopped'

type Options = { json?: boolean; serve?: boolean }

/** `countersign demo`: the main job, three times, through the public API. */
export function register(program: Command): void {
  program
    .command('demo')
    .description(
      'Start everything, verify three applicants through the public API, and show what was found.',
    )
    .option('--json', 'one JSON object on stdout')
    .option('--serve', 'leave it running afterwards, to look around')
    .action(demo)
}

async function demo({ json, serve }: Options): Promise<void> {
  const say = json ? () => undefined : print
  if (serve && loadConfig().production)
    throw new CliError('demo --serve prints a way in, so it does not run with NODE_ENV=production.')
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  say('Starting PostgreSQL, the API and the workers …')
  const cases = demoCases(new Date())
  const all = await startAllInOne(await demoConfig())
  try {
    const startSeconds = seconds()
    say(
      `Ready at ${all.url} after ${startSeconds.toFixed(1)} s. Everything below goes through the public GraphQL API.\n`,
    )
    const client = createDemoClient(all.url, all.firstKey ?? '')
    const results = await runCases(client, await cases, say)
    const report = {
      startSeconds,
      totalSeconds: seconds(),
      memoryMb: memoryMb(all.pids),
      url: `${all.url}/graphql`,
    }
    if (json) printJson({ ...report, cases: results.map(forMachines) })
    else say(closing(all, report, serve ?? false))
    const wrong = results.filter(({ demoCase, session }) => !meets(demoCase, session))
    if (serve) {
      await openConsole(all, client, say)
      await untilStopped()
    }
    if (wrong.length > 0)
      throw new CliError(
        `The demo did not come out as expected: ${wrong.map(({ demoCase }) => demoCase.name).join(', ')}`,
      )
  } finally {
    await all.close()
  }
}

/** Fills the reviewers' queue, and says how to get in. */
async function openConsole(
  { deps, url, config }: AllInOne,
  client: DemoClient,
  say: (text: string) => void,
): Promise<void> {
  say(
    '\nA dozen more applicants, for the queue of the reviewers. Their organisation compares documents and contacts, wants a second\nopinion on rejections, and has a policy that leaves to a person what applicants would else be asked to send again:',
  )
  const members = await inviteDemoMembers(deps, url)
  await fillQueue(client, members, new Date(), say)
  const lines = Object.values(members).map(
    ({ email, password, roles }) => `  ${email}  ${password}  (${roles})`,
  )
  say(['', `The console: ${config.publicUrl}/console/`, ...lines, 'Stop with Ctrl+C.'].join('\n'))
}

/** A database of its own, fresh each time, and a free port when the usual one is taken. */
async function demoConfig(): Promise<Config> {
  const config = loadConfig()
  const dataDir = join(config.dataDir, 'demo')
  rmSync(dataDir, { recursive: true, force: true })
  const port = await freePort(config.PORT, config.HOST)
  // Browsers have passkeys for names alone, and keep cookies that are Secure from localhost.
  const host = config.HOST === '127.0.0.1' ? 'localhost' : config.HOST
  const publicUrl = `http://${host}:${port}`
  const { DATABASE_URL, DATABASE_DIRECT_URL, REDIS_URL, ...own } = config
  return {
    ...own,
    dataDir,
    PORT: port,
    publicUrl,
    blobUrl: `file://${join(dataDir, 'blobs')}`,
    LOG_LEVEL: 'warn',
  }
}

async function freePort(wanted: number, host: string): Promise<number> {
  const server = createServer()
  const port = await listen(server, wanted, host).catch(() => listen(server, 0, host))
  await new Promise((done) => server.close(done))
  return port
}

async function runCases(
  client: DemoClient,
  cases: DemoCase[],
  say: (text: string) => void,
): Promise<CaseResult[]> {
  const results: CaseResult[] = []
  for (const demoCase of cases) {
    const result = await runCase(client, demoCase)
    say(describeCase(result))
    results.push(result)
  }
  return results
}

async function runCase(client: DemoClient, demoCase: DemoCase): Promise<CaseResult> {
  const start = performance.now()
  const applicant = await client.createApplicant(`demo-${demoCase.name}`)
  const { id } = await client.createSession(applicant.id)
  await client.upload(id, 'DOCUMENT_FRONT', demoCase.document)
  await client.upload(id, 'SELFIE', demoCase.selfie)
  const uploaded = performance.now()
  await client.submit(id)
  const session = await client.waitForDecision(id, () => undefined)
  const end = performance.now()
  const seconds = {
    upload: (uploaded - start) / 1000,
    wait: (end - uploaded) / 1000,
    total: (end - start) / 1000,
  }
  return { demoCase, session, seconds }
}

function forMachines({ demoCase, session, seconds }: CaseResult) {
  const { name, title, expected } = demoCase
  return { name, title, expected, asExpected: meets(demoCase, session), seconds, session }
}

type Report = { totalSeconds: number; memoryMb: number | null; url: string }

function closing(
  { deps }: AllInOne,
  { totalSeconds, memoryMb: megabytes, url }: Report,
  serve: boolean,
): string {
  const memory = megabytes === null ? '' : `, ${megabytes} MB of memory for the whole stack`
  const next = serve
    ? `Explore it: ${url} (header {"authorization": "Bearer <the key above>"}).`
    : `Next: npm run demo -- --serve leaves it open at ${url} (a GraphQL explorer); npm start begins for real; README has a tour in curl.`
  return `Policy ${deps.policy.version}. Three cases in ${totalSeconds.toFixed(1)} s${memory}.\n${next}`
}
