import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'

const FOLDER = 'dist/web/console/assets'

describe('review: the console', () => {
  test('is at most 250 kB to load, compressed, with every page of it', () => {
    const files = readdirSync(FOLDER).filter((name) => /\.(js|css)$/.test(name))
    expect(files.length).toBeGreaterThan(1)
    const sizes = files.map((name) => gzipSync(readFileSync(`${FOLDER}/${name}`)).length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000)
  })
})
