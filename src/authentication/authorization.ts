import canonicalize from 'canonicalize'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellRefusal } from '../security-events'
import type { Caller } from '../sessions/caller'
import type { FaceAuthentication } from '../storage/face-authentications'
import { verifyStatement } from '../trust/sign'
import { AUTHORIZATION_MS, type FaceAction } from './face-action'

const seconds = (ms: number) => Math.floor(ms / 1000)

/**
 * What the applicant confirmed, as a statement for the organisation's server (typ `face-authorization+jwt`), good for two
 * minutes after the decision and for one use: its `jti` is the id of the authentication. Null before, after, and when it was
 * redeemed. Nothing is stored: signed again it says the same.
 */
export async function authorizationOf(
  { signer, settings, now }: Pick<Deps, 'signer' | 'settings' | 'now'>,
  {
    id,
    tenantId,
    applicantId,
    action,
    assurance,
    decidedAt,
    redeemedAt,
    session,
  }: FaceAuthentication,
): Promise<string | null> {
  if (session.status !== 'APPROVED' || !assurance || !decidedAt || redeemedAt) return null
  const until = decidedAt.getTime() + AUTHORIZATION_MS
  if (now().getTime() >= until) return null
  return signer.sign('face-authorization+jwt', {
    iss: settings.publicUrl,
    aud: tenantId,
    jti: id,
    iat: seconds(decidedAt.getTime()),
    exp: seconds(until),
    sub: applicantId,
    mode: session.mode,
    action,
    assurance,
  })
}

type Shown = { authorization: string; action: FaceAction }

/**
 * Uses an authorisation up, for exactly the action that was confirmed. Of many at once one succeeds.
 * @throws AppError AUTHORIZATION_INVALID, AUTHORIZATION_USED, FACE_AUTHENTICATION_OFF
 */
export function redeemAuthorization(
  deps: Deps,
  caller: Caller,
  shown: Shown,
): Promise<FaceAuthentication> {
  const { tenantId, id: callerId } = caller
  const told = { tenantId, callerId }
  return redeem(deps, caller, shown).catch(tellRefusal(deps, told, 'AUTHORIZATION_REFUSED'))
}

async function redeem(
  deps: Deps,
  { tenantId, id: actor }: Caller,
  { authorization, action }: Shown,
): Promise<FaceAuthentication> {
  const claims = await claimsOf(deps, tenantId, authorization)
  if (canonicalize(claims['action']) !== canonicalize(action))
    throw invalid('It is for another action.', 'action')
  const id = String(claims.jti)
  await deps.faceAuthentications.redeem({ id, tenantId }, { actor, at: deps.now() })
  return deps.faceAuthentications.get(tenantId, id)
}

async function claimsOf({ signer, settings, now }: Deps, tenantId: string, text: string) {
  const { typ, claims } = await verifyStatement(text, await signer.keySet(), tenantId, now()).catch(
    () => ({ typ: null, claims: null }),
  )
  if (claims === null || typ !== 'face-authorization+jwt' || claims.iss !== settings.publicUrl)
    throw invalid('It is no authorisation of ours for you, or its time is over.', 'authorization')
  return claims
}

function invalid(message: string, field: string): AppError {
  return new AppError('AUTHORIZATION_INVALID', message, field)
}
