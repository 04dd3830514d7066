import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { CliError } from './cli-error'

export type CsvRow = { line: number; values: Record<string, string> }

/**
 * Reads a CSV with a header line. Every named column must be there and every row must be whole; values are
 * trimmed, absent optional columns read as ''.
 * @throws CliError naming the file and the line
 */
export function readCsv(file: string, required: string[], optional: string[] = []): CsvRow[] {
  if (!existsSync(file)) throw new CliError(`${file}: no such file.`)
  const text = readFileSync(file, 'utf8')
  if (text.trim() === '')
    throw new CliError(`${file}: the file is empty; it needs a header line ${required.join(',')}.`)
  const [header, ...records] = parseRecords(file, text)
  const names = (header?.record ?? []).map((name) => name.trim())
  const missing = required.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw new CliError(`${file} line 1: column ${missing.join(', ')} is missing.`)
  if (records.length === 0) throw new CliError(`${file}: there is a header but no row.`)
  return records.map(({ record, line }) => {
    if (record.length !== names.length)
      throw new CliError(
        `${file} line ${line}: ${record.length} values where the header has ${names.length} columns.`,
      )
    const values = Object.fromEntries(optional.map((name) => [name, '']))
    names.forEach((name, index) => {
      values[name] = (record[index] ?? '').trim()
    })
    for (const name of required)
      if (values[name] === undefined)
        throw new CliError(`${file} line ${line}: ${name} is missing.`)
    return { line, values }
  })
}

/** The path in a column, relative to the CSV's own folder. @throws CliError when it is empty or no readable file. */
export function pathIn(file: string, row: CsvRow, column: string): string {
  const value = row.values[column] ?? ''
  if (value === '') throw new CliError(`${file} line ${row.line}: ${column} is empty.`)
  const path = resolve(dirname(file), value)
  if (!existsSync(path)) throw new CliError(`${file} line ${row.line}: ${value} does not exist.`)
  if (!statSync(path).isFile())
    throw new CliError(`${file} line ${row.line}: ${value} is not a file.`)
  if (statSync(path).size === 0) throw new CliError(`${file} line ${row.line}: ${value} is empty.`)
  return path
}

type Parsed = { record: string[]; line: number }

function parseRecords(file: string, text: string): Parsed[] {
  try {
    const options = { bom: true, skip_empty_lines: true, relax_column_count: true, info: true }
    const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    return rows.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (cause) {
    const { lines, message } = cause as { lines?: number; message: string }
    throw new CliError(`${file} line ${lines ?? '?'}: ${message}`)
  }
}
