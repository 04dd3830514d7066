import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Command } from 'commander'
import { print, printJson } from '../../src/cli/print'
import { dryRunPolicy } from '../../src/policies/dry-run-policy'
import { candidateStore } from '../../src/storage/candidates'
import { openDatabase, scoped } from '../../src/storage/database'
import { migrate } from '../../src/storage/migrations'
import { pastDecisionStore } from '../../src/storage/past-decisions'
import { policyStore } from '../../src/storage/policies'
import { wireEngines } from '../../src/wire'
import { machine } from '../api/report'
import { startServers } from '../api/servers'
import { wholeNumber } from '../whole-number'
import { addPastSessions } from './past-sessions'

type Options = { sessions: string; rounds: string; databaseUrl?: string; json?: true }

/** `longestPauseMs`: for so long nobody else was answered by the process. */
type Report = {
  machine: string
  postgres: string
  sessions: number
  changed: number
  seconds: number[]
  longestPauseMs: number
}

/** `bench policy`: how long a dry run of a policy over past sessions takes. */
export function register(program: Command): void {
  program
    .command('policy')
    .description('A dry run of a policy over stored sessions.')
    .option('--sessions <number>', 'how many', '10000')
    .option('--rounds <number>', 'how often', '3')
    .option('--database-url <url>', 'a PostgreSQL server where databases may be made')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = await run(options)
      if (options.json) return printJson(report)
      const { sessions, changed, seconds, longestPauseMs } = report
      print(`${report.machine}; PostgreSQL ${report.postgres}`)
      print(`${sessions} sessions, of which ${changed} would change`)
      print(`seconds: ${seconds.map((each) => each.toFixed(2)).join(' ')}`)
      print(`longest pause of the process: ${longestPauseMs.toFixed(0)} ms`)
    })
}

async function run({ sessions, rounds, databaseUrl, json: _ }: Options): Promise<Report> {
  const [count, repeat] = [
    wholeNumber('--sessions', sessions, 1),
    wholeNumber('--rounds', rounds, 1),
  ]
  const servers = await startServers({ databaseUrl })
  const database = await servers.newDatabase()
  await migrate(database.url)
  const db = openDatabase(database.url, 2)
  const { faces, images } = wireEngines()
  try {
    const tenantId = await addPastSessions(db, count)
    const deps = {
      policies: policyStore(scoped(db)),
      candidates: candidateStore(scoped(db)),
      pastDecisions: pastDecisionStore(scoped(db)),
      faces,
    }
    const [from, before] = [new Date(0), new Date(Date.now() + 60_000)]
    const wish = { id: null, definition: DEFINITION, from, before }
    const pauses = monitorEventLoopDelay({ resolution: 1 })
    pauses.enable()
    const seconds: number[] = []
    let changed = 0
    for (let round = 0; round < repeat; round++) {
      const start = performance.now()
      changed = (await dryRunPolicy(deps, tenantId, wish)).changed
      seconds.push((performance.now() - start) / 1000)
    }
    const longestPauseMs = pauses.max / 1e6
    const about = { machine: machine(), postgres: servers.postgres }
    return { ...about, sessions: count, changed, seconds, longestPauseMs }
  } finally {
    await images.close()
    await db.$disconnect()
    await database.drop()
    await servers.close()
  }
}

/** One of everything that a policy may say. */
const DEFINITION = {
  targetFalseMatchRate: 5e-5,
  bars: { PORTRAIT_PRESENT: { pass: 111 } },
  overrides: [
    { countries: ['NGA', 'GHA'], bars: { PORTRAIT_PRESENT: { pass: 100 } } },
    {
      documentTypes: ['PASSPORT'],
      countries: ['KEN'],
      bars: { CHIP_AUTHENTIC: { optional: false } },
    },
  ],
  rules: [
    {
      name: 'faint-match',
      when: 'document.country == "NGA" && checks.FACE_MATCH.score < 4.5',
      outcome: 'REFER',
      text: 'A faint match.',
    },
    {
      name: 'any-image-trouble',
      when: 'codes.exists(code, code.startsWith("IMAGE_")) && size(codes) > 3',
      outcome: 'RETAKE',
      text: 'Too much trouble with the images.',
    },
  ],
}
