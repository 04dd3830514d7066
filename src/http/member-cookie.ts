import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse, serialize } from 'cookie'

/** `__Host-`: browsers take it over https (or from localhost) only, for this very host, and for no other path. */
const NAME = '__Host-countersign'

const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const

/**
 * The token of the member who is logged in; null when there is none, or when another site sent the request: a browser says
 * so in `Origin`, and SameSite=Strict keeps the cookie from it besides.
 */
export function memberTokenOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  publicUrl: string,
): string | null {
  const { origin, cookie } = headers
  if (cookie === undefined) return null
  if (origin !== undefined && origin !== new URL(publicUrl).origin) return null
  return parse(cookie)[NAME] ?? null
}

export function setMemberToken(response: ServerResponse, token: string, maxAgeMs: number): void {
  const maxAge = Math.floor(maxAgeMs / 1000)
  response.setHeader('set-cookie', serialize(NAME, token, { ...ATTRIBUTES, maxAge }))
}

export function clearMemberToken(response: ServerResponse): void {
  response.setHeader('set-cookie', serialize(NAME, '', { ...ATTRIBUTES, maxAge: 0 }))
}
