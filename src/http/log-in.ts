import type { Router } from 'express'
import { z } from 'zod'
import { changePassword } from '../access/change-password'
import { logIn, startSession } from '../access/log-in'
import { acceptInvitation } from '../access/members'
import type { Deps } from '../deps'
import { clearMemberToken } from './cookies'
import { type Handler, jsonRoutes } from './json-routes'
import { PROVIDER_ROUTES } from './log-in-at-provider'
import { admit, leaveBehind, loggedIn, type MemberHandler, tellOf } from './member-session'
import { LOGIN_ROUTES } from './own-logins'
import { PASSKEY_ROUTES } from './passkeys'

const TEXT = z.string().min(1).max(1000)
const LOGIN = z.object({ email: TEXT, password: TEXT })
const CHANGE = z.object({ current: TEXT, password: z.string().max(1000) })
const INVITATION = z.object({ token: TEXT, password: z.string().max(1000) })

/**
 * /auth: how members get in and out.
 * POST /auth/login {email, password}; POST /auth/invitation {token, password}; POST /auth/password {current, password};
 * POST /auth/logout; GET /auth/me; GET /auth/ways
 */
export function logInRoutes(deps: Deps): Router {
  return jsonRoutes(deps, {
    'POST /login': enter,
    'POST /invitation': accept,
    'POST /password': loggedIn(change),
    'POST /logout': leave,
    'GET /me': loggedIn(tellWho),
    'GET /ways': tellWays,
    ...LOGIN_ROUTES,
    ...PASSKEY_ROUTES,
    ...PROVIDER_ROUTES,
  })
}

const enter: Handler = async (request, response, deps) => {
  const { token } = await logIn(deps, LOGIN.parse(request.body))
  await admit(deps, request, response, token)
}

const accept: Handler = async (request, response, deps) => {
  const member = await acceptInvitation(deps, INVITATION.parse(request.body))
  const token = await startSession(deps, member, { way: 'INVITATION', strong: false })
  await admit(deps, request, response, token)
}

const change: MemberHandler = async (request, response, deps, session) => {
  const token = await changePassword(deps, session, CHANGE.parse(request.body))
  await admit(deps, request, response, token)
}

const leave: Handler = async (request, response, deps) => {
  await leaveBehind(deps, request)
  clearMemberToken(response)
  response.status(204).end()
}

const tellWho: MemberHandler = (_request, response, deps, session) =>
  tellOf(deps, response, session)

/** What a page offers beside a password and a passkey. */
const tellWays: Handler = async (_request, response, { identityProvider }) => {
  response.json({ provider: identityProvider !== null })
}
