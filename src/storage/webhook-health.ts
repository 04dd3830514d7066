import type { Transaction } from './database'
import { type DisabledReason, HEALTHY, type WebhookEndpoint } from './webhook-endpoints'
import type { EndpointRef } from './webhook-secrets'

/** When a failing endpoint rests, and when it is given up. */
export type Patience = { failures: number; restMs: number; giveUpMs: number }

/** What an attempt showed of its endpoint, and when. */
type Attempted = { endpoint: 'WORKS' | 'FAILS' | 'GONE'; at: Date }

/**
 * The breaker: failures in a row make an endpoint rest, and after days of them it is given up.
 * @returns why it is to be disabled; null: it is not
 */
export async function noteHealth(
  tx: Transaction,
  { id, tenantId, failures, restsUntil }: WebhookEndpoint,
  { endpoint, at }: Attempted,
  patience: Patience,
): Promise<DisabledReason | null> {
  const where = { id, tenantId }
  if (endpoint === 'FAILS') return noteFailure(tx, where, at, patience)
  if (failures > 0 || restsUntil !== null || endpoint === 'GONE')
    await tx.webhookEndpoint.updateMany({ where, data: HEALTHY })
  return endpoint === 'GONE' ? 'GONE' : null
}

async function noteFailure(
  tx: Transaction,
  ref: EndpointRef,
  at: Date,
  { failures, restMs, giveUpMs }: Patience,
): Promise<DisabledReason | null> {
  const data = { failures: { increment: 1 } }
  const failing = await tx.webhookEndpoint.update({ where: { id: ref.id }, data })
  const failingSince = failing.failingSince ?? at
  const restsUntil = failing.failures >= failures ? new Date(at.getTime() + restMs) : null
  if (failing.failingSince === null || restsUntil !== null)
    await tx.webhookEndpoint.updateMany({ where: ref, data: { failingSince, restsUntil } })
  return at.getTime() - failingSince.getTime() > giveUpMs ? 'FAILING' : null
}
