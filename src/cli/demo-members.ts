import { randomBytes } from 'node:crypto'
import { ALL_ACTIONS, type Role } from '../access/actions'
import { inviteMember } from '../access/members'
import type { Deps } from '../deps'
import { CliError } from './cli-error'
import { type Asker, createAsker } from './demo-client'

/** Somebody who may log in to the demo; `asker` asks as them. */
export type DemoMember = { email: string; password: string; roles: Role[]; asker: Asker }

export type DemoMembers = { officer: DemoMember; second: DemoMember; lead: DemoMember }

const OFFICER = { email: 'officer@demo.example', roles: ['ADMIN'] } as const
const SECOND = { email: 'second@demo.example', roles: ['REVIEWER'] } as const
/** Another one who may write policies: whoever publishes one has not written it. */
const LEAD = { email: 'lead@demo.example', roles: ['ADMIN'] } as const

type Person = { email: string; roles: readonly Role[] }

/** Who work in the demo. Their passwords are made anew each time, so that there is none to know. */
export async function inviteDemoMembers(
  deps: Pick<Deps, 'members' | 'organizations' | 'now'>,
  url: string,
): Promise<DemoMembers> {
  const [organization] = await deps.organizations.list()
  const tenantId = organization?.id ?? ''
  const caller = { tenantId, id: 'demo', mode: 'TEST', may: ALL_ACTIONS, sessionId: null } as const
  const join = async ({ email, roles }: Person): Promise<DemoMember> => {
    const { token } = await inviteMember(deps, caller, { email, roles })
    const password = randomBytes(12).toString('base64url')
    const asker = createAsker(url, { cookie: await accept(url, { token, password }) })
    return { email, password, roles: [...roles], asker }
  }
  const [officer, second, lead] = await Promise.all([join(OFFICER), join(SECOND), join(LEAD)])
  return { officer, second, lead }
}

/** @returns the cookie of whoever accepted */
async function accept(url: string, invitation: { token: string; password: string }) {
  const response = await fetch(`${url}/auth/invitation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(invitation),
  })
  const [cookie] = response.headers.getSetCookie()
  if (!response.ok || !cookie) throw new CliError(`The invitation: ${response.status}`)
  return cookie.split(';')[0] ?? ''
}
