import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq'
import { Client } from 'pg'
import { runInContext } from '../request-context'
import { isJobName, JOBS, type JobData, type JobName, type QueueName } from './jobs'

/**
 * Where the queue lives: Redis when there is a `redisUrl`, else the PostgreSQL we already have, not through a pooler: a
 * worker listens there. `prefix` begins every key on Redis; on PostgreSQL the database itself keeps installations apart.
 */
export type QueueSettings = {
  databaseUrl: string
  redisUrl?: string | undefined
  prefix?: string | undefined
}

export type Handlers = { [N in JobName]?: (data: JobData<N>) => Promise<void> }

export type QueuedJob = { job: string; jobId: string; data: unknown; priority?: number }

/** Makes the queue's own tables; Redis needs none. Safe to repeat. */
export async function migrateQueue({ databaseUrl, redisUrl }: QueueSettings): Promise<void> {
  if (redisUrl) return
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('countersign:queue'))")
    await runMigrations(client)
  } finally {
    await client.end()
  }
}

/**
 * Puts jobs into their queues, in their order. A job whose id is already waiting is not added twice. `onTrouble` hears of
 * connections that are lost between calls; a call that fails for it rejects as well.
 */
export async function openProducer(settings: QueueSettings, onTrouble: (error: unknown) => void) {
  const { Queue, ...place } = backend(settings)
  const names: QueueName[] = ['verify', 'authenticate', 'webhooks']
  const queues = new Map(names.map((name) => [name, new Queue(name, place)]))
  for (const queue of queues.values()) queue.on('error', onTrouble)
  await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()))
  return {
    /** One round trip for each queue, however many jobs. */
    async add(jobs: QueuedJob[]): Promise<void> {
      for (const name of names) {
        const own = jobs.filter(({ job }) => queueOf(job) === name)
        if (own.length > 0) await queues.get(name)?.addBulk(own.map(forBullMq))
      }
    },
    /** Whether the queue still holds the job, waiting or running. */
    async has(queue: QueueName, jobId: string): Promise<boolean> {
      return (await queues.get(queue)?.getJob(jobId)) != null
    },
    /** Jobs waiting and running, per queue. */
    async depths(): Promise<Record<QueueName, number>> {
      const counts = await Promise.all(
        names.map((name) => queues.get(name)?.getJobCountByTypes(...UNFINISHED)),
      )
      return Object.fromEntries(names.map((name, i) => [name, counts[i] ?? 0])) as Record<
        QueueName,
        number
      >
    },
    async close(): Promise<void> {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

/** BullMQ keeps waiting jobs that have a priority, as every verification has, apart from the other waiting ones. */
const UNFINISHED = ['waiting', 'prioritized', 'active', 'delayed'] as const

function queueOf(job: string): QueueName {
  if (!isJobName(job)) throw new Error(`There is no job ${job}.`)
  return JOBS[job].queue
}

function forBullMq({ job, jobId, data, priority = 0 }: QueuedJob) {
  const opts = { jobId, priority, attempts: 1, removeOnComplete: true, removeOnFail: true }
  return { name: job, data, opts }
}

export type Producer = Awaited<ReturnType<typeof openProducer>>

export type Consumer = { close(): Promise<void> }

/** `lockMs`: a job whose worker is silent for so long is given to another. */
type ConsumerOptions = {
  lockMs: number
  concurrency: number
  /** Trouble with the queue itself. */
  onError(error: unknown): void
  onFailed(error: unknown, job: KnownJob): void
}

/** A job with data as they should be. */
export type KnownJob = { job: JobName; jobId: string; data: JobData<JobName> }

/**
 * Runs the handlers on the jobs of a queue. A handler that throws loses its job, not the work: what is in the
 * database makes the sweeper ask again. Closing waits for the jobs that run.
 */
export async function consume(
  settings: QueueSettings,
  queue: QueueName,
  handlers: Handlers,
  options: ConsumerOptions,
): Promise<Consumer> {
  const { Worker, ...place } = backend(settings)
  const worker = new Worker(queue, (job: ReceivedJob) => handle(handlers, job), {
    ...place,
    concurrency: options.concurrency,
    lockDuration: options.lockMs,
    stalledInterval: options.lockMs,
    maxStalledCount: 1,
  })
  worker.on('error', (error: unknown) => options.onError(error))
  worker.on('failed', (job: ReceivedJob | undefined, error: unknown) => {
    const known = job && knownJob(job)
    if (known) options.onFailed(error, known)
    else options.onError(error)
  })
  await worker.waitUntilReady()
  return { close: () => worker.close() }
}

type ReceivedJob = { id?: string | undefined; name: string; data: unknown }

function knownJob({ id = '', name, data }: ReceivedJob): KnownJob | null {
  if (!isJobName(name)) return null
  const read = JOBS[name].data.safeParse(data)
  return read.success ? { job: name, jobId: id, data: read.data } : null
}

async function handle(handlers: Handlers, { id, name, data }: ReceivedJob): Promise<void> {
  const handler = isJobName(name)
    ? (handlers[name] as ((data: unknown) => Promise<void>) | undefined)
    : undefined
  if (!handler || !isJobName(name)) throw new Error(`Nothing handles the job ${name}.`)
  const { requestId, ...job } = JOBS[name].data.parse(data)
  await runInContext({ ...(id && { jobId: id }), ...(requestId && { requestId }) }, () =>
    handler(job),
  )
}

function backend({ databaseUrl, redisUrl, prefix = 'countersign' }: QueueSettings) {
  if (redisUrl)
    return {
      ...withBackend(createRedisBackend),
      prefix,
      connection: { url: redisUrl, maxRetriesPerRequest: null } as never,
    }
  return {
    ...withBackend(createPostgresBackend),
    connection: { connectionString: databaseUrl, max: 4 } as never,
  }
}
