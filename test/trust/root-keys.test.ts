import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadConfig } from '../../src/config'
import { rootKeyAws } from '../../src/net/root-key-aws'
import { rootKeyVault } from '../../src/net/root-key-vault'
import { openRootKey } from '../../src/open-root-key'
import { listen } from '../../src/serve-api'
import { newKey } from '../../src/trust/envelope'
import type { RootKey } from '../../src/trust/root-key'
import { makeRootKeyFile, rootKeyFile } from '../../src/trust/root-key-file'

// No Vault and no AWS can be had here: two servers that follow their published HTTP interfaces stand in for them.
const SECRET = randomBytes(32)
const folder = mkdtempSync(join(tmpdir(), 'countersign-root-'))
const asked: { path: string; headers: IncomingMessage['headers'] }[] = []
let server: Server
let address: string

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test'
  makeRootKeyFile(join(folder, 'key'))
  server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = JSON.parse(Buffer.concat(parts).toString()) as Body
    asked.push({ path: request.url ?? '', headers: request.headers })
    try {
      const { status, answer } = answerTo(request, body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    } catch {
      const answer = {
        errors: ['cipher: message authentication failed'],
        __type: 'InvalidCiphertextException',
      }
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    }
  })
  address = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

/** The members that the two interfaces use. */
type Body = Record<
  'plaintext' | 'ciphertext' | 'associated_data' | 'Plaintext' | 'CiphertextBlob' | 'KeyId',
  string
> & { EncryptionContext: object }

function answerTo(
  { url, headers }: IncomingMessage,
  body: Body,
): { status: number; answer: object } {
  const target = String(headers['x-amz-target'] ?? url)
  const text = (value: string) => Buffer.from(value, 'base64')
  switch (target) {
    case '/v1/transit/encrypt/countersign':
    case '/v1/transit/decrypt/countersign': {
      if (headers['x-vault-token'] !== 'token')
        return { status: 403, answer: { errors: ['permission denied'] } }
      const aad = text(body.associated_data)
      if (target.includes('encrypt'))
        return {
          status: 200,
          answer: {
            data: { ciphertext: `vault:v1:${lock(text(body.plaintext), aad).toString('base64')}` },
          },
        }
      const plain = unlock(text(body.ciphertext.replace('vault:v1:', '')), aad)
      return { status: 200, answer: { data: { plaintext: plain.toString('base64') } } }
    }
    case 'TrentService.Encrypt': {
      const aad = Buffer.from(JSON.stringify([body.KeyId, body.EncryptionContext]))
      return {
        status: 200,
        answer: { CiphertextBlob: lock(text(body.Plaintext), aad).toString('base64') },
      }
    }
    case 'TrentService.Decrypt': {
      const aad = Buffer.from(JSON.stringify([body.KeyId, body.EncryptionContext]))
      return {
        status: 200,
        answer: { Plaintext: unlock(text(body.CiphertextBlob), aad).toString('base64') },
      }
    }
    default:
      return { status: 404, answer: { errors: ['no handler'] } }
  }
}

function lock(plain: Buffer, aad: Buffer): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', SECRET, nonce, { authTagLength: 16 }).setAAD(aad)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function unlock(locked: Buffer, aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', SECRET, locked.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAAD(aad).setAuthTag(locked.subarray(-16))
  return Buffer.concat([decipher.update(locked.subarray(12, -16)), decipher.final()])
}

const KINDS: [string, () => RootKey][] = [
  ['a file', () => rootKeyFile(join(folder, 'key'))],
  [
    'Vault’s transit engine',
    () => rootKeyVault({ address, key: 'countersign', token: () => 'token' }),
  ],
  [
    'AWS KMS',
    () => rootKeyAws({ keyId: 'alias/countersign', region: 'eu-central-1', endpoint: address }),
  ],
]

describe.each(KINDS)('envelope: a root key in %s', (_, openRoot) => {
  test('unwraps what it wrapped, and shows nothing of it', async () => {
    const key = newKey()
    const wrapped = await openRoot().wrap(key, 'v1|tenant-key|org_1|1')
    expect(Buffer.from(wrapped).includes(key)).toBe(false)
    expect(Buffer.from(await openRoot().unwrap(wrapped, 'v1|tenant-key|org_1|1'))).toEqual(key)
  })

  test('unwraps nothing for another context, and nothing that was changed', async () => {
    const wrapped = Buffer.from(await openRoot().wrap(newKey(), 'one'))
    await expect(openRoot().unwrap(wrapped, 'two')).rejects.toThrow()
    const changed = Buffer.from(wrapped)
    changed[changed.length - 9] = (changed[changed.length - 9] ?? 0) ^ 1
    await expect(openRoot().unwrap(changed, 'one')).rejects.toThrow()
  })
})

describe('envelope: what goes wrong is said', () => {
  test('by Vault, with its status and words', async () => {
    const denied = rootKeyVault({ address, key: 'countersign', token: () => 'wrong' })
    await expect(denied.wrap(newKey(), 'x')).rejects.toThrow(
      'Vault answered 403: permission denied',
    )
  })

  test('a token that an agent renews in its file is taken as it is then', async () => {
    const file = join(folder, 'vault-token')
    const ROOT_KEY_URL = `vault+${address}/countersign`
    const root = openRootKey(loadConfig({ ROOT_KEY_URL, VAULT_TOKEN_FILE: file }))
    writeFileSync(file, 'wrong\n')
    await expect(root.wrap(newKey(), 'x')).rejects.toThrow('permission denied')
    writeFileSync(file, 'token\n')
    expect((await root.wrap(newKey(), 'x')).length).toBeGreaterThan(0)
  })

  test('by a file that has no key, or a malformed one, with its name and line', () => {
    const file = join(folder, 'bad')
    writeFileSync(file, '\n')
    expect(() => rootKeyFile(file)).toThrow(`${file}: there is no key in it.`)
    writeFileSync(file, `good ${newKey().toString('base64url')}\nshort AAAA\n`)
    expect(() => rootKeyFile(file)).toThrow(`${file} line 2`)
    expect(() => rootKeyFile(join(folder, 'absent'))).toThrow('absent')
  })

  test('a file that we make can be read by its owner alone, and is never made twice', () => {
    const file = join(folder, 'new', 'root-key')
    makeRootKeyFile(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const before = statSync(file).mtimeMs
    makeRootKeyFile(file)
    expect(statSync(file).mtimeMs).toBe(before)
  })
})
