import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellRefusal } from '../security-events'
import type { Member, MemberSession } from '../storage/members'
import type { Passkey } from '../storage/passkeys'
import {
  type Assertion,
  type Ceremony,
  challengeIn,
  loginOptions,
  type Registration,
  registrationOptions,
  verifyAssertion,
  verifyRegistration,
} from '../trust/passkeys'
import { needsPasskey, startSession } from './log-in'
import { newToken } from './members'

type World = Pick<Deps, 'members' | 'passkeys' | 'settings' | 'now' | 'log' | 'metrics'>

const GOOD_FOR_MS = 5 * 60_000
const MOST_PASSKEYS = 20

/** What the browser of a member is given to make a passkey. @throws as assertMayRegister */
export async function offerRegistration(deps: World, session: MemberSession) {
  const { member } = session
  const known = await assertMayRegister(deps, session)
  const ceremony = await newCeremony(deps, member.id)
  return registrationOptions(ceremony, { id: member.id, name: member.email, known })
}

/**
 * Takes a passkey on. Whoever made it just now has shown it: the session goes on as a strong one, with another token.
 * @throws AppError INVALID, CONFLICT, and as assertMayRegister
 */
export async function registerPasskey(
  deps: World,
  session: MemberSession,
  { label, response }: { label: string; response: Registration },
): Promise<{ token: string }> {
  await assertMayRegister(deps, session)
  const ceremony = await usedCeremony(deps, response, session.member.id)
  const passkey = ceremony && (await verifyRegistration(ceremony, response))
  if (!passkey) throw new AppError('INVALID', UNPROVEN, 'response')
  await deps.passkeys.add(session.member, { ...passkey, label }, deps.now())
  return { token: await renewed(deps, session) }
}

/** @throws AppError CONFLICT, NOT_FOUND */
export async function removePasskey(
  deps: World,
  session: MemberSession,
  id: string,
): Promise<void> {
  if (needsPasskey(session)) throw new AppError('CONFLICT', SHOW_FIRST)
  await deps.passkeys.remove(session.member, id, deps.now())
}

/** Where the organisation wants a passkey, a password alone adds none beside those there are: it would be no second step. */
async function assertMayRegister(deps: World, session: MemberSession): Promise<Passkey[]> {
  const known = await deps.passkeys.list(session.member)
  if (needsPasskey(session) && known.length > 0) throw new AppError('CONFLICT', SHOW_FIRST)
  if (known.length >= MOST_PASSKEYS)
    throw new AppError('CONFLICT', `A member has at most ${MOST_PASSKEYS} passkeys.`)
  return known
}

async function renewed(deps: World, session: MemberSession): Promise<string> {
  await deps.members.endSession(session, deps.now())
  return startSession(deps, session.member, { way: 'PASSKEY', strong: true })
}

/** What a browser is given to log in; `session`: of who gave a password already, so that one of theirs is asked for. */
export async function offerLogin(deps: World, session: MemberSession | null) {
  const known = session ? await deps.passkeys.list(session.member) : []
  return loginOptions(await newCeremony(deps, null), known)
}

/**
 * Logs in whose passkey signed the challenge: a key and whatever unlocks it are two factors. After a password it has to be that
 * member's.
 * @throws AppError INVALID, whatever was wrong
 */
export function logInWithPasskey(
  deps: World,
  session: MemberSession | null,
  response: Assertion,
): Promise<{ token: string }> {
  const ids = { tenantId: session?.member.tenantId, memberId: session?.member.id }
  const refused = tellRefusal(deps, { ...ids, outcome: 'PASSKEY' }, 'LOGIN_REFUSED')
  return enter(deps, session, response).catch(refused)
}

async function enter(
  deps: World,
  session: MemberSession | null,
  response: Assertion,
): Promise<{ token: string }> {
  const ceremony = await usedCeremony(deps, response, null)
  const passkey = ceremony && (await deps.passkeys.find(response.id))
  const shown = passkey && (await verifyAssertion(ceremony, passkey, response))
  if (!shown || !isOf(passkey, session, response)) throw new AppError('INVALID', UNPROVEN)
  if (!(await deps.passkeys.use(passkey, shown, deps.now())))
    throw new AppError('INVALID', UNPROVEN)
  const member = await deps.members.get(passkey.tenantId, passkey.memberId)
  if (member.disabledAt) throw new AppError('INVALID', UNPROVEN)
  if (session) await deps.members.endSession(session, deps.now())
  return { token: await startSession(deps, member, { way: 'PASSKEY', strong: true }) }
}

/** The member whom the authenticator names, and who gave the password, if anybody did, is the one that registered it. */
function isOf(
  { memberId }: Passkey,
  session: { member: Member } | null,
  { response }: Assertion,
): boolean {
  const named = Buffer.from(response.userHandle ?? '', 'base64url').toString()
  const isNamed = response.userHandle === undefined || named === memberId
  return isNamed && (session === null || session.member.id === memberId)
}

const UNPROVEN = 'This passkey is not one of yours, or did not sign what was asked; try again.'
const SHOW_FIRST = 'Show one of your passkeys first: POST /auth/passkey-login/options.'

/** A challenge for one ceremony, good for five minutes. */
async function newCeremony(deps: World, memberId: string | null): Promise<Ceremony> {
  const at = deps.now()
  const challenge = newToken()
  const expiresAt = new Date(at.getTime() + GOOD_FOR_MS)
  await deps.passkeys.addChallenge({ challenge, memberId }, at, expiresAt)
  return { ...relyingParty(deps), challenge }
}

/** The ceremony that the answer belongs to, which is over with it, good or not; null when there is none. */
async function usedCeremony(
  deps: World,
  response: Registration | Assertion,
  memberId: string | null,
): Promise<Ceremony | null> {
  const challenge = challengeIn(response)
  if (challenge === null) return null
  const isOurs = await deps.passkeys.useChallenge({ challenge, memberId }, deps.now())
  return isOurs ? { ...relyingParty(deps), challenge } : null
}

/** Passkeys belong to the host at which people reach us. */
function relyingParty({ settings }: Pick<Deps, 'settings'>): Omit<Ceremony, 'challenge'> {
  const { hostname: rpId, origin } = new URL(settings.publicUrl)
  return { rpId, origin }
}
