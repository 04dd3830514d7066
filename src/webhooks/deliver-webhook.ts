import type { Deps, PostAnswer, PostRefused } from '../deps'
import type { AttemptResult, DueDelivery } from '../storage/webhook-deliveries'
import type { Lanes } from './lanes'
import { type NextStep, nextStep } from './retry'
import { signWebhook } from './sign'

type World = Pick<
  Deps,
  'webhookDeliveries' | 'webhookEndpoints' | 'net' | 'now' | 'random' | 'metrics' | 'log'
>

/** Five failures in a row: a minute's rest, then one delivery tries it. Five days of them: given up (DESIGN §4). */
const PATIENCE = { failures: 5, restMs: 60_000, giveUpMs: 5 * 24 * 3_600_000 }

/** How long the one that tries a rested endpoint keeps the others off. */
const TURN_MS = 30_000

/** Where a lane is full, the delivery is asked for again about so much later. */
const FULL_MS = 4000

/**
 * One attempt to deliver an event, signed anew, and the record of it; the id stays the same for every attempt, so that
 * consumers can tell a repeat. To a paused or resting endpoint nothing is sent, and no attempt is counted.
 */
export async function deliverWebhook(
  deps: World,
  lanes: Lanes,
  job: { tenantId: string; deliveryId: string },
): Promise<void> {
  const delivery = await deps.webhookDeliveries.due(job.tenantId, job.deliveryId)
  if (delivery?.state !== 'PENDING') return
  if (delivery.endpoint.disabledAt) return deps.webhookDeliveries.bury(delivery)
  if (!(await isTurnOf(deps, delivery))) return
  const ran = await lanes.within(delivery.endpointId, () => attempt(deps, delivery))
  const later = FULL_MS * (0.5 + deps.random())
  if (!ran) await deps.webhookDeliveries.hold(delivery, new Date(deps.now().getTime() + later))
}

/** Whether the endpoint may be sent something now; if not, the delivery waits, and the pause or the rest decides how long. */
async function isTurnOf(
  { webhookEndpoints, webhookDeliveries, now }: World,
  delivery: DueDelivery,
): Promise<boolean> {
  const { endpoint } = delivery
  const at = now()
  if (endpoint.pausedAt === null && endpoint.restsUntil === null) return true
  const rested = endpoint.restsUntil !== null && endpoint.restsUntil <= at
  if (endpoint.pausedAt === null && rested) {
    const until = new Date(at.getTime() + TURN_MS)
    if (await webhookEndpoints.takeTurn(endpoint, at, until)) return true
  }
  await webhookDeliveries.hold(delivery, endpoint.restsUntil ?? at)
  return false
}

async function attempt(deps: World, delivery: DueDelivery): Promise<void> {
  const answer = await post(deps, delivery)
  const outcome = 'refused' in answer ? { refused: answer.refused } : answer
  const next = nextStep(delivery.attempts + 1, outcome, deps.random())
  const { id: deliveryId, event, attempts } = delivery
  deps.metrics.webhookAttempted(next.step)
  deps.log.info(
    { deliveryId, eventId: event.id, attempt: attempts + 1, outcome: next.step },
    'webhook attempted',
  )
  const result = resultOf(answer, next, deps.now())
  await deps.webhookDeliveries.recordAttempt(delivery, result, PATIENCE)
}

async function post(
  { webhookEndpoints, net, now }: World,
  { endpoint, event }: DueDelivery,
): Promise<PostAnswer | PostRefused> {
  const at = now()
  const all = await webhookEndpoints.secrets(endpoint)
  const valid = all.filter(({ until }) => until === null || new Date(until) > at)
  const body = JSON.stringify(event.payload)
  const signature = signWebhook({
    id: event.id,
    timestampSec: Math.floor(at.getTime() / 1000),
    payload: body,
    secrets: valid.map(({ secret }) => secret),
    signingKeys: valid.map(({ signingKey }) => signingKey),
  })
  const headers = { 'content-type': 'application/json', ...signature }
  return net.post(endpoint.url, { headers, body })
}

const STATES = {
  DELIVERED: { state: 'DELIVERED', endpoint: 'WORKS' },
  RETRY: { state: 'PENDING', endpoint: 'FAILS' },
  DEAD_LETTER: { state: 'DEAD', endpoint: 'FAILS' },
  DISABLE_ENDPOINT: { state: 'DEAD', endpoint: 'GONE' },
} as const

function resultOf(answer: PostAnswer | PostRefused, next: NextStep, at: Date): AttemptResult {
  const delayMs = next.step === 'RETRY' ? next.delaySec * 1000 : 0
  const { latencyMs } = answer
  const told =
    'refused' in answer
      ? { status: null, error: answer.refused, excerpt: '' }
      : { status: answer.status, error: null, excerpt: answer.excerpt }
  const nextAttemptAt = new Date(at.getTime() + delayMs)
  return { at, latencyMs, ...told, ...STATES[next.step], nextAttemptAt }
}
