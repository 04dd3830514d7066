import { createClient } from 'graphql-ws'
import { sessionUpdatedDocument } from '../generated/graphql'
import { AS_APPLICANT } from './api'
import { pause } from './dom'

type Change = { status: string; sequence: number }

/**
 * Tells of every change of the session until `signal` ends it: at once over the WebSocket, and every few seconds by `poll` as
 * well, for networks where none gets through. The WebSocket goes on telling after the cookie has ended (decision 11).
 */
export function watch(
  sessionId: string,
  told: (change: Change | null) => void,
  signal: AbortSignal,
): void {
  const url = `${location.origin.replace(/^http/, 'ws')}/graphql`
  const client = createClient({ url, connectionParams: AS_APPLICANT, retryAttempts: 20 })
  const query = { query: sessionUpdatedDocument, variables: { id: sessionId } }
  client.subscribe<{ kycSessionUpdated: Change }>(query, {
    next: ({ data }) => told(data?.kycSessionUpdated ?? null),
    error: () => undefined, // polling goes on
    complete: () => undefined,
  })
  signal.addEventListener('abort', () => void client.dispose())
  void (async () => {
    for (let wait = 2000; !signal.aborted; wait = Math.min(wait * 1.25, 60_000)) {
      await pause(wait)
      if (!signal.aborted) told(null)
    }
  })()
}
