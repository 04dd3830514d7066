import { EventEmitter } from 'node:events'
import { Client } from 'pg'
import type { SessionRef } from '../sessions/session'
import type { Transaction } from './database'

/** Tells every process that a session has changed; heard only once the transaction is committed. */
export async function notifySession(tx: Transaction, ref: SessionRef): Promise<void> {
  await tx.$executeRaw`select pg_notify('session', ${JSON.stringify(ref)})`
}

/** Tells every process that a case of the organisation has changed. */
export async function notifyReview(tx: Transaction, ref: CaseRef): Promise<void> {
  await tx.$executeRaw`select pg_notify('review', ${JSON.stringify(ref)})`
}

export type CaseRef = { tenantId: string; caseId: string }

export type Changes = {
  /** Calls `listener` for each change of the session. @returns how to stop */
  onSession(ref: SessionRef, listener: () => void): () => void
  /** Calls `listener` with the id of each case of the organisation that changes. @returns how to stop */
  onReview(tenantId: string, listener: (caseId: string) => void): () => void
  /** Calls `listener` when the outbox has something new, or may have after a lost connection. @returns how to stop */
  onOutbox(listener: () => void): () => void
  close(): Promise<void>
}

const RECONNECT_MS = 500

/**
 * Listens to the database (LISTEN/NOTIFY) from the first listener on, and connects anew when the connection is lost: a
 * process in which nobody listens holds no connection. `url`: a connection of one's own; a pooler would hear nothing.
 */
export function listenToChanges(url: string, onTrouble: (error: unknown) => void): Changes {
  const events = new EventEmitter().setMaxListeners(0)
  let client: Client | null = null
  let started = false
  let retry: NodeJS.Timeout | undefined
  let closed = false
  const connect = () => {
    const next = new Client({ connectionString: url })
    client = next
    // A failed attempt tells of its end twice, by the promise and by the event: one of them is enough.
    const over = () => {
      if (client !== next) return
      client = null
      if (!closed) retry = setTimeout(connect, RECONNECT_MS).unref()
    }
    next.on('error', onTrouble)
    next.on('end', over)
    next.on('notification', ({ channel, payload }) => forward(events, channel, payload ?? ''))
    start(next, events).catch((error: unknown) => {
      if (!closed) onTrouble(error)
      over()
      next.end().catch(onTrouble)
    })
  }
  const listen = (name: string, listener: (about: string) => void) => {
    if (!started) connect()
    started = true
    return subscribe(events, name, listener)
  }
  return {
    onSession: ({ tenantId, sessionId }, listener) => {
      const stops = [
        listen(`session ${tenantId} ${sessionId}`, listener),
        listen('reconnected', listener),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    onReview: (tenantId, listener) => listen(`review ${tenantId}`, listener),
    onOutbox: (listener) => listen('outbox', listener),
    close: async () => {
      closed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}

async function start(client: Client, events: EventEmitter): Promise<void> {
  await client.connect()
  await client.query('listen session; listen review; listen outbox')
  events.emit('outbox')
  events.emit('reconnected')
}

function subscribe(
  events: EventEmitter,
  name: string,
  listener: (about: string) => void,
): () => void {
  events.on(name, listener)
  return () => events.off(name, listener)
}

function forward(events: EventEmitter, channel: string, payload: string): void {
  if (channel === 'outbox') events.emit('outbox')
  if (channel === 'review') {
    const { tenantId, caseId } = JSON.parse(payload) as CaseRef
    events.emit(`review ${tenantId}`, caseId)
  }
  if (channel !== 'session') return
  const { tenantId, sessionId } = JSON.parse(payload) as SessionRef
  events.emit(`session ${tenantId} ${sessionId}`)
}
