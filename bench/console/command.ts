import type { Command } from 'commander'
import { print, printJson } from '../../src/cli/print'
import { NO_LIMITS, startInstallation } from '../api/installation'
import { startServers } from '../api/servers'
import { wholeNumber } from '../whole-number'
import { type Interaction, workInQueue } from './measure'
import { fillQueue, newOfficer } from './queue'

type Options = { cases: string; json?: true }

/** `bench console`: how fast the reviewer's console is on a long queue. Needs Debian's Chromium. */
export function register(program: Command): void {
  program
    .command('console')
    .description(
      'Works in the console on a long queue, in Chromium: from a key or a click to the next frame, and until what was asked for is there.',
    )
    .option('--cases <number>', 'how many cases wait', '10000')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const cases = wholeNumber('--cases', options.cases, 200)
      const { interactions, arrivals } = await run(cases)
      const slowestMs = Math.max(...interactions.map(({ ms }) => ms))
      if (options.json) return printJson({ cases, slowestMs, interactions, arrivals })
      print(`${cases} cases; the slowest interaction took ${slowestMs} ms to the next frame.`)
      print(tableOf('To the next frame', interactions))
      print(tableOf('Until it was there', arrivals))
    })
}

async function run(cases: number) {
  const servers = await startServers({})
  try {
    const installation = await startInstallation(servers, 'postgres', NO_LIMITS)
    try {
      const { tenantId } = await installation.addOrganization()
      await fillQueue(installation.db, tenantId, cases)
      const officer = await newOfficer(installation.db, tenantId)
      return await workInQueue({ url: installation.url, ...officer })
    } finally {
      await installation.close()
    }
  } finally {
    await servers.close()
  }
}

function tableOf(title: string, rows: Interaction[]): string {
  const names = [...new Set(rows.map(({ name }) => name))]
  const lines = names.map((name) => {
    const all = rows.filter((row) => row.name === name).map(({ ms }) => Math.round(ms))
    return `  ${name.padEnd(20)} ${String(Math.max(...all)).padStart(6)} ms at most, ${all.length} times`
  })
  return [`${title}:`, ...lines].join('\n')
}
