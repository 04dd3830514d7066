import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { viewImage, type Wanted } from '../review/view-image'
import type { Caller } from '../sessions/caller'
import { authorize } from './authorize'

const WANTED = z.object({
  sessionId: z.string().regex(/^ses_[0-9a-f]{32}$/),
  image: z.string().regex(/^(portrait|cap_[0-9a-f]{32})$/),
  frame: z.coerce.number().int().min(0).max(99).default(0),
})

/** Kept by nobody, shown in the page that asks, and never run as anything else. */
const HEADERS = {
  'cache-control': 'no-store, private',
  'content-disposition': 'inline',
  'content-security-policy': "sandbox; default-src 'none'",
}

/**
 * GET /sessions/<id>/images/<capture id or portrait>?frame=0 for a member with IMAGES_READ who has the case in hand. Frames
 * are those of a liveness step.
 */
export function reviewImageRoute(deps: Deps): RequestHandler<{ id: string; image: string }> {
  return async (request, response, next) => {
    const caller = await authorize(deps, request, response, 'IMAGES_READ')
    if (caller === null) return
    const { id: sessionId, image } = request.params
    const wanted = WANTED.safeParse({ sessionId, image, frame: request.query['frame'] })
    if (!wanted.success) return void response.status(404).json(NO_IMAGE)
    return show(deps, caller, wanted.data, response).catch((error: unknown) => {
      if (!(error instanceof AppError)) return next(error)
      response.status(404).json(NO_IMAGE)
    })
  }
}

async function show(deps: Deps, caller: Caller, wanted: Wanted, response: Response): Promise<void> {
  const bytes = await viewImage(deps, caller, wanted)
  if (bytes === null) response.status(403).json(NOT_IN_HAND)
  else response.set(HEADERS).type('image/jpeg').send(Buffer.from(bytes))
}

const NO_IMAGE = { code: 'NOT_FOUND', message: 'There is no such image.' }
const NOT_IN_HAND = {
  code: 'FORBIDDEN',
  message: 'You do not have the case of this session in hand; take it first.',
}
