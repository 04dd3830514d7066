import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import type { RootKey } from '../trust/root-key'

type Settings = { keyId: string; region?: string | undefined; endpoint?: string | undefined }

/**
 * A root key in AWS KMS (Encrypt, Decrypt), by its id, ARN or alias. The context is its encryption context. Credentials
 * come from the AWS environment. KMS rotates by itself: old versions unwrap.
 */
export function rootKeyAws({ keyId, region, endpoint }: Settings): RootKey {
  const client = new KMSClient({ ...(region && { region }), ...(endpoint && { endpoint }) })
  const about = (context: string) => ({ KeyId: keyId, EncryptionContext: { countersign: context } })
  return {
    async wrap(key, context) {
      const command = new EncryptCommand({ ...about(context), Plaintext: key })
      const { CiphertextBlob } = await client.send(command)
      if (CiphertextBlob === undefined) throw new Error('AWS KMS gave no ciphertext.')
      return CiphertextBlob
    },
    async unwrap(wrapped, context) {
      const command = new DecryptCommand({ ...about(context), CiphertextBlob: wrapped })
      const { Plaintext } = await client.send(command)
      if (Plaintext === undefined) throw new Error('AWS KMS gave no plaintext.')
      return Plaintext
    },
  }
}
