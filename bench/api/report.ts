import { cpus, loadavg } from 'node:os'
import { print } from '../../src/cli/print'
import type { Load } from './load'
import type { OverloadReport } from './measure-overload'
import type { RequestCost, RequestReport } from './measure-requests'
import type { WorkerReport } from './measure-worker'

export type BackendReport = {
  queue: 'postgres' | 'redis'
  requests?: RequestReport
  worker?: WorkerReport
  overload?: OverloadReport
}

export type Report = {
  machine: string
  postgres: string
  redis: string | null
  backends: BackendReport[]
}

/** The processors and how busy others keep them: times by the clock mean nothing without. */
export function machine(): string {
  const [first] = cpus()
  return `${cpus().length} x ${first?.model.trim()}, Node ${process.version}, load before ${loadavg()[0]?.toFixed(1)}`
}

export function printReport({ machine, postgres, redis, backends }: Report): void {
  print(
    `${machine}\nPostgreSQL ${postgres}; Redis ${redis ?? 'none: install redis-server, or --redis-url'}`,
  )
  for (const { queue, requests, worker, overload } of backends) {
    print(`\nqueue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}`)
    if (requests) printRequests(requests)
    if (worker) printWorker(worker)
    if (overload) printOverload(overload)
  }
}

function printRequests({ empty, queued, uploads, connections, residentMb }: RequestReport): void {
  print('                        a second   p50 ms   p99 ms   processor ms: API   database')
  for (const [name, cost] of Object.entries(empty)) print(row(`${name}, queue empty`, cost))
  const { jobs, ...stages } = queued
  for (const [name, cost] of Object.entries(stages)) print(row(`${name}, ${jobs} queued`, cost))
  print(row('upload + complete', uploads))
  print(`  connections to the database: ${connections}`)
  print(`  memory (MB): ${pairs(residentMb)}`)
}

function row(name: string, cost: RequestCost): string {
  const numbers = [cost.perSecond, cost.p50Ms, cost.p99Ms].map((value) =>
    value.toFixed(1).padStart(9),
  )
  const processor = [cost.processorMs, cost.databaseMs].map((ms) =>
    (ms === null ? '?' : ms.toFixed(2)).padStart(15),
  )
  return `  ${name.padEnd(21)}${numbers.join('')}${processor.join('')}${refusals(cost)}`
}

function refusals({ answers }: Load): string {
  const refused = Object.entries(answers).filter(([answer]) => answer !== '200')
  return refused.length > 0 ? `   ${pairs(Object.fromEntries(refused))}` : ''
}

function printWorker(worker: WorkerReport): void {
  print(
    `  one verify worker: ${worker.sessions} sessions, ${worker.perMinute.toFixed(1)} a minute by the clock; ` +
      `${(worker.processorMs / 1000).toFixed(2)} s of processor time each: ${worker.perMinuteAndCore.toFixed(1)} a minute and core; ` +
      `${worker.memoryMb} MB; ${pairs(worker.outcomes)}`,
  )
}

function printOverload({ workers, capacity, flood, honest, apiMb }: OverloadReport): void {
  const { alone, overloaded, ratioP50, ratioP99 } = honest
  print(
    `  overload: ${workers} workers do ${capacity.toFixed(2)} sessions a second, ${flood.offered.toFixed(1)} are sent, ${(100 * flood.refusedShare).toFixed(1)} % refused`,
  )
  print(`    answers to the flood: ${pairs(flood.answers)}; p99 ${flood.p99Ms.toFixed(0)} ms`)
  for (const [name, waits] of Object.entries({ alone, overloaded }))
    print(
      `    honest, ${name.padEnd(10)} ${waits.sessions} sessions, submission to decision p50 ${waits.p50Ms.toFixed(0)} ms, p99 ${waits.p99Ms.toFixed(0)} ms; checks p50 ${waits.checksP50Ms.toFixed(0)} ms`,
    )
  print(`    ratio p50 ${ratioP50.toFixed(2)}, p99 ${ratioP99.toFixed(2)} (aim: 2)`)
  print(`    memory of the API (MB): before ${apiMb.before}, then ${apiMb.each.join(' ')}`)
}

function pairs(values: Record<string, number>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}
