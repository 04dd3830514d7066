import { setTimeout as sleep } from 'node:timers/promises'
import { signCheckpoints } from './audit/sign-checkpoints'
import { authenticateFace, measureFrames } from './authentication/authenticate-face'
import { burstLooks } from './authentication/burst-looks'
import { enrolFace } from './authentication/enrol-face'
import type { Config } from './config'
import type { Deps } from './deps'
import { trainCandidate } from './learning/train-candidate'
import { trainWhenDue } from './learning/train-when-due'
import { watchDrift } from './learning/watch-drift'
import { describeError } from './log'
import { applyRetention } from './privacy/apply-retention'
import { finishErasures } from './privacy/erase-applicant'
import { replayTombstones } from './privacy/replay-tombstones'
import type { JobData, QueueName } from './queue/jobs'
import {
  type Consumer,
  consume,
  type Handlers,
  type KnownJob,
  type QueueSettings,
} from './queue/queues'
import { type Repeated, repeat } from './repeat'
import { tellOverdue } from './review/tell-overdue'
import { expireSessions } from './sessions/expire-sessions'
import { openCapture } from './sessions/open-capture'
import { removeGarbage } from './sessions/remove-garbage'
import { reopenCaptures } from './sessions/reopen-captures'
import { runReplay } from './sessions/replay-session'
import { retryStuckSessions } from './sessions/retry-stuck-sessions'
import { verifySession } from './sessions/verify-session'
import { deliverWebhook } from './webhooks/deliver-webhook'
import { dispatchEvent } from './webhooks/dispatch-event'
import { createLanes } from './webhooks/lanes'
import { pruneWebhookHistory } from './webhooks/prune-history'
import type { Wired } from './wire'

/** What a process does besides the API. */
export const ROLES = ['verify', 'webhooks', 'housekeeping'] as const
export type Role = (typeof ROLES)[number]

type Settings = QueueSettings & Pick<Config, 'VERIFY_CONCURRENCY' | 'JOB_LOCK_SEC'>

/** They mostly wait for others: room for a hundred endpoints that hang, four attempts at a time to each. */
const WEBHOOK_CONCURRENCY = 512
const MOST_TO_ONE = 4
/** One to look at frames that come, one for those that were submitted. */
const AUTHENTICATE_CONCURRENCY = 2
const RELAY_MS = 1000
const DUE_MS = 1000
const BREATH_MS = 250
const SWEEP_MS = 10_000
const CLEAN_MS = 60_000
const HOUR_MS = 3_600_000

/** What a role works with. */
type World = Pick<Wired, 'deps' | 'ring'>

/** Starts a role in this process. Closing finishes, or hands back, what is in hand. */
export function startRole(role: Role, world: World, settings: Settings): Promise<Consumer> {
  return STARTS[role](world, settings)
}

const STARTS: Record<Role, (world: World, settings: Settings) => Promise<Consumer>> = {
  verify: async (world, settings) => {
    const { deps } = world
    await deps.warmUp()
    const sealing = await renewSealingKeys(world)
    const handlers: Handlers = {
      verifySession: (job) => verifySession(deps, job),
      replaySession: (job) => runReplay(deps, job),
      trainCandidate: (job) => train(deps, job),
      openCapture: (job) => openCapture(deps, world.ring, job),
      enrolFace: (job) => enrolFace(deps, job),
    }
    const checks = await work(deps, settings, 'verify', handlers, settings.VERIFY_CONCURRENCY)
    const faces = await authenticate(deps, settings)
    const parts = [sealing.stop, checks.close, faces.close]
    return { close: () => Promise.all(parts.map((close) => close())).then(() => undefined) }
  },
  webhooks: ({ deps }, settings) => {
    const lanes = createLanes(MOST_TO_ONE)
    const handlers: Handlers = {
      dispatchEvent: (job) => dispatchEvent(deps, job),
      deliverWebhook: (job) => deliverWebhook(deps, lanes, job),
    }
    return work(deps, settings, 'webhooks', handlers, WEBHOOK_CONCURRENCY)
  },
  housekeeping: async ({ deps }) => housekeeping(deps),
}

async function train(deps: Deps, job: JobData<'trainCandidate'>): Promise<void> {
  const state = await trainCandidate(deps, job)
  if (state) deps.metrics.candidateDone(state)
}

/** Apart from the checks, which take seconds: here somebody waits to pay. */
function authenticate(deps: Deps, settings: Settings): Promise<Consumer> {
  const looks = burstLooks()
  const handlers: Handlers = {
    measureFrames: (job) => measureFrames(deps, looks, job),
    authenticateFace: (job) => authenticateFace(deps, looks, job),
  }
  return work(deps, settings, 'authenticate', handlers, AUTHENTICATE_CONCURRENCY)
}

/**
 * The keys that captures are sealed to are made where they are opened: housekeeping may share a process with the API, which is
 * to hold no private key. The first is there before the worker says that it is ready.
 */
async function renewSealingKeys({ deps, ring }: World): Promise<Repeated> {
  await ring.renew(deps.now())
  const onError = (error: unknown) => deps.log.error({ error }, 'sealing keys not renewed')
  return repeat(CLEAN_MS, () => ring.renew(deps.now()), onError)
}

function work(
  deps: Deps,
  settings: Settings,
  queue: QueueName,
  handlers: Handlers,
  concurrency: number,
): Promise<Consumer> {
  const onError = (error: unknown) => deps.log.error({ error }, 'trouble with the queue')
  return consume(settings, queue, handlers, {
    concurrency,
    lockMs: settings.JOB_LOCK_SEC * 1000,
    onError,
    onFailed: (error, job) => void keepFailed(deps, error, job).catch(onError),
  })
}

async function keepFailed(deps: Deps, error: unknown, job: KnownJob): Promise<void> {
  deps.metrics.jobFailed()
  deps.log.error({ error, jobId: job.jobId }, 'a job failed')
  await deps.failedJobs.add({ ...job, error: describeError(error), at: deps.now() })
}

/** Until nothing is left: after a standstill there may be more than one transaction should carry. */
async function relayAll({ outbox, queue }: Deps): Promise<void> {
  while ((await outbox.relay((jobs) => queue.add(jobs))) > 0);
}

/** A few at a time: a hundred endpoints that are due at once must not keep the sender from what is new. */
async function askForDeliveries({ webhookDeliveries, now }: Deps): Promise<void> {
  while (await webhookDeliveries.askForDue(now())) await sleep(BREATH_MS)
}

const stuckSince = ({ now, settings }: Deps) => new Date(now().getTime() - settings.stuckAfterMs)

/** The relay, and the sweepers behind it: what was lost on the way is asked for again. */
function housekeeping(deps: Deps): Consumer {
  const onError = (error: unknown) => deps.log.error({ error }, 'housekeeping failed')
  const relay = repeat(RELAY_MS, () => relayAll(deps), onError)
  const tasks = [
    relay,
    repeat(DUE_MS, () => askForDeliveries(deps), onError),
    repeat(SWEEP_MS, () => retryStuckSessions(deps), onError),
    repeat(SWEEP_MS, () => reopenCaptures(deps), onError),
    repeat(SWEEP_MS, () => deps.outbox.askForLostEvents(stuckSince(deps)), onError),
    repeat(SWEEP_MS, () => signCheckpoints(deps), onError),
    repeat(CLEAN_MS, () => expireSessions(deps), onError),
    repeat(CLEAN_MS, () => tellOverdue(deps), onError),
    repeat(CLEAN_MS, () => removeGarbage(deps), onError),
    repeat(CLEAN_MS, () => finishErasures(deps), onError),
    repeat(CLEAN_MS, () => applyRetention(deps), onError),
    repeat(CLEAN_MS, () => pruneWebhookHistory(deps), onError),
    repeat(HOUR_MS, () => watchDrift(deps), onError),
    repeat(HOUR_MS, () => trainWhenDue(deps), onError),
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
