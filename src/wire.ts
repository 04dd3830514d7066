import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config'
import { DEFAULT_POLICY } from './decision/policy'
import type { Deps } from './deps'
import { createDocumentReader } from './inference/document-reader'
import { createFaces } from './inference/faces'
import { createImages } from './inference/images'
import { modelRefs } from './inference/models'
import { warmUpModels } from './inference/warm-up'
import { createLogger } from './log'
import { createMetrics } from './metrics'
import { createGuardedPost } from './net/guarded-post'
import { openProducer } from './queue/queues'
import { uploadAddresses } from './sessions/upload-address'
import { applicantStore } from './storage/applicants'
import { blobRecordStore } from './storage/blob-records'
import { openBlobs } from './storage/blobs'
import { captureStore } from './storage/captures'
import { listenToChanges } from './storage/changes'
import { openDatabase } from './storage/database'
import { organizationStore } from './storage/organizations'
import { outboxStore } from './storage/outbox'
import { resultStore } from './storage/results'
import { sessionStore } from './storage/sessions'
import { webhookStore } from './storage/webhooks'
import { VERSION } from './version'

export type Wired = { deps: Deps; close(): Promise<void> }

/** A config whose database is known: the given one, or the embedded one once it runs. */
export type WireConfig = Config & { DATABASE_URL: string }

/** The engines alone, for commands that work on files. Nothing is loaded before its first use. */
export function wireEngines() {
  return {
    images: createImages(),
    documents: createDocumentReader(),
    faces: createFaces(),
    models: modelRefs(),
    policy: DEFAULT_POLICY,
    warmUp: warmUpModels,
  }
}

/** Builds everything a use case may reach for. The only place that does. */
export async function wire(config: WireConfig, process: string): Promise<Wired> {
  const db = openDatabase(config.DATABASE_URL)
  const log = createLogger(config.LOG_LEVEL, { process, version: VERSION })
  const queue = await openProducer({ databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL })
  const changes = listenToChanges(config.DATABASE_URL, (error) =>
    log.warn({ error }, 'connection for changes lost'),
  )
  const engines = wireEngines()
  const net = createGuardedPost({ allowPrivate: config.WEBHOOKS_ALLOW_PRIVATE })
  const deps: Deps = {
    now: () => new Date(),
    random: Math.random,
    log,
    metrics: createMetrics(),
    settings: {
      codeVersion: VERSION,
      sessionTtlMs: config.SESSION_TTL_SEC * 1000,
      uploadTtlMs: config.UPLOAD_TTL_SEC * 1000,
      stuckAfterMs: config.STUCK_AFTER_SEC * 1000,
      privateWebhooks: config.WEBHOOKS_ALLOW_PRIVATE,
    },
    organizations: organizationStore(db),
    applicants: applicantStore(db),
    sessions: sessionStore(db),
    captures: captureStore(db),
    results: resultStore(db),
    outbox: outboxStore(db),
    webhooks: webhookStore(db),
    blobRecords: blobRecordStore(db),
    blobs: openBlobs(config.blobUrl),
    uploads: uploadAddresses(
      config.publicUrl,
      config.UPLOAD_SECRET ?? generatedSecret(config.dataDir),
    ),
    ...engines,
    changes,
    queue,
    net,
  }
  const close = async () => {
    await Promise.all([queue.close(), changes.close(), engines.images.close()])
    await db.$disconnect()
  }
  return { deps, close }
}

/** Where no secret is given (never in production), one is made and kept beside the data. */
function generatedSecret(dataDir: string): string {
  const file = join(dataDir, 'upload-secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8')
}
