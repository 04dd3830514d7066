import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createChips } from './chip/chips'
import type { TrustPlaces } from './chip/trust-places'
import type { Config } from './config'
import { DEFAULT_POLICY } from './decision/policy'
import type { Deps, Settings } from './deps'
import { createDocumentReader } from './inference/document-reader'
import { DEFAULT_FACE_MODEL, FACE_MODELS } from './inference/face-models'
import { createFaces, type FaceSettings } from './inference/faces'
import { createImages } from './inference/images'
import { modelRefs } from './inference/models'
import { warmUpModels } from './inference/warm-up'
import { createLogger, type Logger } from './log'
import { createMetrics } from './metrics'
import { createGuardedPost } from './net/guarded-post'
import { openIdProvider } from './net/identity-provider'
import { createIpCountries } from './net/ip-countries'
import { openRootKey } from './open-root-key'
import { openProducer, type QueueSettings } from './queue/queues'
import { openRateLimit } from './queue/rate-limit'
import { uploadAddresses } from './sessions/upload-address'
import { openBlobs } from './storage/blobs'
import { breachedPasswords } from './storage/breached-passwords'
import { listenToChanges } from './storage/changes'
import { checkpointFiles } from './storage/checkpoint-files'
import { openDatabase, scoped } from './storage/database'
import { keyStore } from './storage/keys'
import { sealedBlobs } from './storage/sealed-blobs'
import { type SealingKeyRing, sealingKeyRing } from './storage/sealing-key-ring'
import { signingKeyStore } from './storage/signing-keys'
import { stores } from './storage/stores'
import { tombstoneFiles } from './storage/tombstones'
import { VERSION } from './version'
import { createWatchlists } from './watchlists/watchlists'

/**
 * `ring` opens sealed captures. It is no part of `deps`: what answers requests is given those alone, and cannot open any.
 */
export type Wired = { deps: Deps; ring: SealingKeyRing; close(): Promise<void> }

/** A config whose database is known: the given one, or the embedded one once it runs. */
export type WireConfig = Config & { DATABASE_URL: string }

const NO_TRUST: TrustPlaces = {
  masterLists: undefined,
  listSigners: undefined,
  crls: undefined,
}

/** The engines alone, for commands that work on files. Nothing is loaded before its first use. */
export function wireEngines(trust = NO_TRUST, faceSettings: FaceSettings = {}) {
  const { model: faceModel = DEFAULT_FACE_MODEL, backEnd } = faceSettings
  const { verification, caution } = FACE_MODELS[faceModel]
  return {
    images: createImages(),
    documents: createDocumentReader(),
    faces: createFaces(faceSettings),
    chips: createChips(trust),
    models: modelRefs(faceModel, backEnd ? { [verification]: backEnd } : {}),
    cautions: caution ? [`FACE_MODEL=${faceModel}: ${caution}`] : [],
    policy: DEFAULT_POLICY,
    warmUp: () => warmUpModels(faceModel),
  }
}

type Engines = Omit<ReturnType<typeof wireEngines>, 'cautions'>

/** Builds everything a use case may reach for. The only place that does. */
export async function wire(config: WireConfig, process: string): Promise<Wired> {
  const client = openDatabase(config.DATABASE_URL)
  const db = scoped(client)
  const root = openRootKey(config)
  const keys = keyStore(db, root)
  const files = openBlobs(config.blobUrl)
  const log = createLogger(config.LOG_LEVEL, { process, version: VERSION })
  const lost = (what: string) => (error: unknown) => log.warn({ error }, `${what} lost`)
  const queue = await openProducer(queueSettings(config), lost('connection to the queue'))
  const changes = listenToChanges(sessionUrl(config), lost('connection for changes'))
  const { cautions, ...engines } = wireEngines(trustPlaces(config), faceSettings(config))
  for (const caution of cautions) log.warn({}, caution)
  const rateLimit = rateLimitOf(config)
  const deps: Deps = {
    now: () => new Date(),
    random: Math.random,
    log,
    metrics: createMetrics(),
    settings: settingsOf(config),
    ...stores(db, keys),
    keys,
    signer: signingKeyStore(db, root),
    blobs: sealedBlobs(files, db, keys),
    tombstones: tombstoneFiles(files),
    checkpoints: checkpointFiles(files),
    uploads: uploadAddresses(config.publicUrl, uploadSecret(config)),
    ...engines,
    warmUp: () => warmUp(engines, log),
    watchlists: createWatchlists(config.WATCHLISTS),
    ipCountries: createIpCountries(config.IP_COUNTRY),
    changes,
    queue,
    net: createGuardedPost({ allowPrivate: config.WEBHOOKS_ALLOW_PRIVATE }),
    identityProvider: identityProvider(config, log),
    rateLimit,
    breachedPasswords: breachedPasswords(config.BREACHED_PASSWORDS),
  }
  const close = async () => {
    await Promise.all([queue.close(), rateLimit.close(), changes.close(), engines.images.close()])
    await client.$disconnect()
  }
  return { deps, ring: sealingKeyRing(db, root), close }
}

function rateLimitOf({ REDIS_URL, QUEUE_PREFIX, RATE_LIMIT_PER_SEC }: Config) {
  return openRateLimit({ redisUrl: REDIS_URL, prefix: QUEUE_PREFIX, perSecond: RATE_LIMIT_PER_SEC })
}

/** The one of this installation; null unless it is configured. */
function identityProvider(config: Config, log: Logger) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = config
  if (!issuer || !id || !secret) return null
  const rolesClaim = config.OIDC_ROLES_CLAIM ?? null
  return openIdProvider({ issuer, id, secret, rolesClaim }, log)
}

/** A database connection of one's own, for LISTEN and for locks that outlive a transaction: never through a pooler. */
export function sessionUrl(config: WireConfig): string {
  return config.DATABASE_DIRECT_URL ?? config.DATABASE_URL
}

export function queueSettings(config: WireConfig): QueueSettings {
  const { REDIS_URL, QUEUE_PREFIX } = config
  return { databaseUrl: sessionUrl(config), redisUrl: REDIS_URL, prefix: QUEUE_PREFIX }
}

function settingsOf(config: Config): Settings {
  return {
    codeVersion: VERSION,
    publicUrl: config.publicUrl,
    sessionTtlMs: config.SESSION_TTL_SEC * 1000,
    uploadTtlMs: config.UPLOAD_TTL_SEC * 1000,
    stuckAfterMs: config.STUCK_AFTER_SEC * 1000,
    maxQueued: config.MAX_QUEUED,
    maxQueuedPerOrganization: config.MAX_QUEUED_PER_ORGANIZATION,
    privateWebhooks: config.WEBHOOKS_ALLOW_PRIVATE,
  }
}

/** How the settings say that faces are compared. */
export function faceSettings({ FACE_MODEL, FACE_VERIFICATION }: Config): FaceSettings {
  return { model: FACE_MODEL, ...(FACE_VERIFICATION && { backEnd: FACE_VERIFICATION }) }
}

/** Where the settings say that the trust for chips is kept. */
export function trustPlaces(config: Config): TrustPlaces {
  return {
    masterLists: config.CSCA_MASTER_LIST,
    listSigners: config.CSCA_LIST_SIGNERS,
    crls: config.CSCA_CRLS,
  }
}

/**
 * Models and the trust for chips. A master list that cannot be loaded, perhaps for its signer has expired, stops no
 * worker: documents without a chip need none, and a session with one goes to a person.
 */
async function warmUp(engines: Engines, log: Logger): Promise<void> {
  await engines.warmUp()
  warnOfFaces(engines, log)
  try {
    engines.chips.loadTrust(new Date())
  } catch (error) {
    log.error({ error }, 'the trust for chips cannot be loaded; run: countersign doctor')
  }
}

/** @throws AppError INVALID when the back end cannot be used: then no face could be compared */
function warnOfFaces({ faces, policy }: Engines, log: Logger): void {
  if (Number.isFinite(faces.thresholdFor(policy.targetFalseMatchRate))) return
  log.warn(
    {},
    `the face verification back end saw too few strangers for a false match rate of ${policy.targetFalseMatchRate}: every face goes to a person`,
  )
}

/** Where no secret is given (never in production), one is made and kept beside the data. */
function uploadSecret({ UPLOAD_SECRET, dataDir }: Config): string {
  if (UPLOAD_SECRET) return UPLOAD_SECRET
  const file = join(dataDir, 'upload-secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8')
}
