import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config'
import { migrateQueue } from '../../src/queue/queues'
import { startRole } from '../../src/roles'
import { migrate } from '../../src/storage/migrations'
import { createEndpoint } from '../../src/webhooks/create-endpoint'
import { type WireConfig, type Wired, wire } from '../../src/wire'
import { type Acknowledged, apply } from './applicant'
import { type Consumer, hostileConsumer } from './consumer'
import type { Papers } from './documents'
import { type Violation, violations } from './invariants'
import { type Kind, type Supervised, supervise } from './processes'
import { pick, randomFrom } from './random'
import {
  freePort,
  type Postgres,
  type QueueServer,
  query,
  queueInPostgres,
  startPostgres,
  startRedis,
} from './servers'

export type StormSettings = {
  seed: number
  backend: 'redis' | 'postgres'
  kills: number
  sessions: number
  /** How long the database is refused, and a process frozen. */
  refuseMs: number
  freezeMs: number
  /** false: nobody looks for stuck sessions. It must not go well then. */
  sweeper: boolean
  healMs: number
  papers: Papers[]
  say(text: string): void
}

export type StormResult = {
  violations: Violation[]
  kills: Record<string, number>
  /** What processes said that ended by themselves: none should. */
  deaths: string[]
  faults: Record<string, number>
  accepted: number
  decided: number
  interrupted: number
  events: number
  repeated: number
  consumer: Record<string, number>
  seconds: number
}

/** Everything a storm needs and destroys. */
type World = {
  settings: StormSettings
  random: () => number
  postgres: Postgres
  queue: QueueServer
  consumer: Consumer
  processes: Supervised[]
  blobs: { folder: string; isLimited: boolean }
  faults: Record<string, number>
  wired: Wired
  databaseUrl: string
  apiUrl: string
  key: string
}

/** How often each kind is killed: a worker that loads its models anew costs more than all others together. */
const SHARES: Kind[] = [
  ...Array<Kind>(7).fill('housekeeping'),
  ...Array<Kind>(6).fill('webhooks'),
  ...Array<Kind>(5).fill('api'),
  ...Array<Kind>(2).fill('verify'),
]

/** Sessions are begun by so many applicants at a time. */
const APPLICANTS = 3

/** One storm: applicants come while processes are killed and servers fail; then calm, and what must hold is checked. */
export async function storm(settings: StormSettings): Promise<StormResult> {
  const start = Date.now()
  const root = mkdtempSync(join(tmpdir(), 'countersign-storm-'))
  const world = await build(settings, root)
  try {
    const acknowledged: Acknowledged[] = []
    const applicants = Array.from({ length: APPLICANTS }, (_, at) =>
      queueUp(world, at, acknowledged),
    )
    const [kills] = await Promise.all([rage(world), ...applicants])
    settings.say(`${acknowledged.length} sessions acknowledged; healing`)
    await heal(world, acknowledged)
    return await judged(world, { kills, acknowledged, start })
  } finally {
    await destroy(world, root)
  }
}

async function build(settings: StormSettings, root: string): Promise<World> {
  const random = randomFrom(settings.seed)
  execFileSync('chmod', ['755', root])
  const blobs = limitedFolder(join(root, 'blobs'))
  const postgres = await startPostgres(root)
  const { url } = postgres
  const queue = settings.backend === 'redis' ? await startRedis() : queueInPostgres(url)
  await migrate(url)
  await migrateQueue({ databaseUrl: url, redisUrl: queue.redisUrl })
  const environment = await environmentOf(settings, root, postgres, queue)
  const config = loadConfig(environment) as WireConfig
  const wired = await wire(config, 'storm')
  const key = (await wired.deps.organizations.createFirst('Storm')) ?? ''
  const consumer = await hostileConsumer(random)
  const [organization] = await wired.deps.organizations.list()
  const endpoint = { url: consumer.url, eventTypes: [] }
  const maker = { tenantId: organization?.id ?? '', id: 'storm' }
  await createEndpoint(wired.deps, maker, endpoint)
  const kinds: Kind[] = ['api', 'housekeeping', 'housekeeping', 'webhooks', 'verify']
  const processes = kinds.map((kind) => supervise(kind, environment))
  const servers = { postgres, queue, consumer, processes, blobs }
  const access = { wired, databaseUrl: url, apiUrl: config.publicUrl, key }
  return { settings, random, ...servers, ...access, faults: {} }
}

async function environmentOf(
  settings: StormSettings,
  root: string,
  { url }: Postgres,
  { redisUrl }: QueueServer,
): Promise<NodeJS.ProcessEnv> {
  const port = await freePort()
  return {
    ...process.env,
    NODE_ENV: 'test',
    DATABASE_URL: url,
    REDIS_URL: redisUrl ?? '',
    DATA_DIR: root,
    BLOB_URL: `file://${join(root, 'blobs')}`,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'silent',
    WEBHOOKS_ALLOW_PRIVATE: 'true',
    JOB_LOCK_SEC: '4',
    STUCK_AFTER_SEC: settings.sweeper ? '8' : '1000000',
  }
}

const BLOBS_MB = 64

/** A disk of its own for images, so that it can be filled; without the right to mount, an ordinary folder. */
function limitedFolder(folder: string): World['blobs'] {
  mkdirSync(folder, { mode: 0o700 })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${BLOBS_MB}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
    return { folder, isLimited: true }
  } catch {
    return { folder, isLimited: false }
  }
}

/** Applicants come one after the other until the storm has had as many as it was to have. */
async function queueUp(world: World, lane: number, acknowledged: Acknowledged[]): Promise<void> {
  const { settings, apiUrl, key } = world
  for (let at = lane; at < settings.sessions; at += APPLICANTS) {
    const papers = pick(world.random, settings.papers)
    acknowledged.push(await apply(apiUrl, key, papers))
  }
}

/** Kills until as many have died as were to die; the other faults are spread over that time. */
async function rage(world: World): Promise<Record<string, number>> {
  const { settings, random, processes } = world
  const plan = spread(world)
  const kills: Record<string, number> = {}
  let running: Promise<void> = Promise.resolve()
  for (let killed = 0; killed < settings.kills; ) {
    await pause(200 + random() * 600)
    const victim = chosen(random, processes)
    if (!victim?.kill()) continue
    kills[victim.kind] = (kills[victim.kind] ?? 0) + 1
    killed += 1
    const fault = plan.get(killed)
    if (fault) {
      settings.say(`${killed} kills; ${fault}`)
      world.faults[fault] = (world.faults[fault] ?? 0) + 1
      running = running
        .then(() => FAULTS[fault](world))
        .catch((error: Error) => settings.say(`${fault} failed: ${error.message}`))
    }
  }
  await running
  return kills
}

/** Mostly one that works: what is killed while it starts never comes to anything worth interrupting. */
function chosen(random: () => number, processes: Supervised[]): Supervised | undefined {
  const kind = pick(random, SHARES)
  const ready = processes.filter(
    (each) => each.kind === kind && (each.isReady() || random() < 0.05),
  )
  return ready.length > 0 ? pick(random, ready) : undefined
}

const FAULTS = {
  LOSE_QUEUE: (world: World) => loseQueue(world),
  RESTART_DATABASE: ({ postgres }: World) => postgres.restartAtOnce(),
  REFUSE_DATABASE: ({ postgres, settings }: World) => postgres.refuse(settings.refuseMs),
  FILL_DISK: (world: World) => fillDisk(world),
  FREEZE: async ({ processes, random, settings }: World) => {
    const workers = processes.filter(({ kind, isReady }) => kind !== 'api' && isReady())
    if (workers.length > 0) pick(random, workers).freeze(settings.freezeMs)
  },
} satisfies Record<string, (world: World) => Promise<void>>
type Fault = keyof typeof FAULTS

/** In 40 kills: the queue is lost three times, and everything else happens once. */
const IN_FORTY: Fault[] = [
  'LOSE_QUEUE',
  'FREEZE',
  'RESTART_DATABASE',
  'FILL_DISK',
  'LOSE_QUEUE',
  'REFUSE_DATABASE',
  'LOSE_QUEUE',
]

/** After which kill what else happens; refusing the database takes long and happens twice at most. */
function spread({ settings, blobs }: World): Map<number, Fault> {
  const rounds = Math.max(1, Math.round(settings.kills / 40))
  const all = Array.from({ length: rounds }, (_, round) =>
    IN_FORTY.filter((fault) => fault !== 'REFUSE_DATABASE' || round % 3 === 0).filter(
      (fault) => fault !== 'FILL_DISK' || blobs.isLimited,
    ),
  ).flat()
  const gap = settings.kills / (all.length + 1)
  return new Map(all.map((fault, at) => [Math.max(1, Math.round((at + 1) * gap)), fault]))
}

const LOSABLE_MS = 15_000
const MOST_TRIES = 240

/** Only a queue that holds a verification has something to lose. */
async function loseQueue({ queue, wired, faults }: World): Promise<void> {
  const end = Date.now() + LOSABLE_MS
  const waiting = async () => (await wired.deps.queue.depths().catch(() => null))?.verify ?? 0
  while (Date.now() < end && (await waiting()) === 0) await pause(100)
  faults['JOBS_LOST'] = (faults['JOBS_LOST'] ?? 0) + (await waiting())
  // The database may be away just now; then what it holds is lost as soon as it is back.
  const lost = () =>
    queue.lose().then(
      () => true,
      () => false,
    )
  for (let tries = 0; !(await lost()); tries++) {
    if (tries === MOST_TRIES) throw new Error('The queue could not be lost for two minutes.')
    await pause(500)
  }
}

const FULL_MS = 6000

/** What others write meanwhile may fill it first: then it is full too, and what was written of the filler goes. */
async function fillDisk({ blobs }: World): Promise<void> {
  const filler = join(blobs.folder, 'filler')
  const { bavail, bsize } = statfsSync(blobs.folder)
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 8192)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
  await pause(FULL_MS)
  rmSync(filler, { force: true })
}

/** The consumer stays hostile for so long after the rest: most events come to it only then. */
const HOSTILE_MS = 20_000

/** Nothing of ours fails any more: given time, everything that was acknowledged comes to its end. */
async function heal(world: World, acknowledged: Acknowledged[]): Promise<void> {
  const end = Date.now() + world.settings.healMs
  const calm = Date.now() + Math.min(HOSTILE_MS, world.settings.healMs / 2)
  while (Date.now() < end) {
    await pause(1000)
    if (Date.now() > calm) world.consumer.behave()
    await passTime(world.databaseUrl)
    const open = await query(world.databaseUrl, UNFINISHED).catch(() => null)
    if (open?.[0]?.['n'] === 0 && acknowledged.length === world.settings.sessions) break
  }
  await Promise.all(world.processes.map((each) => each.stop()))
  await sweepTwoHoursLater(world)
}

/** Retries of webhooks wait up to a day: what is due later is due now. */
const passTime = (url: string) =>
  query(
    url,
    `update "WebhookDelivery" set "nextAttemptAt" = now() where state = 'PENDING' and "nextAttemptAt" > now() + interval '3 s'
     and (attempts > 0 or "createdAt" < now() - interval '20 s')`,
  )

/** An event whose job is out of the outbox and not yet done has no delivery to count: it counts itself. */
const UNFINISHED = `select (select count(*) from "KycSession" where status = 'PROCESSING')::int
  + (select count(*) from "OutboxEntry" where "sentAt" is null)::int
  + (select count(*) from "WebhookDelivery" where state = 'PENDING')::int
  + (select count(*) from "WebhookEvent" w join "WebhookEndpoint" p on p."tenantId" = w."tenantId"
    where p."createdAt" < w."createdAt" and not exists (
      select 1 from "WebhookDelivery" d where d."eventId" = w.id and d."endpointId" = p.id))::int as n`

/** What crashes left half-done is removed after an hour; here by a housekeeper whose clock is ahead. */
async function sweepTwoHoursLater({ wired, settings, databaseUrl }: World): Promise<void> {
  if (!settings.sweeper) return
  const deps = { ...wired.deps, now: () => new Date(Date.now() + 2 * 3_600_000) }
  const queue = { databaseUrl, redisUrl: undefined, VERIFY_CONCURRENCY: 1, JOB_LOCK_SEC: 4 }
  const housekeeping = await startRole('housekeeping', { ...wired, deps }, queue)
  const end = Date.now() + 20_000
  const left = `select count(*)::int as n from "Blob" where state <> 'LIVE'`
  while (Date.now() < end && (await query(databaseUrl, left))[0]?.['n'] !== 0) await pause(500)
  await housekeeping.close()
}

type Course = { kills: Record<string, number>; acknowledged: Acknowledged[]; start: number }

async function judged(world: World, { kills, acknowledged, start }: Course): Promise<StormResult> {
  const { databaseUrl, wired, consumer, processes } = world
  const found = await violations(databaseUrl, wired.deps)
  const { lost, interrupted, decided } = await outcomes(databaseUrl, acknowledged)
  if (lost.length > 0)
    found.push({ invariant: 'what was acknowledged is there, with the right decision', ids: lost })
  const delivered = (await query(
    databaseUrl,
    `select "eventId" as id from "WebhookDelivery" where state = 'DELIVERED'`,
  )) as { id: string }[]
  const unseen = delivered.filter(({ id }) => !consumer.received.has(id)).map(({ id }) => id)
  if (unseen.length > 0)
    found.push({ invariant: 'what counts as delivered has reached the consumer', ids: unseen })
  return {
    violations: found,
    kills,
    deaths: processes.flatMap(({ kind, deaths }) => deaths().map((said) => `${kind}: ${said}`)),
    faults: world.faults,
    accepted: acknowledged.length,
    decided,
    interrupted,
    events: consumer.received.size,
    repeated: [...consumer.received.values()].filter((count) => count > 1).length,
    consumer: consumer.manners,
    seconds: Math.round((Date.now() - start) / 1000),
  }
}

/** What became of the acknowledged sessions: decided as their papers say, or handed to a person after interruptions. */
async function outcomes(url: string, acknowledged: Acknowledged[]) {
  const rows = await query(
    url,
    `select s.id, s.status::text, (select count(*)::int from "Decision" d where d."sessionId" = s.id) as decisions,
       exists (select 1 from "SessionEvent" e where e."sessionId" = s.id and 'CHECKS_INTERRUPTED' = any(e.reasons)) as interrupted,
       array(select "uploadSha256" from "Capture" c where c."sessionId" = s.id) as uploads from "KycSession" s`,
  )
  const known = new Map(rows.map((row) => [row['id'], row]))
  const lost: string[] = []
  let interrupted = 0
  for (const { sessionId, outcome, uploads } of acknowledged) {
    const row = known.get(sessionId)
    const stored = (row?.['uploads'] ?? []) as (string | null)[]
    const hasUploads = uploads.every((sha256) => stored.includes(sha256))
    const handedOver = row?.['interrupted'] === true && row['status'] === 'IN_REVIEW'
    const isDecided = row?.['status'] === outcome && row['decisions'] === 1
    if (handedOver) interrupted += 1
    if (!hasUploads || !(isDecided || (handedOver && row['decisions'] === 0))) lost.push(sessionId)
  }
  return { lost, interrupted, decided: acknowledged.length - interrupted - lost.length }
}

async function destroy(world: World, root: string): Promise<void> {
  const { processes, consumer, wired, queue, postgres, blobs } = world
  await Promise.all(processes.map((each) => each.stop()))
  consumer.close()
  await wired.close().catch(() => undefined)
  queue.stop()
  await postgres.stop().catch(() => undefined)
  if (blobs.isLimited) execFileSync('umount', ['-l', blobs.folder])
  rmSync(root, { recursive: true, force: true })
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
