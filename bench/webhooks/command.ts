import { type Command, Option } from 'commander'
import { CliError } from '../../src/cli/cli-error'
import { print, printJson } from '../../src/cli/print'
import { machine } from '../api/report'
import { startServers } from '../api/servers'
import { wholeNumber } from '../whole-number'
import { measureSlowConsumers, type Report } from './measure'

type Options = {
  endpoints: string
  seconds: string
  perSecond: string
  queue: 'postgres' | 'redis'
  databaseUrl?: string
  redisUrl?: string
  json?: true
}

/** `bench webhooks`: whether consumers that hang delay one that does not. */
export function register(program: Command): void {
  program
    .command('webhooks')
    .description(
      'One endpoint that answers, alone and beside many that hang: what its events wait.',
    )
    .option('--endpoints <number>', 'how many hang', '100')
    .option('--seconds <number>', 'how long each measurement takes', '60')
    .option('--per-second <number>', 'events to the one that answers', '5')
    .addOption(
      new Option('--queue <place>', 'where the jobs go')
        .choices(['postgres', 'redis'])
        .default('postgres'),
    )
    .option('--database-url <url>', 'a PostgreSQL server where databases may be made')
    .option('--redis-url <url>', 'a Redis or Valkey')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = await run(options)
      if (options.json) printJson(report)
      else printReport(report)
    })
}

async function run(options: Options): Promise<Report & { machine: string }> {
  const settings = {
    endpoints: wholeNumber('--endpoints', options.endpoints, 1),
    seconds: wholeNumber('--seconds', options.seconds, 5),
    perSecond: wholeNumber('--per-second', options.perSecond, 1),
  }
  const about = machine()
  const servers = await startServers(options)
  try {
    if (options.queue === 'redis' && servers.redisUrl === null)
      throw new CliError('There is no Redis: install redis-server, or give --redis-url.')
    return { machine: about, ...(await measureSlowConsumers(servers, options.queue, settings)) }
  } finally {
    await servers.close()
  }
}

function printReport({
  machine,
  hangingEndpoints,
  postsThatHung,
  ...report
}: Report & { machine: string }) {
  print(`${machine}; queue on ${report.queue}`)
  print('                          events   p50 ms   p99 ms   most ms')
  const parts = [
    ['alone', report.alone],
    [`${hangingEndpoints} begin to hang`, report.atFirst],
    [`${hangingEndpoints} hang`, report.lasting],
  ] as const
  for (const [name, { events, p50Ms, p99Ms, mostMs }] of parts) {
    const numbers = [p50Ms, p99Ms, mostMs].map((ms) => ms.toFixed(0).padStart(9))
    print(`${name.padEnd(26)}${String(events).padStart(6)}${numbers.join('')}`)
  }
  const [first, lasting] = [report.ratioP99AtFirst, report.ratioP99Lasting]
  print(`p99 to p99 alone: ${first.toFixed(2)} at first, ${lasting.toFixed(2)} then`)
  print(`posts that were sent to those that hang: ${postsThatHung}`)
}
