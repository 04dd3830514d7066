import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { MemberSession } from '../storage/members'
import { hashPassword } from '../trust/passwords'
import { assertFit } from './fit-password'
import { isRight, startSession } from './log-in'

type World = Pick<Deps, 'members' | 'now' | 'log' | 'metrics' | 'breachedPasswords'>

/**
 * A member who is logged in, and knows the password there is, sets another one; every login of before ends. Who came by an
 * OpenID provider alone has no password here.
 * @returns the token of a new session
 * @throws AppError INVALID; TOO_MANY_ATTEMPTS, as when logging in
 */
export async function changePassword(
  deps: World,
  { member, strong }: MemberSession,
  { current, password }: { current: string; password: string },
): Promise<string> {
  if (!(await isRight(deps, member, current)))
    throw new AppError('INVALID', 'The password of now is wrong.', 'current')
  await assertFit(deps, password, member.email)
  await deps.members.setPassword(member, await hashPassword(password), deps.now())
  return startSession(deps, member, { way: 'PASSWORD', strong })
}
