import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'

type Row = { id: string; level: string; status: string; evidence: string }
const ROWS: Row[] = parse(readFileSync('docs/asvs-5.0-l2.csv'), { columns: true })

/** How many requirements of level 1 or 2 each chapter of ASVS 5.0.0 has. */
const CHAPTERS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]
const NAMED = /^(test\/\S+) “([^”]+)”/
const DOCUMENT = /^([\w./-]+\.(md|ts|graphql)); /

describe('hardening: the table of ASVS 5.0', () => {
  test('has each of the 253 requirements of levels 1 and 2 once, in order', () => {
    const counts = CHAPTERS.map(
      (_, at) => ROWS.filter(({ id }) => id.startsWith(`V${at + 1}.`)).length,
    )
    expect(counts).toEqual(CHAPTERS)
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(253)
    expect(ROWS.filter(({ level }) => level === '1')).toHaveLength(70)
    expect(ROWS.filter(({ level }) => level === '2')).toHaveLength(183)
    const order = ROWS.map(({ id }) => id.slice(1).split('.').map(Number))
    expect([...order].sort(byNumbers)).toEqual(order)
  })

  test.each(ROWS)('$id: what is said to show it is there', ({ status, evidence }) => {
    expect(['test', 'document', 'not-applicable', 'open']).toContain(status)
    expect(evidence.length).toBeGreaterThan(5)
    if (status === 'test') {
      const [, file = '', name = ''] = NAMED.exec(evidence) ?? []
      expect(existsSync(file) && readFileSync(file, 'utf8')).toContain(name)
    }
    if (status === 'document')
      expect(existsSync(DOCUMENT.exec(evidence)?.[1] ?? 'nothing')).toBe(true)
  })
})

function byNumbers(a: number[], b: number[]): number {
  const at = a.findIndex((number, index) => number !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
