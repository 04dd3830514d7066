import { randomBytes } from 'node:crypto'
import { ALL_ACTIONS, type Role } from '../../src/access/actions'
import { inviteMember } from '../../src/access/members'
import type { TestApp } from './app'

/** Whoever may do everything; in which organisation is for the test to say. */
export const OPERATOR = { id: 'test', mode: 'LIVE', may: ALL_ACTIONS, sessionId: null } as const

export const PASSWORD = 'correct horse battery staple'

/** An address nobody has yet. */
export function someAddress(): string {
  return `${randomBytes(6).toString('hex')}@example.com`
}

export type Answer = { status: number; body: Record<string, unknown>; cookie: string }

/** A request to /auth; `cookie`: what was set, as a browser sends it back. */
export async function auth(
  app: TestApp,
  path: string,
  body: object | null,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${app.url}/auth/${path}`, {
    method: body === null ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { status: response.status, body: text ? JSON.parse(text) : {}, cookie }
}

/** A member who accepted the invitation, and the cookie they have now. */
export async function newMember(app: TestApp, tenantId: string, roles: Role[]) {
  const operator = { ...OPERATOR, tenantId }
  const email = someAddress()
  const { member, token } = await inviteMember(app.deps, operator, { email, roles })
  const { cookie } = await auth(app, 'invitation', { token, password: PASSWORD })
  return { id: member.id, email, cookie }
}

export async function cookieOf(app: TestApp, tenantId: string, roles: Role[]): Promise<string> {
  return (await newMember(app, tenantId, roles)).cookie
}
