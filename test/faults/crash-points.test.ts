import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ALL_ACTIONS } from '../../src/access/actions'
import { signCheckpoints } from '../../src/audit/sign-checkpoints'
import type { Deps } from '../../src/deps'
import { AppError } from '../../src/errors'
import { startRole } from '../../src/roles'
import { listen } from '../../src/serve-api'
import type { Caller } from '../../src/sessions/caller'
import { cancelSession } from '../../src/sessions/cancel-session'
import { completeCapture } from '../../src/sessions/complete-capture'
import { createCapture } from '../../src/sessions/create-capture'
import { createSession } from '../../src/sessions/create-session'
import { expireSessions } from '../../src/sessions/expire-sessions'
import { openCapture } from '../../src/sessions/open-capture'
import { removeGarbage } from '../../src/sessions/remove-garbage'
import { reopenCaptures } from '../../src/sessions/reopen-captures'
import { retryStuckSessions } from '../../src/sessions/retry-stuck-sessions'
import type { CaptureKind, SessionRef } from '../../src/sessions/session'
import { startLivenessChallenge } from '../../src/sessions/start-liveness-challenge'
import { submitLivenessStep } from '../../src/sessions/submit-liveness-step'
import { submitSession } from '../../src/sessions/submit-session'
import { takeUpload } from '../../src/sessions/take-upload'
import { verifySession } from '../../src/sessions/verify-session'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { sealTo } from '../../src/trust/hpke'
import { createEndpoint } from '../../src/webhooks/create-endpoint'
import { deliverWebhook } from '../../src/webhooks/deliver-webhook'
import { dispatchEvent } from '../../src/webhooks/dispatch-event'
import { createLanes } from '../../src/webhooks/lanes'
import { startTestApp, type TestApp } from '../support/app'
import { type CrashProxy, crashProxy, type Life, life } from './crash-proxy'
import { type Papers, papers } from './documents'
import { torn, violations } from './invariants'
import { mortal, remembering } from './mortal-deps'
import { query } from './servers'

const HOUR_MS = 3_600_000
const lanes = createLanes(4)

let app: TestApp
let whole: Deps
let process_: Life
let proxy: CrashProxy
let db: Client
let dying: Deps
let person: Papers
let caller: Caller
let consumer: Server
const received = new Set<string>()

beforeAll(async () => {
  app = await startTestApp([], { WEBHOOKS_ALLOW_PRIVATE: 'true' })
  await app.ring.renew(new Date())
  whole = remembering(app.deps)
  process_ = life()
  proxy = await crashProxy(app.config.DATABASE_URL, process_)
  db = openDatabase(proxy.url, 3)
  dying = mortal(whole, scoped(db), process_, fileURLToPath(app.config.blobUrl))
  ;[person] = (await papers()) as [Papers]
  const [organization] = await whole.organizations.list()
  const tenantId = organization?.id ?? ''
  caller = { tenantId, id: 'test', mode: 'TEST', may: ALL_ACTIONS, sessionId: null }
  consumer = createServer((request, response) => {
    received.add(String(request.headers['webhook-id']))
    response.end()
  })
  const port = await listen(consumer, 0, '127.0.0.1')
  const maker = { tenantId, id: 'test' }
  await createEndpoint(whole, maker, { url: `http://127.0.0.1:${port}/`, eventTypes: [] })
}, 120_000)
afterAll(async () => {
  await db.$disconnect()
  proxy.close()
  consumer.close()
  await app.close()
})

async function newSession(): Promise<SessionRef> {
  const { id: applicantId } = await whole.applicants.create(caller.tenantId, null, new Date())
  const wish = { applicantId, documentType: null, livenessRequired: false, expiresAt: null }
  const { id: sessionId } = await createSession(whole, caller, wish)
  return { tenantId: caller.tenantId, sessionId }
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function uploaded(ref: SessionRef, kind: CaptureKind, bytes: Buffer): Promise<string> {
  const { capture } = await createCapture(whole, ref, kind)
  await takeUpload(whole, capture.id, bytes)
  return capture.id
}

async function sealedUpload() {
  const ref = await newSession()
  const { capture, seal } = await createCapture(whole, ref, 'SELFIE', true)
  const [key] = await whole.sealingKeys.published(new Date())
  const bytes = await sealTo(key?.publicKey ?? '', { info: seal?.info ?? '' }, person.selfie)
  await takeUpload(whole, capture.id, bytes)
  return { ...ref, captureId: capture.id, sha256: hashOf(bytes) }
}

async function sealedCapture() {
  const { sha256, ...job } = await sealedUpload()
  await completeCapture(whole, job, job.captureId, sha256)
  return job
}

async function photographed(): Promise<SessionRef> {
  const ref = await newSession()
  for (const [kind, bytes] of [
    ['DOCUMENT_FRONT', person.document],
    ['SELFIE', person.selfie],
  ] as const)
    await completeCapture(whole, ref, await uploaded(ref, kind, bytes), hashOf(bytes))
  return ref
}

async function submitted(): Promise<SessionRef> {
  const ref = await photographed()
  await submitSession(whole, ref, caller)
  return ref
}

const sql = (text: string, values: unknown[]) => query(app.config.DATABASE_URL, text, values)

async function announced(): Promise<string> {
  const ref = await newSession()
  await cancelSession(whole, ref, 'test')
  const [row] = await sql('select id from "WebhookEvent" where "sessionId" = $1', [ref.sessionId])
  return String(row?.['id'])
}

async function dispatched(): Promise<string> {
  const eventId = await announced()
  await dispatchEvent(whole, { tenantId: caller.tenantId, eventId })
  const [row] = await sql('select id from "WebhookDelivery" where "eventId" = $1', [eventId])
  return String(row?.['id'])
}

/** What is done, to something that `prepare` made. */
type Step<T> = {
  prepare: () => Promise<T>
  run: (deps: Deps, prepared: T) => Promise<unknown>
}

const step = <T>(prepare: Step<T>['prepare'], run: Step<T>['run']) =>
  ({ prepare, run }) as Step<unknown>

const later = (deps: Deps, ms: number): Deps => ({ ...deps, now: () => new Date(Date.now() + ms) })

const STEPS: [string, Step<unknown>][] = [
  [
    'a session is created',
    step(
      () => whole.applicants.create(caller.tenantId, null, new Date()),
      (deps, { id: applicantId }) => {
        const wish = { documentType: null, livenessRequired: false, expiresAt: null }
        return createSession(deps, caller, { applicantId, ...wish })
      },
    ),
  ],
  ['a capture is announced', step(newSession, (deps, ref) => createCapture(deps, ref, 'SELFIE'))],
  [
    'a file is uploaded',
    step(
      async () => (await createCapture(whole, await newSession(), 'SELFIE')).capture.id,
      (deps, id) => takeUpload(deps, id, person.selfie),
    ),
  ],
  [
    'a capture is completed',
    step(
      async () => uploaded(await newSession(), 'SELFIE', person.selfie),
      (deps, id) => completeCapture(deps, caller, id, hashOf(person.selfie)),
    ),
  ],
  // First: the sweeper looks at each capture that the others leave.
  [
    'a sealed capture that was lost is asked for again',
    step(
      async () => {
        const { captureId } = await sealedCapture()
        await sql(`update "OutboxEntry" set "sentAt" = now() where "jobId" like $1`, [
          `${captureId}-%`,
        ])
      },
      (deps) => reopenCaptures(later(deps, HOUR_MS)),
    ),
  ],
  [
    'a sealed capture is completed',
    step(sealedUpload, (deps, { captureId, sha256 }) => {
      return completeCapture(deps, caller, captureId, sha256)
    }),
  ],
  [
    'a sealed capture is opened',
    step(sealedCapture, (deps, job) => openCapture(deps, app.ring, job)),
  ],
  [
    'a capture is refused',
    step(
      async () => uploaded(await newSession(), 'SELFIE', Buffer.from('no image')),
      (deps, id) => completeCapture(deps, caller, id, hashOf(Buffer.from('no image'))),
    ),
  ],
  // Before all that leave a session in the queue: the sweeper looks at each of those, and its effects would grow with them.
  [
    'a stuck session is started anew',
    step(
      async () => {
        const { sessionId } = await submitted()
        await sql(`update "OutboxEntry" set "sentAt" = now() where "jobId" like $1`, [
          `${sessionId}-%`,
        ])
      },
      (deps) => retryStuckSessions(later(deps, HOUR_MS)),
    ),
  ],
  ['a session is submitted', step(photographed, (deps, ref) => submitSession(deps, ref, caller))],
  [
    'a session is verified and decided',
    step(submitted, (deps, ref) => verifySession(deps, { ...ref, epoch: 1 })),
  ],
  ['a session is cancelled', step(newSession, (deps, ref) => cancelSession(deps, ref, 'test'))],
  [
    'an event is dispatched',
    step(announced, (deps, eventId) => dispatchEvent(deps, { tenantId: caller.tenantId, eventId })),
  ],
  [
    'an event is delivered',
    step(dispatched, (deps, deliveryId) => {
      return deliverWebhook(deps, lanes, { tenantId: caller.tenantId, deliveryId })
    }),
  ],
  [
    'jobs are relayed',
    step(announced, (deps) => deps.outbox.relay((job) => deps.queue.add(job), 3)),
  ],
  [
    'an overdue session expires',
    step(
      async () => {
        const { sessionId } = await newSession()
        await sql(`update "KycSession" set "expiresAt" = now() where id = $1`, [sessionId])
      },
      (deps) => expireSessions(later(deps, 1000)),
    ),
  ],
  [
    'garbage is removed',
    step(
      async () => {
        const id = await uploaded(await newSession(), 'SELFIE', person.selfie)
        await completeCapture(whole, caller, id, hashOf(person.selfie))
      },
      (deps) => removeGarbage(deps),
    ),
  ],
  [
    'the audit log is signed for',
    step(newSession, (deps) => signCheckpoints(later(deps, HOUR_MS))),
  ],
  [
    'a liveness challenge is started',
    step(newSession, (deps, ref) => {
      const wish = { flashes: false, moreTime: false, cameraLabel: null, sealed: false }
      return startLivenessChallenge(deps, ref, wish)
    }),
  ],
  [
    'a step of a liveness challenge is answered',
    step(
      async () => {
        const wish = { flashes: false, moreTime: false, cameraLabel: null, sealed: false }
        const { capture, step } = await startLivenessChallenge(whole, await newSession(), wish)
        const id = capture?.id ?? ''
        const frames = Array.from({ length: step?.leastFrames ?? 0 }, (_, at) => {
          return { atMs: at * 10, byteLength: 100 }
        })
        return { id, burst: { sha256: hashOf(Buffer.from(id)), frames } }
      },
      (deps, { id, burst }) => submitLivenessStep(deps, caller, id, burst),
    ),
  ],
]

/** More effects than any step has: so many would mean that the enumeration does not end. */
const MOST_EFFECTS = 200

test.each(STEPS)(
  'killed at every effect while %s: nothing is torn, and repeating mends it',
  async (_, { prepare, run }) => {
    for (let effects = 0; effects < MOST_EFFECTS; effects++) {
      const prepared = await prepare()
      process_.dieAfter(effects)
      await run(dying, prepared).catch(refusedOrDead)
      const { died } = process_.seen()
      process_.dieAfter(Number.POSITIVE_INFINITY)
      expect({ effects, torn: await torn(app.config.DATABASE_URL) }).toEqual({ effects, torn: [] })
      await run(whole, prepared).catch(refused)
      expect({ effects, torn: await torn(app.config.DATABASE_URL) }).toEqual({ effects, torn: [] })
      if (died) continue
      expect(effects).toBeGreaterThan(0)
      points += effects
      return
    }
    throw new Error('The step never came to its end.')
  },
  600_000,
)

let points = 0

/** A refusal is an answer; a client that repeats itself may get one. */
function refused(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}

function refusedOrDead(error: unknown): void {
  if (!process_.seen().died) refused(error)
}

test('after all those deaths housekeeping brings everything to its end, each thing once', async () => {
  expect(points).toBeGreaterThan(100)
  let aheadMs = 2 * HOUR_MS
  const ahead: Deps = { ...whole, now: () => new Date(Date.now() + aheadMs) }
  const world = { deps: ahead, ring: app.ring }
  const settings = {
    ...app.config,
    databaseUrl: app.config.DATABASE_URL,
    redisUrl: app.config.REDIS_URL,
  }
  const workers = [
    await startRole('verify', world, settings),
    await startRole('webhooks', world, settings),
  ]
  let found = await violations(app.config.DATABASE_URL, ahead)
  for (let round = 0; round < 40 && found.length > 0; round++) {
    const housekeeping = await startRole('housekeeping', world, settings)
    await new Promise((done) => setTimeout(done, 2000))
    await housekeeping.close()
    aheadMs += HOUR_MS / 4
    found = await violations(app.config.DATABASE_URL, ahead)
  }
  await Promise.all(workers.map((worker) => worker.close()))
  expect(found).toEqual([])
  const delivered = await sql(
    `select "eventId" as id from "WebhookDelivery" where state = 'DELIVERED'`,
    [],
  )
  expect(delivered.filter(({ id }) => !received.has(String(id)))).toEqual([])
  const decided = await sql(`select count(*)::int as n from "KycSession" where status = $1`, [
    person.outcome,
  ])
  expect(decided[0]?.['n']).toBeGreaterThan(20)
}, 600_000)
