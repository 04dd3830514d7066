import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { test } from '@jest/globals'

/**
 * A test that needs a published file of vectors, which lies beside the repository and not in it; where there is none it is
 * skipped, and says so.
 */
export function testWithVectors<T>(
  file: string,
  name: string,
  check: (vectors: T) => void | Promise<void>,
): void {
  const path = resolve('../shared/data/vectors', file)
  if (!existsSync(path)) {
    console.log(`skipped, for ${path} is not here: ${name}`)
    test.skip(name, () => undefined)
    return
  }
  test(name, () => {
    const bytes = readFileSync(path)
    return check(JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as T)
  })
}

/** Project Wycheproof's form: groups that share a key or a size, each with its tests. */
export type Wycheproof<G, T> = {
  testGroups: (G & { tests: (T & { tcId: number; result: 'valid' | 'invalid' })[] })[]
}

export function hex(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(text, 'hex')
}
