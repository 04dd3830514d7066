import type { Deps } from '../deps'
import type { Session } from '../sessions/session'
import { type Tombstone, tombstoneIdOf } from './tombstone'

type World = Pick<
  Deps,
  'erasures' | 'tombstones' | 'sessions' | 'blobs' | 'blobRecords' | 'signer' | 'now'
> & { settings: Pick<Deps['settings'], 'publicUrl' | 'stuckAfterMs'> }

type Who = { tenantId: string; applicantId: string }

/**
 * Erases a person: the keys of every session, what was read, found and decided, captures and images. Ids, times, statuses and
 * codes stay, and a tombstone with a signed receipt. Asking again answers the same; one that was cut off is finished by
 * housekeeping. A session in its checks is cancelled first.
 * @throws AppError NOT_FOUND, also when it is another organisation's
 */
export async function eraseApplicant(
  deps: World,
  { tenantId, applicantId }: Who,
  erasedBy: string,
): Promise<Tombstone> {
  await deps.erasures.begin(tenantId, applicantId, deps.now())
  const known = await deps.erasures.find(tenantId, applicantId)
  if (known) return known
  const sessionIds = await eraseSessions(deps, { tenantId, applicantId }, erasedBy)
  const tombstone = { id: tombstoneIdOf(applicantId), tenantId, applicantId, sessionIds, erasedBy }
  const erasedAt = deps.now()
  const receipt = await receiptOf(deps, { ...tombstone, erasedAt })
  // Published first: once it is in the database nobody would publish it again.
  await deps.tombstones.publish({ ...tombstone, erasedAt, receipt })
  return deps.erasures.finish({ ...tombstone, erasedAt, receipt })
}

/** @returns the ids of all sessions, also of those erased before */
export async function eraseSessions(
  deps: World,
  { tenantId, applicantId }: Who,
  actor: string,
): Promise<string[]> {
  const sessions = await deps.erasures.sessions(tenantId, applicantId)
  for (const session of sessions) await eraseSession(deps, session, actor)
  const sessionIds = sessions.map(({ id }) => id)
  for (const key of await deps.erasures.leftovers(tenantId, sessionIds)) {
    await deps.blobs.delete(key)
    await deps.blobRecords.forget(key)
  }
  return sessionIds
}

async function eraseSession(deps: World, session: Session, actor: string): Promise<void> {
  if (session.status === 'ERASED') return
  const at = deps.now()
  const idle =
    session.status === 'PROCESSING'
      ? await deps.sessions.apply({ session, trigger: 'CANCEL', at, actor })
      : session
  await deps.sessions.apply({ session: idle, trigger: 'ERASE', at, actor })
}

/** What is true, and no more: copies in backups are not ours to see. */
function receiptOf(
  { signer, settings }: World,
  { id, tenantId, applicantId, sessionIds, erasedAt }: Omit<Tombstone, 'receipt'>,
): Promise<string> {
  const seconds = Math.floor(erasedAt.getTime() / 1000)
  return signer.sign('erasure-receipt+jwt', {
    iss: settings.publicUrl,
    aud: tenantId,
    jti: id,
    iat: seconds,
    sub: applicantId,
    sessions: sessionIds,
    erased: [
      'SESSION_KEYS',
      'READINGS',
      'CHECKS',
      'DECISIONS',
      'CAPTURES',
      'IMAGES',
      'ATTACHMENTS',
      'RISK',
      'FACES',
      'EXTERNAL_ID',
    ],
    kept: ['IDS', 'TIMES', 'STATUSES', 'REASON_CODES', 'AUDIT'],
    backups:
      'Copies in backups are encrypted with the session keys, and unreadable once backups of those keys are gone.',
  })
}

/** Finishes erasures whose process died. @returns how many */
export async function finishErasures(deps: World): Promise<number> {
  const before = new Date(deps.now().getTime() - deps.settings.stuckAfterMs)
  const left = await deps.erasures.unfinished(before, 100)
  for (const { id: applicantId, tenantId } of left)
    await eraseApplicant(deps, { tenantId, applicantId }, 'SYSTEM')
  return left.length
}
