import { createHash } from 'node:crypto'
import express, { type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { actionsOf } from '../access/actions'
import { ABSOLUTE_MS, logIn, logOut, memberOf, startSession } from '../access/log-in'
import { acceptInvitation } from '../access/members'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Member } from '../storage/members'
import { clearMemberToken, memberTokenOf, setMemberToken } from './member-cookie'

const TEXT = z.string().min(1).max(1000)
const LOGIN = z.object({ email: TEXT, password: TEXT })
const INVITATION = z.object({ token: TEXT, password: z.string().max(1000) })

type Handler = (request: Request, response: Response, deps: Deps) => Promise<unknown>

/**
 * /auth: how members get in and out. JSON only, which a form of another site cannot send.
 * POST /auth/login {email, password}; POST /auth/invitation {token, password}; POST /auth/logout; GET /auth/me
 */
export function logInRoutes(deps: Deps): Router {
  const router = express.Router()
  router.use(express.json({ limit: 4096 }))
  router.use((_request, response, next) => {
    response.setHeader('cache-control', 'no-store')
    next()
  })
  const on = (handler: Handler) => (request: Request, response: Response) =>
    withinRate(request, deps)
      .then(() => handler(request, response, deps))
      .catch((error: unknown) => refuse(response, error))
  router.post('/login', on(enter))
  router.post('/invitation', on(accept))
  router.post('/logout', on(leave))
  router.get('/me', on(tellWho))
  return router
}

/**
 * Passwords are dear to check: each address has an allowance, whoever it asks for.
 * @throws AppError RATE_LIMITED
 */
async function withinRate({ ip = '' }: Request, { rateLimit }: Deps): Promise<void> {
  const place = createHash('sha256').update(ip).digest('base64url')
  const retryAfterSec = await rateLimit.take(`auth ${place}`)
  if (retryAfterSec > 0)
    throw new AppError('RATE_LIMITED', 'Too many requests; try again later.', null, {
      retryAfterSec,
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
  const token = memberTokenOf(request, deps.settings.publicUrl)
  if (token) await logOut(deps, token)
  clearMemberToken(response)
  response.status(204).end()
}

const tellWho: Handler = async (request, response, deps) => {
  const token = memberTokenOf(request, deps.settings.publicUrl)
  const session = token && (await memberOf(deps, token))
  if (session) response.json(toldOf(session.member))
  else response.status(401).json(NOBODY)
}

const toldOf = ({ id, email, roles }: Member) => ({ id, email, roles, may: actionsOf(roles) })

const UNREADABLE = { code: 'BAD_REQUEST', message: 'Send JSON with the fields that are needed.' }
const NOBODY = { code: 'UNAUTHENTICATED', message: 'Nobody is logged in.' }

const STATUS: Partial<Record<AppError['code'], number>> = {
  RATE_LIMITED: 429,
  TOO_MANY_ATTEMPTS: 429,
  NOT_FOUND: 404,
}

/** @throws whatever is no answer to what was sent */
function refuse(response: Response, error: unknown): void {
  if (error instanceof z.ZodError) return void response.status(400).json(UNREADABLE)
  if (!(error instanceof AppError)) throw error
  const { code, message, retryAfterSec } = error
  if (retryAfterSec !== null) response.setHeader('retry-after', retryAfterSec)
  response.status(STATUS[code] ?? 400).json({ code, message })
}
