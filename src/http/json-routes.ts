import { createHash } from 'node:crypto'
import express, { type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellSecurity } from '../security-events'

export type Handler = (request: Request, response: Response, deps: Deps) => Promise<unknown>

/** `'POST /login'` and who answers. */
export type Routes = Record<`${'GET' | 'POST' | 'DELETE'} /${string}`, Handler>

/**
 * Ways in, for people without an API key. JSON only, which a form of another site cannot send; nothing is cached. Tokens and
 * passwords are tried here: each address has an allowance, whoever it asks for.
 */
export function jsonRoutes(deps: Deps, routes: Routes): Router {
  const router = express.Router()
  for (const [route, handler] of Object.entries(routes)) {
    const [method, path = '/'] = route.split(' ')
    const on = { GET: 'get', POST: 'post', DELETE: 'delete' }[method as 'GET'] as 'get'
    router[on](path, READ, (request: Request, response: Response) => {
      response.setHeader('cache-control', 'no-store')
      return withinRate(request, deps)
        .then(() => handler(request, response, deps))
        .catch((error: unknown) => refuse(response, error))
    })
  }
  return router
}

/** Enough for what an authenticator signs. */
const READ = express.json({ limit: 16_384 })

/** @throws AppError RATE_LIMITED */
async function withinRate({ ip = '' }: Request, deps: Deps): Promise<void> {
  const place = createHash('sha256').update(ip).digest('base64url')
  const retryAfterSec = await deps.rateLimit.take(`auth ${place}`)
  if (retryAfterSec === 0) return
  tellSecurity(deps, 'RATE_EXCEEDED', { outcome: 'LOGIN' })
  throw new AppError('RATE_LIMITED', 'Too many requests; try again later.', null, {
    retryAfterSec,
  })
}

const UNREADABLE = { code: 'BAD_REQUEST', message: 'Send JSON with the fields that are needed.' }

const STATUS: Partial<Record<AppError['code'], number>> = {
  RATE_LIMITED: 429,
  TOO_MANY_ATTEMPTS: 429,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LINK_USED: 410,
  EXPIRED: 410,
}

/** @throws whatever is no answer to what was sent */
function refuse(response: Response, error: unknown): void {
  if (error instanceof z.ZodError) return void response.status(400).json(UNREADABLE)
  if (!(error instanceof AppError)) throw error
  const { code, message, retryAfterSec } = error
  if (retryAfterSec !== null) response.setHeader('retry-after', retryAfterSec)
  response.status(STATUS[code] ?? 400).json({ code, message })
}
