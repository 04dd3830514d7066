import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'

const FOLDER = join('dist', 'web', 'capture')
const BUDGET = 60_000

const html = existsSync(join(FOLDER, 'index.html'))
  ? readFileSync(join(FOLDER, 'index.html'), 'utf8')
  : ''
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8')

/** Scripts and styles that index.html loads, and what those import before they run. */
function loaded(): string[] {
  const files = [...html.matchAll(/(?:src|href)="\/capture\/(assets\/[^"]+)"/g)].map(
    ([, f]) => f ?? '',
  )
  for (const file of files)
    for (const [, name] of read(file).matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g))
      if (name && !files.includes(`assets/${name}`)) files.push(`assets/${name}`)
  return files
}

/** A namespace, and pages that messages of libraries to developers refer to. Requests are watched by test/web. */
const NAMES = ['http://www.w3.org', 'https://rolldown.rs', 'https://web.dev']

describe('capture: the page as it is built', () => {
  test('loads at most 60 kB, gzipped, before it can be used', () => {
    const files = loaded()
    expect(files.some((file) => file.endsWith('.js'))).toBe(true)
    expect(files.some((file) => file.endsWith('.css'))).toBe(true)
    const bytes = files.reduce((sum, file) => sum + gzipSync(read(file)).length, 0)
    expect(bytes).toBeLessThanOrEqual(BUDGET)
  })

  test('has nothing inline and names no other origin', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=/)
    const scripts = readdirSync(join(FOLDER, 'assets')).filter((file) => file.endsWith('.js'))
    const addresses = scripts.flatMap(
      (file) => read(`assets/${file}`).match(/https?:\/\/[\w.-]+/g) ?? [],
    )
    expect(addresses.filter((address) => !NAMES.includes(address))).toEqual([])
  })
})
