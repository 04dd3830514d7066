import type { Deps, PostAnswer, PostRefused } from '../deps'
import { tellSecurity } from '../security-events'
import type { AttemptResult, DueDelivery } from '../storage/webhook-deliveries'
import type { Lanes } from './lanes'
import { type NextStep, nextStep } from './retry'
import { signWebhook } from './sign'

type World = Pick<
  Deps,
  'webhookDeliveries' | 'webhookEndpoints' | 'net' | 'now' | 'random' | 'metrics' | 'log'
>

/** Five failures in a row: about a minute's rest, then one delivery tries it. Five days of them: given up (DESIGN §4). */
const PATIENCE = { failures: 5, restMs: 60_000, giveUpMs: 5 * 24 * 3_600_000 }

/** How long the one that tries a rested endpoint keeps the others off. */
const TURN_MS = 30_000

/** Where a lane is full, so much later another looks whether there is room. */
const FULL_MS = 5000

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
  if (await lanes.within(delivery.endpointId, () => attempt(deps, delivery))) return
  const at = deps.now()
  await deps.webhookEndpoints.rest(delivery.endpoint, new Date(at.getTime() + FULL_MS))
  await deps.webhookDeliveries.hold(delivery, at)
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
  if ('refused' in answer && answer.refused === 'ADDRESS') tellAddress(deps, delivery)
  const outcome = 'refused' in answer ? { refused: answer.refused } : answer
  const next = nextStep(delivery.attempts + 1, outcome, deps.random())
  const { id: deliveryId, event, attempts } = delivery
  deps.metrics.webhookAttempted(next.step)
  deps.log.info(
    { deliveryId, eventId: event.id, attempt: attempts + 1, outcome: next.step },
    'webhook attempted',
  )
  const result = resultOf(answer, next, deps.now())
  // Endpoints that began to fail together must not all be tried together.
  const restMs = PATIENCE.restMs * (0.8 + 0.4 * deps.random())
  await deps.webhookDeliveries.recordAttempt(delivery, result, { ...PATIENCE, restMs })
}

function tellAddress(deps: World, { id: deliveryId, endpointId, tenantId }: DueDelivery): void {
  tellSecurity(deps, 'WEBHOOK_ADDRESS_REFUSED', { deliveryId, endpointId, tenantId })
}

function post(
  { net, now }: World,
  { endpoint, event, secrets }: DueDelivery,
): Promise<PostAnswer | PostRefused> {
  const at = now()
  const valid = secrets.filter(({ until }) => until === null || new Date(until) > at)
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
