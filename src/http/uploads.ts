import type { Request, RequestHandler, Response } from 'express'
import type { Deps } from '../deps'
import { AppError, type ErrorCode } from '../errors'
import { tellSecurity } from '../security-events'
import { MAX_UPLOAD_BYTES, takeUpload } from '../sessions/take-upload'

const STATUS: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  UPLOAD_ALREADY_DONE: 409,
  EXPIRED: 410,
  UPLOAD_EMPTY: 400,
  UPLOAD_TOO_LARGE: 413,
  INVALID: 403,
}

/** PUT /uploads/<capture or attachment>?expires=…&signature=…: the address is the authority, and works once. */
export function uploadRoute(deps: Deps): RequestHandler {
  const take = atOnce(MOST_AT_ONCE, (request, response) => takeFile(deps, request, response))
  return (request, response, next) => {
    if (request.method === 'OPTIONS') return preflight(response)
    response.setHeader('access-control-allow-origin', '*')
    if (request.method !== 'PUT')
      return void response.status(405).setHeader('allow', 'PUT').json(METHOD)
    return take(request, response).catch(next)
  }
}

async function takeFile(deps: Deps, request: Request, response: Response): Promise<void> {
  try {
    const id = authorise(deps, request)
    response.status(201).json(await takeUpload(deps, id, await readBody(request)))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message } = error
    response.status(STATUS[code] ?? 400).json({ code, message })
  }
}

/** Each may hold 10 MB of memory: with more than these a phone is asked to wait a moment. */
const MOST_AT_ONCE = 32

type Handler = (request: Request, response: Response) => Promise<void>

/** Runs the handler so many times at once; who comes then is told to come back. */
function atOnce(most: number, handle: Handler): Handler {
  let running = 0
  return async (request, response) => {
    if (running >= most) return busy(response)
    running += 1
    await handle(request, response).finally(() => {
      running -= 1
    })
  }
}

function busy(response: Response): void {
  const message = 'Too many uploads at once; send the file again in a second.'
  response.status(429).setHeader('retry-after', '1').json({ code: 'RATE_LIMITED', message })
}

const METHOD = { code: 'METHOD_NOT_ALLOWED', message: 'Send the file with PUT.' }

/** Capture pages of any origin may PUT: the signature, not a cookie, is what counts. */
function preflight(response: Response): void {
  response
    .setHeader('access-control-allow-origin', '*')
    .setHeader('access-control-allow-methods', 'PUT')
    .setHeader('access-control-allow-headers', 'content-type')
    .setHeader('access-control-max-age', '600')
    .status(204)
    .end()
}

/** The id is told only where it is shaped like one: what stands in an address could be anything. */
function authorise(deps: Deps, { path, query }: Request): string {
  const id = path.slice(1)
  const state = deps.uploads.check(
    id,
    String(query['expires']),
    String(query['signature']),
    deps.now(),
  )
  if (state === 'FORGED') {
    const [, kind] = UPLOAD_ID.exec(id) ?? []
    const named = kind === 'cap' ? { captureId: id } : kind && { attachmentId: id }
    tellSecurity(deps, 'UPLOAD_REFUSED', named || {})
    throw new AppError('INVALID', 'This upload address is not one of ours, or was changed.')
  }
  if (state === 'EXPIRED')
    throw new AppError('EXPIRED', 'This upload address has expired; ask for a new one.')
  return id
}

const UPLOAD_ID = /^(cap|att)_[0-9a-f]{32}$/

async function readBody(request: Request): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES) throw tooLarge()
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > MAX_UPLOAD_BYTES) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function tooLarge(): AppError {
  return new AppError('UPLOAD_TOO_LARGE', 'The file is larger than 10 MB; send a smaller one.')
}
