import type { Deps, IdentityProvider, LoginChecks, ProvenPerson } from '../deps'
import { AppError } from '../errors'
import { tellRefusal } from '../security-events'
import type { Member } from '../storage/members'
import { ROLE_NAMES, type Role } from './actions'
import { startSession } from './log-in'

type World = Pick<Deps, 'members' | 'identityProvider' | 'settings' | 'now' | 'log' | 'metrics'>

/** How the audit log names whoever gives roles to members there. */
const PROVIDER = 'identity provider'

/** @throws AppError NOT_FOUND where no provider is configured */
export function beginAtProvider(deps: World) {
  return providerOf(deps).begin(`${deps.settings.publicUrl}/auth/oidc/callback`)
}

/**
 * Logs in the member with the address that the provider has verified. Nobody becomes a member by this: who comes has to be one, or
 * to have been invited, which is accepted so. What the provider asked of them counts as more than a password.
 * @throws AppError NOT_FOUND, INVALID
 */
export function finishAtProvider(
  deps: World,
  url: URL,
  checks: LoginChecks,
): Promise<{ token: string }> {
  const refused = tellRefusal(deps, { outcome: 'PROVIDER' }, 'LOGIN_REFUSED')
  return finish(deps, url, checks).catch(refused)
}

async function finish(deps: World, url: URL, checks: LoginChecks): Promise<{ token: string }> {
  const person = await providerOf(deps).finish(url, checks)
  if (person === null) throw new AppError('INVALID', 'The login did not succeed; start it again.')
  const member = await memberWith(deps, person)
  const roles = rolesOf(person) ?? member.roles
  if (member.inviteExpiresAt) await deps.members.join(member, null, deps.now())
  await takeRoles(deps, member, roles)
  return { token: await startSession(deps, member, { way: 'PROVIDER', strong: true }) }
}

function providerOf({ identityProvider }: World): IdentityProvider {
  if (identityProvider) return identityProvider
  throw new AppError('NOT_FOUND', 'No OpenID provider is configured here.')
}

async function memberWith(deps: World, { email }: ProvenPerson): Promise<Member> {
  const member = email === null ? null : await deps.members.byEmail(email.trim().toLowerCase())
  const isTooLate = member?.inviteExpiresAt && member.inviteExpiresAt <= deps.now()
  if (member && !member.disabledAt && !isTooLate) return member
  throw new AppError(
    'INVALID',
    'No member here has an address that your provider has verified; ask an administrator.',
  )
}

/** Where roles come from the provider: what it says now. @throws AppError INVALID when it names none of ours */
function rolesOf({ roles: named }: ProvenPerson): Role[] | null {
  if (named === null) return null
  const roles = ROLE_NAMES.filter((role) => named.includes(role))
  if (roles.length > 0) return roles
  throw new AppError('INVALID', 'Your provider gives you no role here; ask an administrator.')
}

async function takeRoles(deps: World, member: Member, roles: Role[]): Promise<void> {
  const isSame =
    roles.length === member.roles.length && roles.every((role) => member.roles.includes(role))
  if (!isSame) await deps.members.change(member, { roles }, { actor: PROVIDER, at: deps.now() })
}
