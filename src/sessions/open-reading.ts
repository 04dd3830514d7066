import type { Deps } from '../deps'
import type { SessionRef } from './session'

/** What was last read from the document, for somebody to see: it is noted who. Null when nothing was read. */
export async function openReading(
  { results, audit, now }: Pick<Deps, 'results' | 'audit' | 'now'>,
  ref: SessionRef,
  actor: string,
) {
  const reading = await results.latestReading(ref)
  if (reading === null) return null
  const entry = { action: 'DOCUMENT_READING_OPENED', object: ref.sessionId } as const
  await audit.append(ref.tenantId, { actor, at: now(), ...entry })
  return reading
}
