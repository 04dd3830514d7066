import { createClient } from './client'
import { type Installation, NO_LIMITS, type Organization, startInstallation } from './installation'
import { closedLoop, type Load } from './load'
import { demoPictures } from './pictures'
import { processorMsOf, residentMb } from './process-cost'
import { readySessions } from './ready-sessions'
import type { Servers } from './servers'

/** `processorMs`: of the API's process for one request, and of the database's where we started it. */
export type RequestCost = Load & { processorMs: number; databaseMs: number | null }
type Stage = Record<'create' | 'query' | 'submit', RequestCost>
export type RequestReport = {
  empty: Stage
  queued: Stage & { jobs: number }
  uploads: RequestCost
  connections: number
  residentMb: Record<string, number>
}

export type Settings = { seconds: number; senders: number; jobs: number }

/** How fast the API answers while nobody verifies: with an empty queue, then with `jobs` in it; then pictures. */
export async function measureRequests(
  servers: Servers,
  queue: 'postgres' | 'redis',
  settings: Settings,
): Promise<RequestReport> {
  const bench = await startInstallation(servers, queue, NO_LIMITS)
  try {
    await bench.start('housekeeping')
    const organization = await bench.addOrganization()
    const few = Math.min(settings.jobs, 200)
    const sessions = await readySessions(bench, organization, settings.jobs + 2 * few)
    const next = () => sessions.pop() ?? null
    const measure = measurer(servers, bench)
    const stage = (least: number) => runStage(bench, organization, settings, measure, next, least)
    await stage(5) // does not count: the first requests cost the compiler's time
    const empty = await stage(few)
    await submitAll(bench, organization, sessions.splice(few))
    await queueHolds(bench, settings.jobs)
    const queued = { jobs: settings.jobs, ...(await stage(few)) }
    const uploads = await measureUploads(bench, organization, settings, measure)
    return {
      empty,
      queued,
      uploads,
      connections: await connectionsOf(bench),
      residentMb: memoryOf(bench),
    }
  } finally {
    await bench.close()
  }
}

type Measure = (work: Promise<Load>) => Promise<RequestCost>

/** The work with what it cost, to the request. */
function measurer(servers: Servers, bench: Installation): Measure {
  const api = bench.processes.get('api')?.pid ?? 0
  const cost = () => [processorMsOf(api), processorMsOf(servers.postgresPid ?? 0)] as const
  return async (work) => {
    const [api0, database0] = cost()
    const load = await work
    const [api1, database1] = cost()
    const each = (ms: number) => ms / Math.max(1, load.requests)
    const databaseMs = servers.postgresPid === null ? null : each(database1 - database0)
    return { ...load, processorMs: each(api1 - api0), databaseMs }
  }
}

async function runStage(
  { url }: Installation,
  { key }: Organization,
  { seconds, senders }: Settings,
  measure: Measure,
  nextSession: () => string | null,
  submissions: number,
): Promise<Stage> {
  const client = createClient(url, key, senders)
  const applicant = await client.newApplicant()
  const session = await client.newSession()
  const create = await measure(closedLoop(senders, seconds, () => client.create(applicant)))
  const query = await measure(closedLoop(senders, seconds, () => client.query(session)))
  const submit = await measure(
    closedLoop(senders, 10 * seconds, (number) => {
      const id = number < submissions ? nextSession() : null
      return id === null ? null : client.submit(id)
    }),
  )
  await client.close()
  return { create, query, submit }
}

async function submitAll({ url }: Installation, { key }: Organization, sessions: string[]) {
  const client = createClient(url, key, 8)
  const { answers } = await closedLoop(8, 3600, (number) => {
    const id = sessions[number]
    return id === undefined ? null : client.submit(id)
  })
  await client.close()
  if (answers['200'] !== sessions.length)
    throw new Error(`Submissions were refused: ${JSON.stringify(answers)}`)
}

/** Until the relay has handed on what was submitted. */
async function queueHolds({ db }: Installation, jobs: number): Promise<void> {
  for (;;) {
    const unsent = await db.outboxEntry.count({ where: { sentAt: null } })
    const waiting = await db.kycSession.count({ where: { status: 'PROCESSING' } })
    if (unsent === 0 && waiting >= jobs) return
    await new Promise((done) => setTimeout(done, 200))
  }
}

/** Announce, PUT and complete, by turns the passport and the selfie; four at a time, as phones would. */
async function measureUploads(
  { url }: Installation,
  { key }: Organization,
  { seconds }: Settings,
  measure: Measure,
): Promise<RequestCost> {
  const client = createClient(url, key, 8)
  const pictures = await demoPictures()
  // A session takes only so many captures: each picture goes to the next of many sessions.
  const sessions: string[] = []
  for (let count = 0; count < 40 * seconds; count += 1) sessions.push(await client.newSession())
  const send = async (number: number) => {
    await client.upload(
      sessions[number % sessions.length] ?? '',
      pictures[number % 2 === 0 ? 0 : 1],
    )
    return { status: 200, codes: [] }
  }
  const uploads = await measure(closedLoop(4, seconds, send))
  await client.close()
  return uploads
}

/** Connections to the installation's database, without our own. */
async function connectionsOf({ db }: Installation): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`select count(*) as count
    from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  return Number(row?.count ?? 0)
}

function memoryOf({ processes }: Installation): Record<string, number> {
  return Object.fromEntries(
    [...processes].map(([name, { pid }]) => [name, Math.round(residentMb(pid ?? 0))]),
  )
}
