import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'

/** An event as Countersign sends it. `id` is the same however often it comes. */
export type WebhookEvent = {
  id: string
  type: string
  /** RFC 3339: when it happened. */
  timestamp: string
  data: { id?: string; sequence?: number; status?: string; [name: string]: unknown }
}

export type Verdict = 'NEW' | 'DUPLICATE' | 'STALE'

/**
 * What a consumer remembers of events. Kept in memory it is lost with the process, and events may be handled again; in your
 * database, in the transaction of your own work, they are not.
 */
export type Memory = {
  /** NEW, and from now on not any more; DUPLICATE; or STALE, when a later event of its session was handled. */
  claim(event: WebhookEvent): Promise<Verdict>
  /** It was handled. */
  settle(event: WebhookEvent): Promise<void>
  /** It was not: when it comes again, it is NEW. */
  release(event: WebhookEvent): Promise<void>
}

export type ReceiverOptions = {
  /** `whsec_…`: any of them may have signed; two while a secret is being replaced. */
  secrets?: string[]
  /** `whpk_…`: instead of secrets, or beside them. */
  publicKeys?: string[]
  /** How old a signature may be, in seconds; it may be so far in the future, too. Default 300. */
  toleranceSec?: number
  memory?: Memory
  now?: () => Date
}

/** The request was not sent by Countersign, or was changed: answer 400. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused'
}

type Headers =
  | { get(name: string): string | null }
  | { [name: string]: string | string[] | undefined }

/**
 * Receives webhooks as Standard Webhooks 1.0 signs them: verifies, and hands on each event once, dropping those that were
 * overtaken.
 * @throws Error when there is no key to verify with, or one is malformed
 */
export function createReceiver({
  secrets = [],
  publicKeys = [],
  toleranceSec = 300,
  memory = inMemory(),
  now = () => new Date(),
}: ReceiverOptions) {
  const checks = [...secrets.map(symmetric), ...publicKeys.map(asymmetric)]
  if (checks.length === 0) throw new Error('Give secrets (whsec_…) or publicKeys (whpk_…).')

  /** @throws WebhookRefused */
  function verifyRequest(headers: Headers, body: string | Uint8Array): WebhookEvent {
    const id = headerOf(headers, 'webhook-id')
    const timestamp = headerOf(headers, 'webhook-timestamp')
    const sentSec = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
    if (!(Math.abs(now().getTime() / 1000 - sentSec) <= toleranceSec))
      throw new WebhookRefused('The timestamp is missing, too old or in the future.')
    const bytes = Buffer.from(body)
    const text = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes])
    const signatures = headerOf(headers, 'webhook-signature').split(' ')
    if (!signatures.some((signature) => checks.some((isBy) => isBy(signature, text))))
      throw new WebhookRefused('No signature is by a key that is known.')
    return { ...(JSON.parse(bytes.toString()) as Omit<WebhookEvent, 'id'>), id }
  }

  return {
    verify: verifyRequest,
    /**
     * Verifies and calls `handle` when the event is new. What it throws is thrown on; answer 500, and it comes again.
     * @param body as it came, not parsed
     * @throws WebhookRefused
     */
    async receive(
      headers: Headers,
      body: string | Uint8Array,
      handle: (event: WebhookEvent) => unknown,
    ): Promise<Verdict> {
      const event = verifyRequest(headers, body)
      const verdict = await memory.claim(event)
      if (verdict !== 'NEW') return verdict
      try {
        await handle(event)
      } catch (error) {
        await memory.release(event)
        throw error
      }
      await memory.settle(event)
      return verdict
    },
  }
}

/** Remembers the last `most` events, and of as many sessions how far they have come. */
export function inMemory(most = 10_000): Memory {
  const ids = new Set<string>()
  const sequences = new Map<string, number>()
  const forget = (kept: Set<string> | Map<string, number>) => {
    for (const oldest of kept.keys()) {
      if (kept.size <= most) return
      kept.delete(oldest)
    }
  }
  return {
    async claim({ id, data }) {
      if (ids.has(id)) return 'DUPLICATE'
      const handled = sequences.get(data.id ?? '') ?? -1
      if (data.sequence !== undefined && data.sequence <= handled) return 'STALE'
      ids.add(id)
      forget(ids)
      return 'NEW'
    },
    async settle({ data: { id = '', sequence } }) {
      if (sequence === undefined) return
      const furthest = Math.max(sequence, sequences.get(id) ?? -1)
      sequences.delete(id)
      sequences.set(id, furthest)
      forget(sequences)
    },
    async release({ id }) {
      ids.delete(id)
    },
  }
}

type Check = (signature: string, text: Buffer) => boolean

function symmetric(secret: string): Check {
  const key = keyBytes(secret, 'whsec_')
  return (signature, text) => {
    const right = Buffer.from(`v1,${createHmac('sha256', key).update(text).digest('base64')}`)
    const given = Buffer.from(signature)
    return given.length === right.length && timingSafeEqual(given, right)
  }
}

function asymmetric(publicKey: string): Check {
  const x = keyBytes(publicKey, 'whpk_').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return (signature, text) => {
    const [version, encoded = ''] = signature.split(',')
    return version === 'v1a' && verify(null, text, key, Buffer.from(encoded, 'base64'))
  }
}

function keyBytes(key: string, prefix: string): Buffer {
  const bytes = Buffer.from(key.slice(prefix.length), 'base64')
  if (!key.startsWith(prefix) || bytes.length < 24)
    throw new Error(`A key looks like ${prefix}… and has at least 24 bytes.`)
  return bytes
}

/** Of Node's headers, of fetch's, or of any object with names in small letters. */
function headerOf(headers: Headers, name: string): string {
  const value = typeof headers.get === 'function' ? headers.get(name) : (headers as never)[name]
  if (typeof value !== 'string') throw new WebhookRefused(`The header ${name} is missing.`)
  return value
}
