import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from './client'
import { type Installation, startInstallation } from './installation'
import { type Load, openLoop, quantile } from './load'
import { residentMb } from './process-cost'
import { readySessions } from './ready-sessions'
import type { Servers } from './servers'

export type OverloadReport = {
  workers: number
  /** Sessions a second that the workers can do, and that the flood sent. */
  capacity: number
  flood: Load & { offered: number; refusedShare: number }
  honest: { alone: Waits; overloaded: Waits; ratioP50: number; ratioP99: number }
  apiMb: { before: number; each: number[]; most: number }
}

/** From submission to decision; `checksP50Ms`: what of it the checks took, which a busier machine makes longer. */
type Waits = { sessions: number; p50Ms: number; p99Ms: number; checksP50Ms: number }

export type Settings = { seconds: number; workers: number; perOrganization: number }

/** The overload that is asked for: so many times what the workers can do. */
const TIMES = 20
const WARM_UP = 3
const MEMORY_EVERY_MS = 1000

/**
 * An honest organisation sends one session after the other, first alone, then while another one sends 20 times what the
 * workers can do. The product's limits are those it ships with, but for the most sessions of one organisation in the queue:
 * that is reached within the measurement.
 */
export async function measureOverload(
  servers: Servers,
  queue: 'postgres' | 'redis',
  { seconds, workers, perOrganization }: Settings,
): Promise<OverloadReport> {
  const bench = await startInstallation(servers, queue, {
    MAX_QUEUED_PER_ORGANIZATION: String(perOrganization),
  })
  try {
    await bench.start('housekeeping')
    await bench.start('verify', workers)
    const honest = await honestOrganization(bench)
    const alone = await honest.send(seconds)
    const capacity = (workers * 1000) / alone.p50Ms
    const flood = await startFlood(bench, capacity, seconds, perOrganization)
    const overloaded = await honest.send(seconds)
    const [load, apiMb] = await flood.result()
    await honest.close()
    const ratios = {
      ratioP50: overloaded.p50Ms / alone.p50Ms,
      ratioP99: overloaded.p99Ms / alone.p99Ms,
    }
    return { workers, capacity, flood: load, honest: { alone, overloaded, ...ratios }, apiMb }
  } finally {
    await bench.close()
  }
}

/** One that waits for each decision, and a while, before it sends the next. */
async function honestOrganization(bench: Installation) {
  const organization = await bench.addOrganization()
  const client = createClient(bench.url, organization.key, 2)
  const sessions = await readySessions(bench, organization, MOST_HONEST)
  const next = () => sessions.pop() ?? ''
  for (let count = 0; count < WARM_UP; count += 1) await waitFor(bench, client, next())
  return {
    close: client.close,
    async send(seconds: number): Promise<Waits> {
      const waits: number[] = []
      const ids: string[] = []
      const end = performance.now() + 1000 * seconds
      while (performance.now() < end && sessions.length > 0) {
        const id = next()
        ids.push(id)
        waits.push(await waitFor(bench, client, id))
        await sleep(Math.random() * 1000) // comes at any moment of the session in hand
      }
      const checks = await checksMs(bench, ids)
      const [p50Ms, p99Ms] = [quantile(waits, 0.5), quantile(waits, 0.99)]
      return { sessions: waits.length, p50Ms, p99Ms, checksP50Ms: quantile(checks, 0.5) }
    },
  }
}

const MOST_HONEST = 2000

async function checksMs({ db }: Installation, ids: string[]): Promise<number[]> {
  const decisions = await db.decision.findMany({ where: { sessionId: { in: ids } } })
  return decisions.map(({ timings }) => {
    const total = (timings as { durationMs: number }[]).at(-1)
    return total?.durationMs ?? 0
  })
}

async function waitFor({ db }: Installation, client: Client, id: string): Promise<number> {
  const start = performance.now()
  const { codes } = await client.submit(id)
  if (codes.length > 0) throw new Error(`The honest organisation was refused: ${codes.join(', ')}`)
  for (;;) {
    if ((await db.decision.count({ where: { sessionId: id } })) > 0)
      return performance.now() - start
    await sleep(10)
  }
}

/** Begins once its queue is full: what is measured is the lasting state, not its beginning. */
async function startFlood(
  bench: Installation,
  capacity: number,
  seconds: number,
  perOrganization: number,
) {
  const organization = await bench.addOrganization()
  const offered = TIMES * capacity
  const client = createClient(bench.url, organization.key, 64)
  const sessions = await readySessions(
    bench,
    organization,
    perOrganization + Math.ceil(2 * seconds * capacity) + 100,
  )
  for (const id of sessions.splice(0, perOrganization)) await client.submit(id)
  const memory = watchMemory(bench)
  const send = async () => {
    const id = sessions.shift() ?? ''
    const reply = await client.submit(id)
    if (reply.codes.length > 0) sessions.push(id)
    return reply
  }
  const load = openLoop(offered, 1.2 * seconds, send)
  return {
    async result(): Promise<[OverloadReport['flood'], OverloadReport['apiMb']]> {
      const done = await load
      const apiMb = memory.stop()
      await client.close()
      const accepted = done.answers['200'] ?? 0
      return [{ ...done, offered, refusedShare: 1 - accepted / done.requests }, apiMb]
    },
  }
}

function watchMemory({ processes }: Installation) {
  const pid = processes.get('api')?.pid ?? 0
  const before = Math.round(residentMb(pid))
  const each: number[] = []
  const timer = setInterval(() => each.push(Math.round(residentMb(pid))), MEMORY_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return { before, each, most: Math.max(before, ...each) }
    },
  }
}
