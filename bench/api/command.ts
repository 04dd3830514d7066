import { type Command, Option } from 'commander'
import { CliError } from '../../src/cli/cli-error'
import { printJson } from '../../src/cli/print'
import { wholeNumber } from '../whole-number'
import { measureOverload } from './measure-overload'
import { measureRequests } from './measure-requests'
import { measureWorker } from './measure-worker'
import { type BackendReport, machine, printReport, type Report } from './report'
import { type Servers, startServers } from './servers'

type Options = {
  seconds: string
  senders: string
  jobs: string
  workers: string
  queue?: 'postgres' | 'redis'
  only?: 'requests' | 'worker' | 'overload'
  overload?: true
  databaseUrl?: string
  redisUrl?: string
  json?: true
}

/** `bench api`: what the product's own processes do in a second, and what they keep to when far more is sent. */
export function register(program: Command): void {
  program
    .command('api')
    .description(
      'Starts the API, housekeeping and a verify worker on a database of their own and measures requests, uploads and ' +
        'sessions, with the queue on PostgreSQL and on Redis.',
    )
    .option('--seconds <number>', 'how long each measurement takes', '10')
    .option('--senders <number>', 'requests that are under way at once', '8')
    .option('--jobs <number>', 'jobs in the full queue', '1000')
    .option('--workers <number>', 'verify workers in the overload', '1')
    .addOption(new Option('--queue <place>', 'only this one').choices(['postgres', 'redis']))
    .addOption(new Option('--only <part>', 'only this').choices(['requests', 'worker', 'overload']))
    .option('--overload', 'also send 20 times what the workers can do')
    .option('--database-url <url>', 'a PostgreSQL server where databases may be made')
    .option('--redis-url <url>', 'a Redis or Valkey')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = await run(options)
      if (options.json) printJson(report)
      else printReport(report)
    })
}

async function run(options: Options): Promise<Report> {
  const about = machine()
  const servers = await startServers(options)
  try {
    const backends: BackendReport[] = []
    for (const queue of queuesOf(options, servers))
      backends.push(await measure(servers, queue, options))
    return { machine: about, postgres: servers.postgres, redis: servers.redis, backends }
  } finally {
    await servers.close()
  }
}

function queuesOf({ queue }: Options, { redisUrl }: Servers): ('postgres' | 'redis')[] {
  if (queue === 'redis' && redisUrl === null)
    throw new CliError('There is no Redis: install redis-server, or give --redis-url.')
  if (queue !== undefined) return [queue]
  return redisUrl === null ? ['postgres'] : ['postgres', 'redis']
}

async function measure(
  servers: Servers,
  queue: 'postgres' | 'redis',
  options: Options,
): Promise<BackendReport> {
  const seconds = wholeNumber('--seconds', options.seconds, 1)
  const [senders, jobs] = [
    wholeNumber('--senders', options.senders, 1),
    wholeNumber('--jobs', options.jobs, 1),
  ]
  const workers = wholeNumber('--workers', options.workers, 1)
  const wanted = (part: Options['only']) => options.only === undefined || options.only === part
  const overload = options.overload === true || options.only === 'overload'
  return {
    queue,
    ...(wanted('requests') && {
      requests: await measureRequests(servers, queue, { seconds, senders, jobs }),
    }),
    ...(wanted('worker') && { worker: await measureWorker(servers, queue, 3 * seconds) }),
    ...(overload &&
      wanted('overload') && {
        overload: await measureOverload(servers, queue, {
          seconds: 6 * seconds,
          workers,
          perOrganization: Math.min(jobs, 1000),
        }),
      }),
  }
}
