import type { Deps } from '../deps'
import type { PublicSealingKey } from '../storage/sealing-keys'
import { HPKE_SUITE } from '../trust/hpke'

/** A public key to seal captures to, and a statement (JWS) that it is ours. */
export type CaptureKey = PublicSealingKey & { suite: string; statement: string }

type World = Pick<Deps, 'sealingKeys' | 'signer' | 'settings' | 'now'>

/**
 * The keys that captures may be sealed to, newest first, each signed: who knows our signing keys, or has pinned them, need not
 * believe whoever stands between.
 */
export async function listCaptureKeys(deps: World): Promise<CaptureKey[]> {
  const keys = await deps.sealingKeys.published(deps.now())
  return Promise.all(keys.map((key) => signed(deps, key)))
}

async function signed(
  { signer, settings, now }: World,
  key: PublicSealingKey,
): Promise<CaptureKey> {
  const statement = await signer.sign('capture-key+jwt', {
    iss: settings.publicUrl,
    iat: Math.floor(now().getTime() / 1000),
    exp: Math.floor(key.notAfter.getTime() / 1000),
    keyId: key.id,
    suite: HPKE_SUITE,
    publicKey: key.publicKey,
  })
  return { ...key, suite: HPKE_SUITE, statement }
}
