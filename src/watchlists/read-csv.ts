import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { AppError } from '../errors'
import { joined, type Listed, yearsOf } from './watchlist'

/** What OFAC writes for nothing. */
const NOTHING = '-0-'

/**
 * The people of OFAC's `SDN.CSV`: no header; number, name as `LAST, First`, type, …, remarks with `DOB 10 Dec 1948` last.
 * Aliases come from `ALT.CSV` beside it: number, own number, type, name.
 * @throws AppError INVALID
 */
export function readOfacCsv(file: string, aliases: string | null): Listed[] {
  const others = new Map<string, string[]>()
  for (const [number = '', , , name = ''] of aliases ? recordsOf(aliases, 5) : [])
    others.set(number, [...(others.get(number) ?? []), inOrder(name)])
  return recordsOf(file, 12).flatMap(([number = '', name = '', type = '', ...rest]) => {
    if (type !== 'individual') return []
    const born = rest.at(-1)?.match(/DOB [^;.]+/g) ?? []
    const names = [inOrder(name), ...(others.get(number) ?? [])]
    return [{ id: `OFAC:${number}`, names, birthYears: yearsOf(born) }]
  })
}

function inOrder(name: string): string {
  const [last = '', ...first] = name.split(',')
  return joined(first.join(' '), last)
}

function recordsOf(file: string, columns: number): string[][] {
  try {
    // OFAC closes its files with the end mark of DOS.
    const text = readFileSync(file, 'utf8').split('\u001a').join('')
    const records: string[][] = parse(text, { trim: true, skip_empty_lines: true })
    if (records.length === 0 || records.some(({ length }) => length !== columns))
      throw new Error(`not ${columns} columns`)
    return records.map((record) => record.map((value) => (value === NOTHING ? '' : value)))
  } catch (error) {
    throw new AppError('INVALID', `${file} is no list that can be read.`, null, { cause: error })
  }
}
