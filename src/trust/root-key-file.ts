import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { KEY_BYTES, newKey, open, seal } from './envelope'
import type { RootKey } from './root-key'

const LINE = /^([A-Za-z0-9-]{1,32}) ([A-Za-z0-9_-]{43})$/

/**
 * A root key in a file that only its owner should read: one line per key, `<name> <32 bytes in base64url>`. The first wraps,
 * every one unwraps: to rotate, put a new line on top and run `countersign keys rotate`.
 * @throws Error naming the file when it cannot be read or has no key
 */
export function rootKeyFile(path: string): RootKey {
  const keys = readKeys(path)
  const [current] = keys
  if (current === undefined) throw new Error(`${path}: there is no key in it.`)
  return {
    async wrap(key, context) {
      const [name, secret] = current
      return Buffer.concat([Buffer.from(`${name}:`), seal(secret, context, key)])
    },
    async unwrap(wrapped, context) {
      const end = Buffer.from(wrapped).indexOf(':')
      const name = Buffer.from(wrapped.subarray(0, Math.max(0, end))).toString()
      const secret = keys.find(([known]) => known === name)?.[1]
      if (secret === undefined) throw new Error(`${path}: the root key ${name} is not in it.`)
      return open(secret, context, wrapped.subarray(end + 1))
    },
  }
}

/** Makes the file with one key of chance, unless there is one. */
export function makeRootKeyFile(path: string): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(path, `first ${newKey().toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // another process was faster
  }
}

function readKeys(path: string): (readonly [name: string, secret: Buffer])[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      const [, name = '', text = ''] = LINE.exec(line.trim()) ?? []
      const secret = Buffer.from(text, 'base64url')
      if (secret.length !== KEY_BYTES)
        throw new Error(`${path} line ${at + 1}: must be a name and 32 bytes in base64url.`)
      return [name, secret] as const
    })
}
