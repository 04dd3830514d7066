import { type Command, InvalidArgumentError } from 'commander'
import { ROLE_NAMES, ROLES, type Role } from '../access/actions'
import { changeMember, inviteAgain, inviteMember } from '../access/members'
import type { Member } from '../storage/members'
import { asOperator, ofOrganization, type Whose } from './as-operator'
import { print, printJson } from './print'

/** `countersign member`: invite people, list them, take their way in away. */
export function register(program: Command): void {
  const members = program.command('member').description('Manage who may log in.')
  ofOrganization(members.command('invite <email>'))
    .description('Invite somebody; the token is shown once.')
    .requiredOption(
      '--role <name>',
      `what they do; several times. ${ROLE_NAMES.join(', ')}`,
      addRole,
    )
    .action(invite)
  ofOrganization(members.command('reinvite <id>'))
    .description('Another invitation: the first came to nothing, or the password is forgotten.')
    .action(reinvite)
  ofOrganization(members.command('list')).description('List the members.').action(list)
  ofOrganization(members.command('disable <id>'))
    .description('Take the way in away at once.')
    .action((id, options) => change(id, true, options))
  ofOrganization(members.command('enable <id>'))
    .description('Give it back.')
    .action((id, options) => change(id, false, options))
}

function addRole(text: string, known: Role[] = []): Role[] {
  if (!Object.hasOwn(ROLES, text))
    throw new InvalidArgumentError(`There is no such role; known: ${ROLE_NAMES.join(', ')}`)
  return [...known, text as Role]
}

function invite(email: string, { role, json, ...whose }: Whose & { role: Role[] }): Promise<void> {
  return asOperator(whose, async ({ deps, caller }) => {
    const invited = await inviteMember(deps, caller, { email, roles: role })
    if (json) return printJson({ ...invited, member: withoutHash(invited.member) })
    print(invited.token)
  })
}

function reinvite(id: string, { json, ...whose }: Whose): Promise<void> {
  return asOperator(whose, async ({ deps, caller }) => {
    const invited = await inviteAgain(deps, caller, id)
    if (json) printJson({ ...invited, member: withoutHash(invited.member) })
    else print(invited.token)
  })
}

function list({ json, ...whose }: Whose): Promise<void> {
  return asOperator(whose, async ({ deps, caller }) => {
    const members = await deps.members.list(caller.tenantId)
    if (json) return printJson({ members: members.map(withoutHash) })
    for (const member of members)
      print([member.id, stateOf(member, deps.now()), member.email, ...member.roles].join('  '))
  })
}

function withoutHash({ passwordHash: _, ...member }: Member) {
  return member
}

function stateOf({ disabledAt, passwordHash, inviteExpiresAt, lastLoginAt }: Member, now: Date) {
  if (disabledAt) return 'disabled'
  if (passwordHash) return lastLoginAt ? `last in ${lastLoginAt.toISOString()}` : 'never in'
  return inviteExpiresAt && inviteExpiresAt > now ? 'invited' : 'invitation too old'
}

function change(id: string, disabled: boolean, { json, ...whose }: Whose): Promise<void> {
  return asOperator(whose, async ({ deps, caller }) => {
    const member = await changeMember(deps, caller, { id, disabled })
    if (json) printJson(withoutHash(member))
    else print(`${member.id} is ${disabled ? 'disabled' : 'enabled'}.`)
  })
}
