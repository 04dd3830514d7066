import type { Command } from 'commander'
import { CliError } from '../../src/cli/cli-error'
import { print, printJson } from '../../src/cli/print'
import { machine } from '../api/report'
import { startServers } from '../api/servers'
import { wholeNumber } from '../whole-number'
import { measureSearch, type SizeReport } from './measure'

type Options = { sizes: string; databaseUrl?: string; json?: true }

/** `bench search`: how well and how fast a face is found among many. */
export function register(program: Command): void {
  program
    .command('search')
    .description(
      'Fills a database with templates of made-up people, drawn to be like real ones, and looks for other pictures of theirs: ' +
        'codes in the database and the nearest compared exactly, against a scan of all.',
    )
    .option('--sizes <numbers>', 'how many people, growing', '10000,100000')
    .option('--database-url <url>', 'a PostgreSQL server where databases may be made')
    .option('--json', 'print one JSON object')
    .action(async ({ sizes, databaseUrl, json }: Options) => {
      const numbers = sizes.split(',').map((size) => wholeNumber('--sizes', size, 1000))
      if (numbers.some((size, at) => at > 0 && size <= (numbers[at - 1] ?? 0)))
        throw new CliError('--sizes must grow.')
      const about = machine()
      const servers = await startServers({ databaseUrl })
      try {
        const { url, drop } = await servers.newDatabase()
        const reports: SizeReport[] = []
        const { noise } = await measureSearch(url, numbers, (report) => {
          reports.push(report)
          if (!json) printSize(report)
        })
        await drop()
        const rssMb = Math.round(process.memoryUsage().rss / 1e6)
        if (json) printJson({ machine: about, postgres: servers.postgres, noise, rssMb, reports })
        else
          print(
            `${about}; PostgreSQL ${servers.postgres}; noise ${noise.toFixed(2)} times what the model learned; ${rssMb} MB here for the scan of all`,
          )
      } finally {
        await servers.close()
      }
    })
}

function printSize(report: SizeReport): void {
  const share = (value: number) => value.toFixed(3)
  print(
    `${String(report.people).padStart(8)} people  recall@1 ${share(report.recallAt1)} (strangers ${share(report.strangersRecallAt1)})  person found ${share(report.foundPerson)}, by the scan of all ${share(report.exactFoundPerson)}  search p50 ${report.searchMsP50.toFixed(0)} ms, p95 ${report.searchMsP95.toFixed(0)} ms, scan of all ${report.exactMsP50.toFixed(0)} ms  table ${report.tableMb.toFixed(0)} MB, filled in ${report.fillSeconds.toFixed(0)} s`,
  )
}
