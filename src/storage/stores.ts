import { apiKeyStore } from './api-keys'
import { applicantStore } from './applicants'
import { auditStore } from './audit'
import { blobRecordStore } from './blob-records'
import { captureStore } from './captures'
import type { Database } from './database'
import { erasureStore } from './erasures'
import { idempotencyKeyStore } from './idempotency-keys'
import type { Keys } from './keys'
import { livenessChallengeStore } from './liveness-challenges'
import { organizationStore } from './organizations'
import { outboxStore } from './outbox'
import { resultStore } from './results'
import { retentionStore } from './retention'
import { sessionStore } from './sessions'
import { webhookStore } from './webhooks'

export type Stores = ReturnType<typeof stores>

/** Everything that is kept in the database. */
export function stores(db: Database, keys: Keys) {
  return {
    organizations: organizationStore(db),
    apiKeys: apiKeyStore(db),
    applicants: applicantStore(db),
    sessions: sessionStore(db, keys),
    captures: captureStore(db),
    challenges: livenessChallengeStore(db),
    results: resultStore(db, keys),
    outbox: outboxStore(db),
    idempotencyKeys: idempotencyKeyStore(db),
    webhooks: webhookStore(db),
    blobRecords: blobRecordStore(db),
    erasures: erasureStore(db),
    retention: retentionStore(db),
    audit: auditStore(db),
  }
}
