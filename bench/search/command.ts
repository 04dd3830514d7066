import type { Command } from 'commander'
import { CliError } from '../../src/cli/cli-error'
import { print, printJson } from '../../src/cli/print'
import { machine } from '../api/report'
import { startServers } from '../api/servers'
import { wholeNumber } from '../whole-number'
import { measureSearch, type SizeReport, type WayReport } from './measure'

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

function printSize({ people, codes, index, exact, tableMb, fillSeconds }: SizeReport): void {
  print(
    `${people} people: a table of ${tableMb.toFixed(0)} MB, filled in ${fillSeconds.toFixed(0)} s; a scan of all templates finds the person in ${percent(exact.foundPerson)}, p50 ${exact.msP50.toFixed(0)} ms`,
  )
  print(`  all codes: ${wayText(codes)}`)
  print(
    index
      ? `  by index:  ${wayText(index)}; made in ${index.madeInSeconds.toFixed(0)} s, ${index.indexMb.toFixed(0)} MB`
      : '  by index:  not there, for the server has no pgvector of version 0.8 or later',
  )
}

function wayText(way: WayReport): string {
  return `recall@1 ${way.recallAt1.toFixed(3)} (strangers ${way.strangersRecallAt1.toFixed(3)}), the person ${percent(way.foundPerson)}; p50 ${way.msP50.toFixed(0)} ms, p95 ${way.msP95.toFixed(0)} ms`
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
