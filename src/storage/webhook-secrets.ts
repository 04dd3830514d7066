import type { EndpointSecret } from '../webhooks/secrets'
import type { Keys } from './keys'
import { openJson, sealJson } from './sealed-json'

export type EndpointRef = { tenantId: string; id: string }

const MOST_OPENED = 1000

/**
 * Seals and opens the secrets of endpoints. Some are kept open: whoever sends needs them at every attempt. Others are others once
 * sealed anew.
 */
export function endpointSecrets(keys: Keys) {
  const opened = new Map<string, EndpointSecret[]>()
  return {
    seal: async (ref: EndpointRef, secrets: EndpointSecret[]) =>
      sealJson(await keys.forWriting(keyOf(ref)), purposeOf(ref), secrets),

    async open({ sealed, ...ref }: EndpointRef & { sealed: Uint8Array }) {
      const name = Buffer.from(sealed).toString('base64')
      const known = opened.get(name)
      if (known) return known
      const key = await keys.forReading(keyOf(ref))
      const secrets = openJson<EndpointSecret[]>(key, purposeOf(ref), sealed)
      if (opened.size >= MOST_OPENED) opened.clear()
      opened.set(name, secrets)
      return secrets
    },
  }
}

/** The table of session keys holds those of endpoints, too: they are rotated and rewrapped in one go. */
function keyOf({ tenantId, id }: EndpointRef) {
  return { tenantId, sessionId: id }
}

function purposeOf({ tenantId, id }: EndpointRef) {
  return { tenantId, sessionId: id, object: id, kind: 'WEBHOOK_SECRETS' } as const
}
