import type { Deps, PostAnswer, PostRefused } from '../deps'
import type { AttemptResult, DueDelivery } from '../storage/webhooks'
import { nextStep } from './retry'
import { signWebhook } from './sign'

type DeliveryDeps = Pick<Deps, 'webhooks' | 'net' | 'now' | 'random' | 'metrics' | 'log'>

/**
 * One attempt to deliver an event, signed anew, and the record of it. The id stays the same for every attempt, so
 * that consumers can tell a repeat.
 */
export async function deliverWebhook(
  deps: DeliveryDeps,
  job: { tenantId: string; deliveryId: string },
): Promise<void> {
  const delivery = await deps.webhooks.delivery(job.tenantId, job.deliveryId)
  if (delivery?.state !== 'PENDING') return
  const { endpoint, event, attempts } = delivery
  if (endpoint.disabledAt)
    return void (await deps.webhooks.recordAttempt(delivery, ended(delivery, 'endpoint disabled')))
  const answer = await post(deps, delivery)
  const step = nextStep(
    attempts + 1,
    'refused' in answer ? { refused: answer.refused } : answer,
    deps.random(),
  )
  deps.metrics.webhookAttempted(step.step)
  deps.log.info(
    { deliveryId: delivery.id, eventId: event.id, attempt: attempts + 1, outcome: step.step },
    'webhook attempted',
  )
  await deps.webhooks.recordAttempt(delivery, resultOf(delivery, answer, step, deps.now()))
  if (step.step === 'DISABLE_ENDPOINT')
    await deps.webhooks.disableEndpoint(job.tenantId, endpoint.id, {
      actor: 'SYSTEM',
      at: deps.now(),
    })
}

function post(
  deps: DeliveryDeps,
  { endpoint, event }: DueDelivery,
): Promise<PostAnswer | PostRefused> {
  const body = JSON.stringify(event.payload)
  const timestampSec = Math.floor(deps.now().getTime() / 1000)
  const signature = signWebhook({
    id: event.id,
    timestampSec,
    payload: body,
    secrets: [endpoint.secret],
  })
  return deps.net.post(endpoint.url, {
    headers: { 'content-type': 'application/json', ...signature },
    body,
  })
}

function resultOf(
  delivery: DueDelivery,
  answer: PostAnswer | PostRefused,
  step: ReturnType<typeof nextStep>,
  now: Date,
): AttemptResult {
  const delayMs = step.step === 'RETRY' ? step.delaySec * 1000 : 0
  return {
    attempts: delivery.attempts + 1,
    state: step.step === 'DELIVERED' ? 'DELIVERED' : step.step === 'RETRY' ? 'PENDING' : 'DEAD',
    nextAttemptAt: new Date(now.getTime() + delayMs),
    lastStatus: 'refused' in answer ? null : answer.status,
    lastError: 'refused' in answer ? answer.refused : null,
    deliveredAt: step.step === 'DELIVERED' ? now : null,
  }
}

function ended(delivery: DueDelivery, why: string): AttemptResult {
  const { attempts, nextAttemptAt } = delivery
  return {
    attempts,
    nextAttemptAt,
    state: 'DEAD',
    lastStatus: null,
    lastError: why,
    deliveredAt: null,
  }
}
