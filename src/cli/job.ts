import type { Command } from 'commander'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import { replayJob } from '../sessions/replay-job'
import type { FailedJob } from '../storage/failed-jobs'
import { asOperatorWithKeys, ofOrganization, type Whose } from './as-operator'
import { print, printJson } from './print'

/** `countersign job`: jobs that failed, and running them again. */
export function register(program: Command): void {
  const jobs = program.command('job').description('See jobs that failed, and run them again.')
  ofOrganization(jobs.command('list')).description('The last hundred, newest first.').action(list)
  ofOrganization(jobs.command('replay [id]'))
    .description('Run one again, or all that were not run again yet.')
    .option('--all', 'all of them')
    .action(replay)
}

const NEWEST = { first: 100 }

function list({ json, ...whose }: Whose): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller: { tenantId } }) => {
    const { rows } = await deps.failedJobs.list(tenantId, NEWEST)
    if (json) return printJson({ failedJobs: rows })
    for (const row of rows) print(lineOf(row))
  })
}

function lineOf({ id, job, jobId, failures, lastAt, error, replayedAt }: FailedJob): string {
  const { name, code = '' } = error as { name: string; code?: string }
  const again = replayedAt ? `run again ${replayedAt.toISOString()}` : 'not run again'
  const times = `${failures} times, last ${lastAt.toISOString()}`
  return [id, job, jobId, times, `${name} ${code}`.trim(), again].join('  ')
}

type World = Parameters<typeof replayJob>[0]

function replay(
  id: string | undefined,
  { all, json, ...whose }: Whose & { all?: boolean },
): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller }) => {
    if ((id === undefined) === (all === undefined))
      throw new AppError('INVALID', 'Name one job, or give --all.')
    const replayed = id ? [(await replayJob(deps, caller, id)).id] : await replayAll(deps, caller)
    if (json) printJson({ replayed })
    else print(`${replayed.length} jobs asked for again`)
  })
}

/** Of the last hundred; those whose session has moved on are left alone. */
async function replayAll(deps: World, caller: Caller): Promise<string[]> {
  const { rows } = await deps.failedJobs.list(caller.tenantId, NEWEST)
  const replayed: string[] = []
  for (const { id } of rows.filter(({ replayedAt }) => replayedAt === null)) {
    const done = await replayJob(deps, caller, id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'CONFLICT') return null
      throw error
    })
    if (done) replayed.push(id)
  }
  return replayed
}
