import type { Deps } from '../deps'
import type { Verification } from '../storage/session-change'
import type { Session } from './session'

type Decided = Pick<
  Verification,
  | 'outcome'
  | 'reasons'
  | 'policyVersion'
  | 'policySha256'
  | 'codeVersion'
  | 'models'
  | 'inputs'
  | 'decidedBy'
>

/**
 * A final decision as a statement that anybody with our public keys can verify offline (typ `kyc-result+jwt`). It says nothing
 * of the person: ids, outcome, codes, versions and hashes, `device` where the captures were signed by one, `reviewed` where a
 * person decided. Null while the decision is not final.
 */
export async function attestDecision(
  { signer, settings, deviceKeys, now }: Pick<Deps, 'signer' | 'settings' | 'deviceKeys' | 'now'>,
  { id, tenantId, applicantId, epoch, mode }: Session,
  {
    outcome,
    reasons,
    policyVersion,
    policySha256,
    codeVersion,
    models,
    inputs,
    decidedBy,
  }: Decided,
): Promise<string | null> {
  if (outcome !== 'APPROVED' && outcome !== 'REJECTED') return null
  const manifest = await deviceKeys.manifest({ tenantId, sessionId: id })
  return signer.sign('kyc-result+jwt', {
    iss: settings.publicUrl,
    aud: tenantId,
    jti: `${id}.${epoch}`,
    iat: Math.floor(now().getTime() / 1000),
    sub: applicantId,
    session: id,
    mode,
    outcome,
    reasons: [...new Set(reasons.map(({ code }) => code))],
    policyVersion,
    ...(policySha256 && { policySha256 }),
    codeVersion,
    models,
    inputs: inputs.map(({ kind, sha256 }) => ({ kind, sha256 })),
    ...(decidedBy && { reviewed: true }),
    ...(manifest && { device: manifest.thumbprint }),
  })
}
