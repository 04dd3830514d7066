import { randomBytes } from 'node:crypto'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellSecurity } from '../security-events'
import type { Caller } from '../sessions/caller'
import type { Member } from '../storage/members'
import { hashPassword } from '../trust/passwords'
import { actionsOf, type Role } from './actions'
import { assertFit } from './fit-password'

type World = Pick<Deps, 'members' | 'now'>

const WEEK_MS = 7 * 24 * 3_600_000
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}$/

/**
 * Invites somebody with roles that allow no more than the inviter may. @returns the token of the invitation, told this once
 * @throws AppError INVALID, CONFLICT when the address is a member already
 */
export async function inviteMember(
  deps: World,
  caller: Caller,
  { email, roles }: { email: string; roles: readonly Role[] },
): Promise<{ member: Member; token: string; expiresAt: Date }> {
  const address = email.trim().toLowerCase()
  if (!EMAIL.test(address))
    throw new AppError('INVALID', 'email must look like name@example.com.', 'email')
  const granted = grantable(caller, roles)
  const at = deps.now()
  const expiresAt = new Date(at.getTime() + WEEK_MS)
  const token = newToken()
  const invitation = { token, at, expiresAt, by: caller.id }
  const member = await deps.members.invite(caller.tenantId, address, granted, invitation)
  return { member, token, expiresAt }
}

/**
 * Another invitation for a member: the first was never accepted in time, or the password is forgotten. The password there is goes on
 * until it is accepted. @returns its token, told this once
 * @throws AppError NOT_FOUND, INVALID; CONFLICT when the member is disabled
 */
export async function inviteAgain(
  deps: World,
  caller: Caller,
  id: string,
): Promise<{ member: Member; token: string; expiresAt: Date }> {
  const known = await deps.members.get(caller.tenantId, id)
  grantable(caller, known.roles)
  if (known.disabledAt)
    throw new AppError('CONFLICT', 'The member is disabled; enable them first.', 'id')
  const at = deps.now()
  const expiresAt = new Date(at.getTime() + WEEK_MS)
  const token = newToken()
  const member = await deps.members.inviteAgain(known, { token, at, expiresAt, by: caller.id })
  return { member, token, expiresAt }
}

/**
 * Whoever was invited sets a password of 12 to 200 characters; the invitation works once.
 * @throws AppError INVALID, NOT_FOUND for an invitation that is used, too old or none
 */
export async function acceptInvitation(
  deps: World & Pick<Deps, 'log' | 'metrics' | 'breachedPasswords'>,
  { token, password }: { token: string; password: string },
): Promise<Member> {
  const member = await deps.members.byInvitation(token)
  const isOver = !member?.inviteExpiresAt || member.inviteExpiresAt <= deps.now()
  if (!member || isOver || member.disabledAt) {
    const ids = { tenantId: member?.tenantId, memberId: member?.id }
    tellSecurity(deps, 'LOGIN_REFUSED', { ...ids, outcome: 'INVITATION' })
    throw new AppError('NOT_FOUND', 'This invitation is used or too old; ask for another.', 'token')
  }
  await assertFit(deps, password, member.email)
  await deps.members.join(member, await hashPassword(password), deps.now())
  return member
}

/** `removePasskeys`: for who has lost theirs. */
type MemberChange = {
  id: string
  roles?: readonly Role[]
  disabled?: boolean
  removePasskeys?: boolean
}

/**
 * Gives other roles, or takes the way in away and back; whoever is concerned has to log in again.
 * @throws AppError NOT_FOUND, INVALID, CONFLICT when no administrator would be left
 */
export async function changeMember(
  deps: World,
  caller: Caller,
  { id, roles, disabled, removePasskeys = false }: MemberChange,
): Promise<Member> {
  const member = await deps.members.get(caller.tenantId, id)
  grantable(caller, member.roles)
  const at = deps.now()
  const changes = {
    ...(roles && { roles: grantable(caller, roles) }),
    ...(disabled !== undefined && { disabledAt: disabled ? at : null }),
    removePasskeys,
  }
  return deps.members.change(member, changes, { actor: caller.id, at })
}

/** No way to rise, nor to put down who stands higher. */
function grantable(caller: Caller, roles: readonly Role[]): Role[] {
  if (roles.length === 0) throw new AppError('INVALID', 'Name at least one role.', 'roles')
  const missing = actionsOf(roles).filter((action) => !caller.may.includes(action))
  if (missing.length > 0)
    throw new AppError(
      'INVALID',
      `These roles allow what you may not do: ${missing.join(', ')}.`,
      'roles',
    )
  return [...new Set(roles)]
}

/** 256 bits, for links and cookies. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
