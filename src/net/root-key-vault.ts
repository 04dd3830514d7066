import type { RootKey } from '../trust/root-key'

/** `token`: asked for each call, for an agent may renew it meanwhile. */
type Settings = { address: string; key: string; token(): string }

/**
 * A root key in HashiCorp Vault's or OpenBao's transit engine (HTTP API /v1/transit/encrypt and /decrypt), which must be of
 * type aes256-gcm96 (associated data binds the context). Vault rotates by itself: old versions unwrap.
 * @throws Error from both functions with Vault's status and errors
 */
export function rootKeyVault({ address, key, token }: Settings): RootKey {
  const ask = async (action: 'encrypt' | 'decrypt', body: object) => {
    const response = await fetch(`${address}/v1/transit/${action}/${key}`, {
      method: 'POST',
      headers: { 'x-vault-token': token(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const answer = (await response.json().catch(() => ({}))) as Answer
    if (!response.ok || !answer.data)
      throw new Error(
        `Vault answered ${response.status}: ${answer.errors?.join('; ') ?? 'no data'}`,
      )
    return answer.data
  }
  const bound = (context: string) => Buffer.from(context).toString('base64')
  return {
    async wrap(plain, context) {
      const plaintext = Buffer.from(plain).toString('base64')
      const { ciphertext } = await ask('encrypt', { plaintext, associated_data: bound(context) })
      return Buffer.from(ciphertext ?? '')
    },
    async unwrap(wrapped, context) {
      const ciphertext = Buffer.from(wrapped).toString()
      const { plaintext } = await ask('decrypt', { ciphertext, associated_data: bound(context) })
      return Buffer.from(plaintext ?? '', 'base64')
    },
  }
}

const TIMEOUT_MS = 10_000

type Answer = { data?: { ciphertext?: string; plaintext?: string }; errors?: string[] }
