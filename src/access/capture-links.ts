import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellRefusal } from '../security-events'
import type { Caller } from '../sessions/caller'
import { assertTakesCaptures } from '../sessions/create-capture'
import type { SessionRef } from '../sessions/session'
import type { CaptureLink } from '../storage/capture-links'
import { IDLE_MS } from './log-in'
import { newToken } from './members'

type World = Pick<Deps, 'captureLinks' | 'deviceKeys' | 'sessions' | 'settings' | 'now'>

const SECONDS = { least: 60, most: 30 * 24 * 3600 }
const MINUTE_MS = 60_000

/** Statuses in which there is something for the applicant to do or to wait for. */
const UNDECIDED = ['AWAITING_CAPTURE', 'PROCESSING', 'IN_REVIEW']

/**
 * A link for the applicant, good once, for `expiresInSec` (60 to 2 592 000) or as long as the session, if that is shorter.
 * The token stands behind the `#`: browsers send that to no server, and servers write it into no log.
 * @throws AppError INVALID, NOT_FOUND, EXPIRED, CONFLICT when it is not the applicant's turn
 */
export async function createCaptureLink(
  deps: World,
  ref: SessionRef,
  expiresInSec: number | null,
  actor: string,
): Promise<{ url: string; expiresAt: Date }> {
  if (expiresInSec !== null && (expiresInSec < SECONDS.least || expiresInSec > SECONDS.most))
    throw new AppError('INVALID', 'expiresInSec must be 60 to 2592000.', 'expiresInSec')
  const at = deps.now()
  const session = await deps.sessions.get(ref)
  assertTakesCaptures(session, at)
  const wanted = at.getTime() + (expiresInSec ?? SECONDS.most) * 1000
  const expiresAt = new Date(Math.min(wanted, session.expiresAt.getTime()))
  const token = newToken()
  await deps.captureLinks.create(ref, { token, expiresAt }, { actor, at })
  return { url: `${deps.settings.publicUrl}/capture/#${token}`, expiresAt }
}

/** Time enough to fetch a phone and point it at the code. */
const HAND_OVER_SEC = 600

/**
 * A link with which the applicant goes on with another device of theirs: for ten minutes at most, and before a device key
 * binds the session to the one at hand.
 * @throws AppError as createCaptureLink, and CONFLICT when there is a device key
 */
export async function handOver(
  deps: World,
  ref: SessionRef,
  expiresInSec: number | null,
  actor: string,
): Promise<{ url: string; expiresAt: Date }> {
  if ((await deps.deviceKeys.ofSession(ref)) !== null)
    throw new AppError('CONFLICT', BOUND, 'sessionId')
  const seconds = Math.min(expiresInSec ?? HAND_OVER_SEC, HAND_OVER_SEC)
  return createCaptureLink(deps, ref, seconds, actor)
}

const BOUND = 'This session is bound to a device already; go on there, or ask for a new session.'

/**
 * Exchanges the token of a link, once, for that of a cookie.
 * @throws AppError NOT_FOUND for no token of ours, LINK_USED, EXPIRED, CONFLICT when the session is over
 */
export function openCaptureLink(
  deps: Pick<Deps, 'captureLinks' | 'now' | 'log' | 'metrics'>,
  token: string,
): Promise<OpenedLink> {
  return open(deps, token).catch(tellRefusal(deps, {}, 'LINK_REFUSED'))
}

type OpenedLink = { sessionId: string; cookie: string; expiresAt: Date }

async function open(deps: Pick<Deps, 'captureLinks' | 'now'>, token: string): Promise<OpenedLink> {
  const at = deps.now()
  const link = await deps.captureLinks.byToken(token)
  if (link === null) throw new AppError('NOT_FOUND', 'There is no such link.', 'token')
  const cookie = newToken()
  if (link.openedAt === null && link.endedAt === null) assertOpens(link, at)
  await deps.captureLinks.open(link, cookie, at)
  return { sessionId: link.sessionId, cookie, expiresAt: link.session.expiresAt }
}

function assertOpens({ expiresAt, session }: CaptureLink, at: Date): void {
  if (!UNDECIDED.includes(session.status))
    throw new AppError('CONFLICT', `The session of this link is ${session.status}.`, 'token')
  if (expiresAt <= at || session.expiresAt <= at)
    throw new AppError('EXPIRED', 'The time of this link is over; ask for another.', 'token')
}

/** The applicant whose browser has this cookie, until the end of the session, or half an hour without a request. */
export async function applicantOf(
  deps: Pick<Deps, 'captureLinks' | 'now'>,
  cookie: string,
): Promise<Caller | null> {
  const link = await deps.captureLinks.byCookie(cookie)
  const now = deps.now()
  const idleMs = now.getTime() - (link?.lastSeenAt?.getTime() ?? 0)
  if (link === null || link.session.expiresAt <= now || idleMs > IDLE_MS) return null
  if (idleMs > MINUTE_MS) await deps.captureLinks.seen(link, now)
  const { id, tenantId, sessionId, session } = link
  return { id, tenantId, sessionId, mode: session.mode, may: ['CAPTURE'] }
}
