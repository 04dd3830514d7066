import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Config } from './config'
import { rootKeyAws } from './net/root-key-aws'
import { rootKeyVault } from './net/root-key-vault'
import type { RootKey } from './trust/root-key'
import { makeRootKeyFile, rootKeyFile } from './trust/root-key-file'

/** The root key that ROOT_KEY_URL names. */
export function openRootKey(config: Config): RootKey {
  const url = new URL(config.rootKeyUrl)
  if (url.protocol === 'aws-kms:')
    return rootKeyAws({
      keyId: decodeURIComponent(url.href.slice('aws-kms://'.length).replace(/\?.*/, '')),
      region: url.searchParams.get('region') ?? undefined,
      endpoint: url.searchParams.get('endpoint') ?? undefined,
    })
  if (url.protocol !== 'file:')
    return rootKeyVault({
      address: `${url.protocol.replace('vault+', '')}//${url.host}`,
      key: url.pathname.slice(1),
      token: vaultToken(config),
    })
  const path = fileURLToPath(url)
  if (!config.production) makeRootKeyFile(path)
  return rootKeyFile(path)
}

function vaultToken({ VAULT_TOKEN = '', VAULT_TOKEN_FILE }: Config): () => string {
  return () => (VAULT_TOKEN_FILE ? readFileSync(VAULT_TOKEN_FILE, 'utf8').trim() : VAULT_TOKEN)
}
