import type { Deps } from '../deps'
import type { Session } from './session'

/**
 * How a session stands now, as a statement that anybody with our public keys can verify offline (typ `kyc-session+jwt`). A
 * consumer of webhooks can keep it as the proof of what it acted on. It says nothing of the person.
 */
export function signSnapshot(
  { signer, settings, now }: Pick<Deps, 'signer' | 'settings' | 'now'>,
  { id, tenantId, applicantId, mode, status, sequence, updatedAt }: Session,
): Promise<string> {
  return signer.sign('kyc-session+jwt', {
    iss: settings.publicUrl,
    aud: tenantId,
    jti: `${id}.${sequence}`,
    iat: Math.floor(now().getTime() / 1000),
    sub: applicantId,
    session: id,
    mode,
    status,
    sequence,
    since: updatedAt.toISOString(),
  })
}
