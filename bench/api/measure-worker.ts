import { memoryMb } from '../../src/cli/memory'
import { createClient } from './client'
import { type Installation, NO_LIMITS, startInstallation } from './installation'
import { processorMsOf } from './process-cost'
import { readySessions } from './ready-sessions'
import type { Servers } from './servers'

export type WorkerReport = {
  sessions: number
  /** By the clock, with whatever else the machine does. */
  perMinute: number
  /** Of the worker and its children: what a session costs, however busy the machine is. */
  processorMs: number
  perMinuteAndCore: number
  memoryMb: number | null
  outcomes: Record<string, number>
}

/** The first sessions of a worker cost more: they do not count. */
const WARM_UP = 3
const FEWEST = 5
const MOST_SESSIONS = 500

/** One verify worker on the demo's genuine applicant, again and again, with the queue never empty. */
export async function measureWorker(
  servers: Servers,
  queue: 'postgres' | 'redis',
  seconds: number,
): Promise<WorkerReport> {
  const bench = await startInstallation(servers, queue, NO_LIMITS)
  try {
    await bench.start('housekeeping')
    await submitSessions(bench, Math.min(MOST_SESSIONS, WARM_UP + 4 * seconds))
    await bench.start('verify')
    return await follow(bench, seconds)
  } finally {
    await bench.close()
  }
}

async function submitSessions(bench: Installation, count: number): Promise<void> {
  const organization = await bench.addOrganization()
  const sessions = await readySessions(bench, organization, count)
  const client = createClient(bench.url, organization.key, 4)
  for (const id of sessions) await client.submit(id)
  await client.close()
}

async function follow(bench: Installation, seconds: number): Promise<WorkerReport> {
  const pid = bench.processes.get('verify')?.pid ?? 0
  const from = await decided(bench, WARM_UP)
  const [start, processor] = [performance.now(), processorMsOf(pid)]
  let done = from
  while (performance.now() - start < 1000 * seconds || done < from + FEWEST)
    done = await decided(bench, done + 1)
  const sessions = done - from
  const processorMs = (processorMsOf(pid) - processor) / sessions
  const outcomes = await bench.db.decision.groupBy({ by: ['outcome'], _count: true })
  return {
    sessions,
    perMinute: (60_000 * sessions) / (performance.now() - start),
    processorMs,
    perMinuteAndCore: 60_000 / processorMs,
    memoryMb: memoryMb([pid]),
    outcomes: Object.fromEntries(outcomes.map(({ outcome, _count }) => [outcome, _count])),
  }
}

/** How many decisions there are once there are `least`. */
async function decided({ db }: Installation, least: number): Promise<number> {
  for (;;) {
    const count = await db.decision.count()
    if (count >= least) return count
    await new Promise((done) => setTimeout(done, 20))
  }
}
