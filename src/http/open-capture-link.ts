import type { Router } from 'express'
import { z } from 'zod'
import { openCaptureLink } from '../access/capture-links'
import type { Deps } from '../deps'
import { setApplicantToken } from './cookies'
import { type Handler, jsonRoutes } from './json-routes'

/** `embedded`: whether the page lies in a frame of another site. */
const OPENING = z.object({ token: z.string().min(1).max(100), embedded: z.boolean().optional() })

/** POST /capture/open {token, embedded}: exchanges the token of a capture link for a cookie. */
export function captureLinkRoutes(deps: Deps): Router {
  return jsonRoutes(deps, { 'POST /open': open })
}

const open: Handler = async (request, response, deps) => {
  const { token, embedded = false } = OPENING.parse(request.body)
  const { sessionId, cookie, expiresAt } = await openCaptureLink(deps, token)
  setApplicantToken(response, cookie, { expires: expiresAt, embedded })
  response.json({ sessionId, expiresAt })
}
