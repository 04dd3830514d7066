import { AppError } from '../errors'
import { type Page, type PageArgs, readPage } from '../page'
import type { JobData, JobName } from '../queue/jobs'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'
import { addToOutbox } from './outbox'

/** `error`: name, code and place; `replayedAt`: when it was last run again. */
export type FailedJob = {
  id: string
  tenantId: string
  job: string
  jobId: string
  data: unknown
  error: unknown
  failures: number
  firstAt: Date
  lastAt: Date
  replayedAt: Date | null
}

type Failure = { job: JobName; jobId: string; data: JobData<JobName>; error: object; at: Date }

/** The dead letters of the queue. */
export function failedJobStore(db: Database) {
  return {
    /** A job that fails again is counted, not listed twice. */
    async add({ job, jobId, data, error, at }: Failure): Promise<void> {
      const { tenantId } = data
      const row = { id: newId('failedJob'), tenantId, job, jobId, data, error }
      await db.asTenant(tenantId, (tx) =>
        tx.failedJob.upsert({
          where: { tenantId_jobId: { tenantId, jobId } },
          create: { ...row, firstAt: at, lastAt: at },
          update: { error, lastAt: at, failures: { increment: 1 } },
        }),
      )
    },

    list: (tenantId: string, args: PageArgs): Promise<Page<FailedJob>> =>
      db.asTenant(tenantId, (tx) =>
        readPage(args, (query) => tx.failedJob.findMany({ where: { tenantId }, ...query })),
      ),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<FailedJob> {
      const row = await db.asTenant(tenantId, (tx) =>
        tx.failedJob.findFirst({ where: { id, tenantId } }),
      )
      if (row === null) throw new AppError('NOT_FOUND', `There is no failed job ${id}.`, 'id')
      return row
    },

    /** Asks for it again, as what it was, or only says so where something else did. */
    replayed: (
      { id, tenantId, job, jobId, data }: FailedJob,
      deed: Deed,
      { ask }: { ask: boolean },
    ): Promise<FailedJob> =>
      db.asTenant(tenantId, async (tx) => {
        if (ask) await addToOutbox(tx, job as JobName, jobId, data as never)
        const change = { where: { id }, data: { replayedAt: deed.at } }
        const row = await tx.failedJob.update(change)
        await appendAudit(tx, tenantId, { ...deed, action: 'JOB_REPLAYED', object: id })
        return row
      }),

    /** Forgets what last failed before `before`. */
    async prune(before: Date): Promise<void> {
      await db.asSystem((tx) => tx.failedJob.deleteMany({ where: { lastAt: { lt: before } } }))
    },
  }
}
