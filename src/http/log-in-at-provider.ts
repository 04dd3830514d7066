import { z } from 'zod'
import { ABSOLUTE_MS } from '../access/log-in'
import { beginAtProvider, finishAtProvider } from '../access/log-in-at-provider'
import type { LoginChecks } from '../deps'
import { AppError } from '../errors'
import { checksOf, setChecks, setMemberToken } from './cookies'
import type { Handler, Routes } from './json-routes'
import { leaveBehind } from './member-session'

const TEN_MINUTES = 600

const CHECKS = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

/** A login there is ends here: its cookie, which is Strict, will not come along when the browser is sent back. */
const begin: Handler = async (request, response, deps) => {
  const { url, checks } = await beginAtProvider(deps)
  await leaveBehind(deps, request)
  setChecks(response, Buffer.from(JSON.stringify(checks)).toString('base64url'), TEN_MINUTES)
  response.redirect(303, url)
}

const finish: Handler = async (request, response, deps) => {
  const checks = readChecks(checksOf(request))
  setChecks(response, null, 0)
  const url = new URL(`${deps.settings.publicUrl}/auth/oidc/callback`)
  url.search = new URL(request.originalUrl, url).search
  const { token } = await finishAtProvider(deps, url, checks)
  setMemberToken(response, token, ABSOLUTE_MS)
  response.type('html').send(LOGGED_IN)
}

/**
 * A redirect would still count as the provider's: browsers would not send the cookie that was set just now, which is Strict, with
 * it. This page is ours, and so is where it leads.
 */
const LOGGED_IN =
  '<!doctype html><html lang="en"><meta http-equiv="refresh" content="0;url=../../console/"><title>Logged in</title><a href="../../console/">Logged in.</a></html>'

/** @throws AppError INVALID when the browser did not begin here, or ten minutes ago */
function readChecks(text: string | null): LoginChecks {
  const { data } = CHECKS.safeParse(jsonIn(Buffer.from(text ?? '', 'base64url').toString()))
  if (data === undefined)
    throw new AppError('INVALID', 'This login was not begun here; start it again.')
  return data
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no checks
  }
}

/** The browser is sent to the OpenID provider, and comes back. */
export const PROVIDER_ROUTES: Routes = {
  'GET /oidc/start': begin,
  'GET /oidc/callback': finish,
}
