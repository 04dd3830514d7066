import { signCheckpoints } from './audit/sign-checkpoints'
import type { Config } from './config'
import type { Deps } from './deps'
import { applyRetention } from './privacy/apply-retention'
import { finishErasures } from './privacy/erase-applicant'
import { replayTombstones } from './privacy/replay-tombstones'
import type { QueueName } from './queue/jobs'
import { type Consumer, consume, type Handlers, type QueueSettings } from './queue/queues'
import { repeat } from './repeat'
import { expireSessions } from './sessions/expire-sessions'
import { removeGarbage } from './sessions/remove-garbage'
import { retryStuckSessions } from './sessions/retry-stuck-sessions'
import { verifySession } from './sessions/verify-session'
import { deliverWebhook } from './webhooks/deliver-webhook'
import { dispatchEvent } from './webhooks/dispatch-event'

/** What a process does besides the API. */
export const ROLES = ['verify', 'webhooks', 'housekeeping'] as const
export type Role = (typeof ROLES)[number]

type Settings = QueueSettings & Pick<Config, 'VERIFY_CONCURRENCY' | 'JOB_LOCK_SEC'>

const WEBHOOK_CONCURRENCY = 16
const RELAY_MS = 1000
const DUE_MS = 1000
const SWEEP_MS = 10_000
const CLEAN_MS = 60_000

/** Starts a role in this process. Closing finishes, or hands back, what is in hand. */
export function startRole(role: Role, deps: Deps, settings: Settings): Promise<Consumer> {
  return STARTS[role](deps, settings)
}

const STARTS: Record<Role, (deps: Deps, settings: Settings) => Promise<Consumer>> = {
  verify: async (deps, settings) => {
    await deps.warmUp()
    const handlers: Handlers = { verifySession: (job) => verifySession(deps, job) }
    return work(deps, settings, 'verify', handlers, settings.VERIFY_CONCURRENCY)
  },
  webhooks: (deps, settings) => {
    const handlers: Handlers = {
      dispatchEvent: (job) => dispatchEvent(deps, job),
      deliverWebhook: (job) => deliverWebhook(deps, job),
    }
    return work(deps, settings, 'webhooks', handlers, WEBHOOK_CONCURRENCY)
  },
  housekeeping: async (deps) => housekeeping(deps),
}

function work(
  deps: Deps,
  settings: Settings,
  queue: QueueName,
  handlers: Handlers,
  concurrency: number,
): Promise<Consumer> {
  const onError = (error: unknown, jobId: string | undefined) => {
    deps.metrics.jobFailed()
    deps.log.error({ error, jobId }, 'a job failed')
  }
  return consume(settings, queue, handlers, {
    concurrency,
    lockMs: settings.JOB_LOCK_SEC * 1000,
    onError,
  })
}

/** Until nothing is left: after a standstill there may be more than one transaction should carry. */
async function relayAll({ outbox, queue }: Deps): Promise<void> {
  while ((await outbox.relay((jobs) => queue.add(jobs))) > 0);
}

const stuckSince = ({ now, settings }: Deps) => new Date(now().getTime() - settings.stuckAfterMs)

/** The relay, and the sweepers behind it: what was lost on the way is asked for again. */
function housekeeping(deps: Deps): Consumer {
  const onError = (error: unknown) => deps.log.error({ error }, 'housekeeping failed')
  const relay = repeat(RELAY_MS, () => relayAll(deps), onError)
  const tasks = [
    relay,
    repeat(DUE_MS, () => deps.webhooks.askForDue(deps.now()), onError),
    repeat(SWEEP_MS, () => retryStuckSessions(deps), onError),
    repeat(SWEEP_MS, () => deps.outbox.askForLostEvents(stuckSince(deps)), onError),
    repeat(SWEEP_MS, () => signCheckpoints(deps), onError),
    repeat(CLEAN_MS, () => expireSessions(deps), onError),
    repeat(CLEAN_MS, () => removeGarbage(deps), onError),
    repeat(CLEAN_MS, () => finishErasures(deps), onError),
    repeat(CLEAN_MS, () => applyRetention(deps), onError),
  ]
  replayTombstones(deps).catch(onError)
  const stop = deps.changes.onOutbox(relay.now)
  return {
    close: async () => {
      stop()
      await Promise.all(tasks.map((task) => task.stop()))
    },
  }
}
