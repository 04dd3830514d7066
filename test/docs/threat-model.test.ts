import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'

const PAGE = readFileSync('docs/threat-model.md', 'utf8')
const ROWS = PAGE.split('\n')
  .filter((line) => /^\| \d+ /.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const NAMED = /`(test\/[^`]+)` “([^”]+)”/g

describe('hardening: the threat model', () => {
  test('has every threat once, with its kind and what stands against it', () => {
    const numbers = ROWS.map(([number]) => Number(number))
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 48 }, (_, i) => i + 1))
    for (const [, threat = '', kind = '', control = ''] of ROWS) {
      expect(threat.length).toBeGreaterThan(10)
      expect(kind).toMatch(/^[STRIDE](, [STRIDE])*$/)
      expect(control.length).toBeGreaterThan(5)
    }
  })

  test('names tests that there are, or says that there is none yet', () => {
    for (const [number, , , , tested = ''] of ROWS) {
      const named = [...tested.matchAll(NAMED)]
      if (named.length === 0) expect(`${number}: ${tested}`).toMatch(/^\d+: not yet/)
      for (const [, file = '', name = ''] of named)
        expect([number, file, name, hasTest(file, name)]).toEqual([number, file, name, true])
    }
  })
})

function hasTest(file: string, name: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').includes(name)
}
