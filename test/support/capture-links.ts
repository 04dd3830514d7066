import type { Credentials } from './api'
import { apiClient } from './api'
import type { TestApp } from './app'

/** A link as an organisation makes it; `token`: what stands behind the `#`. */
export async function newLink(app: TestApp, sessionId: string, expiresInSec: number | null = null) {
  const input = { sessionId, expiresInSec }
  const { result, userErrors } = await apiClient(app.url, app.key).mutate(
    'captureLinkCreate',
    input,
    'url expiresAt',
  )
  return { ...result, userErrors, token: result?.url.split('#')[1] ?? '' }
}

/** What the capture page asks; `cookie`: as a browser sends it back. */
export async function openLink(app: TestApp, token: string, more: object = {}) {
  const response = await fetch(`${app.url}/capture/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...more }),
  })
  const setCookie = response.headers.get('set-cookie') ?? ''
  const body = (await response.json()) as Record<string, unknown>
  return { status: response.status, body, setCookie, cookie: setCookie.split(';')[0] ?? '' }
}

/** The applicant of the session, who came through a link. */
export async function applicantOf(app: TestApp, sessionId: string): Promise<Credentials> {
  const { cookie } = await openLink(app, (await newLink(app, sessionId)).token)
  return { cookie, authorization: 'Capture' }
}
