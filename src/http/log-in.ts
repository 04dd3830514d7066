import type { Router } from 'express'
import { z } from 'zod'
import { actionsOf } from '../access/actions'
import { ABSOLUTE_MS, logIn, logOut, memberOf, startSession } from '../access/log-in'
import { acceptInvitation } from '../access/members'
import type { Deps } from '../deps'
import type { Member } from '../storage/members'
import { clearMemberToken, setMemberToken, tokensOf } from './cookies'
import { type Handler, jsonRoutes } from './json-routes'

const TEXT = z.string().min(1).max(1000)
const LOGIN = z.object({ email: TEXT, password: TEXT })
const INVITATION = z.object({ token: TEXT, password: z.string().max(1000) })

/**
 * /auth: how members get in and out.
 * POST /auth/login {email, password}; POST /auth/invitation {token, password}; POST /auth/logout; GET /auth/me
 */
export function logInRoutes(deps: Deps): Router {
  return jsonRoutes(deps, {
    'POST /login': enter,
    'POST /invitation': accept,
    'POST /logout': leave,
    'GET /me': tellWho,
  })
}

const enter: Handler = async (request, response, deps) => {
  const { member, token } = await logIn(deps, LOGIN.parse(request.body))
  setMemberToken(response, token, ABSOLUTE_MS)
  response.json(toldOf(member))
}

const accept: Handler = async (request, response, deps) => {
  const member = await acceptInvitation(deps, INVITATION.parse(request.body))
  setMemberToken(response, await startSession(deps, member), ABSOLUTE_MS)
  response.json(toldOf(member))
}

const leave: Handler = async (request, response, deps) => {
  const { member: token } = tokensOf(request, deps.settings.publicUrl)
  if (token) await logOut(deps, token)
  clearMemberToken(response)
  response.status(204).end()
}

const tellWho: Handler = async (request, response, deps) => {
  const { member: token } = tokensOf(request, deps.settings.publicUrl)
  const session = token && (await memberOf(deps, token))
  if (session) response.json(toldOf(session.member))
  else response.status(401).json(NOBODY)
}

const toldOf = ({ id, email, roles }: Member) => ({ id, email, roles, may: actionsOf(roles) })

const NOBODY = { code: 'UNAUTHENTICATED', message: 'Nobody is logged in.' }
