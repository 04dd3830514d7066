import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse, serialize } from 'cookie'
import type { CookieTokens } from '../access/authenticate'

/** `__Host-`: browsers take it over https (or from localhost) only, for this very host, and for no other path. */
const MEMBER = '__Host-countersign'
const APPLICANT = '__Host-countersign-capture'

const CHECKS = '__Host-countersign-oidc'

const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const

/**
 * For a page in a frame of another site, where browsers neither send nor take a cookie that is Strict or Lax. With
 * `Partitioned` (CHIPS) the cookie is there only below that one site, so that no third one can send it.
 */
const IN_A_FRAME = { ...ATTRIBUTES, sameSite: 'none', partitioned: true } as const

/**
 * The tokens that a browser sent with its request; none when another site made it: a browser says so in `Origin`, and
 * SameSite=Strict keeps the cookies from it besides.
 */
export function tokensOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  publicUrl: string,
): CookieTokens {
  const { origin, cookie } = headers
  const isOurs = origin === undefined || origin === new URL(publicUrl).origin
  const sent = cookie !== undefined && isOurs ? parse(cookie) : {}
  return { member: sent[MEMBER] ?? null, applicant: sent[APPLICANT] ?? null }
}

export function setMemberToken(response: ServerResponse, token: string, maxAgeMs: number): void {
  const maxAge = Math.floor(maxAgeMs / 1000)
  response.appendHeader('set-cookie', serialize(MEMBER, token, { ...ATTRIBUTES, maxAge }))
}

export function clearMemberToken(response: ServerResponse): void {
  response.appendHeader('set-cookie', serialize(MEMBER, '', { ...ATTRIBUTES, maxAge: 0 }))
}

/** Lax: the browser comes back from the provider's site, and a cookie that is Strict would stay behind. */
const ON_THE_WAY_BACK = { ...ATTRIBUTES, sameSite: 'lax' } as const

/** What a browser keeps while it is at the OpenID provider; null clears it. */
export function setChecks(response: ServerResponse, text: string | null, maxAge: number): void {
  const attributes = { ...ON_THE_WAY_BACK, maxAge: text === null ? 0 : maxAge }
  response.appendHeader('set-cookie', serialize(CHECKS, text ?? '', attributes))
}

export function checksOf({ headers: { cookie } }: Pick<IncomingMessage, 'headers'>): string | null {
  return parse(cookie ?? '')[CHECKS] ?? null
}

export function setApplicantToken(
  response: ServerResponse,
  token: string,
  { expires, embedded }: { expires: Date; embedded: boolean },
): void {
  const attributes = embedded ? IN_A_FRAME : ATTRIBUTES
  response.appendHeader('set-cookie', serialize(APPLICANT, token, { ...attributes, expires }))
}
