import type { Router } from 'express'
import { z } from 'zod'
import { changePassword } from '../access/change-password'
import { logIn, logOut, startSession } from '../access/log-in'
import { acceptInvitation } from '../access/members'
import type { Deps } from '../deps'
import { clearMemberToken, tokensOf } from './cookies'
import { type Handler, jsonRoutes } from './json-routes'
import { PROVIDER_ROUTES } from './log-in-at-provider'
import { admit, sessionIn, tellNobody, tellOf } from './member-session'
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
    'POST /password': change,
    'POST /logout': leave,
    'GET /me': tellWho,
    'GET /ways': tellWays,
    ...PASSKEY_ROUTES,
    ...PROVIDER_ROUTES,
  })
}

const enter: Handler = async (request, response, deps) => {
  const { token } = await logIn(deps, LOGIN.parse(request.body))
  await admit(deps, response, token)
}

const accept: Handler = async (request, response, deps) => {
  const member = await acceptInvitation(deps, INVITATION.parse(request.body))
  await admit(deps, response, await startSession(deps, member, false))
}

const change: Handler = async (request, response, deps) => {
  const session = await sessionIn(deps, request)
  if (session === null) return tellNobody(response)
  await admit(deps, response, await changePassword(deps, session, CHANGE.parse(request.body)))
}

const leave: Handler = async (request, response, deps) => {
  const { member: token } = tokensOf(request, deps.settings.publicUrl)
  if (token) await logOut(deps, token)
  clearMemberToken(response)
  response.status(204).end()
}

const tellWho: Handler = async (request, response, deps) => {
  const session = await sessionIn(deps, request)
  if (session) await tellOf(deps, response, session)
  else tellNobody(response)
}

/** What a page offers beside a password and a passkey. */
const tellWays: Handler = async (_request, response, { identityProvider }) => {
  response.json({ provider: identityProvider !== null })
}
