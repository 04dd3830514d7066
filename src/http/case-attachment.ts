import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { openAttachment } from '../review/open-attachment'
import { authorize } from './authorize'

const WANTED = z.object({
  caseId: z.string().regex(/^cas_[0-9a-f]{32}$/),
  attachmentId: z.string().regex(/^att_[0-9a-f]{32}$/),
})

/** Kept by nobody, saved rather than shown, and never run. */
const HEADERS = {
  'cache-control': 'no-store, private',
  'content-security-policy': "sandbox; default-src 'none'",
}

/** GET /cases/<id>/attachments/<id>: the file, for a member with IMAGES_READ who has the case in hand. */
export function caseAttachmentRoute(deps: Deps): RequestHandler {
  return async (request, response, next) => {
    const caller = await authorize(deps, request, response, 'IMAGES_READ')
    if (caller === null) return
    const wanted = WANTED.safeParse(request.params)
    if (!wanted.success) return notThere(response)
    return hand(response, openAttachment(deps, caller, wanted.data)).catch(next)
  }
}

async function hand(response: Response, opened: ReturnType<typeof openAttachment>): Promise<void> {
  try {
    const { name, mediaType, bytes } = await opened
    response.attachment(name).type(mediaType).set(HEADERS).send(Buffer.from(bytes))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'CONFLICT') response.status(403).json(NOT_IN_HAND)
    else notThere(response)
  }
}

function notThere(response: Response): void {
  response.status(404).json({ code: 'NOT_FOUND', message: 'There is no such attachment.' })
}

const NOT_IN_HAND = {
  code: 'FORBIDDEN',
  message: 'You do not have this case in hand; take it first.',
}
