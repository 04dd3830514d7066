import { createHash } from 'node:crypto'
import type { Session } from '../sessions/session'
import type { SessionStatus, SessionTrigger } from '../sessions/states'
import { appendAudit, type Deed } from './audit'
import type { Transaction } from './database'

type Step = Deed & {
  trigger: SessionTrigger | 'CREATE'
  from: SessionStatus | null
  reasons?: string[]
  /** What was decided with it, if anything was. */
  verification?: { policyVersion: string; attestation: string | null }
}

/**
 * The row of a session's change, one for each in its history (`sequence`). `attestationSha256`: of the signed decision, which
 * so cannot be exchanged for another, nor denied once it is erased.
 */
export function auditSession(
  tx: Transaction,
  { id: object, tenantId, status: to, sequence }: Session,
  { actor, at, trigger, from, reasons = [], verification }: Step,
): Promise<void> {
  const { policyVersion, attestation } = verification ?? {}
  const details = {
    ...{ trigger, from, to, sequence, reasons },
    ...(policyVersion && { policyVersion }),
    ...(attestation && {
      attestationSha256: createHash('sha256').update(attestation).digest('hex'),
    }),
  }
  return appendAudit(tx, tenantId, { actor, at, action: 'SESSION_CHANGED', object, details })
}
