import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AUDIT_FORMAT } from '../audit/export-log'
import type { AuditRow } from '../trust/audit-row'
import type { AuditLog } from '../trust/verify-audit'
import { CliError } from './cli-error'
import { assertFile } from './face-files'

const HEAD = z.object({
  format: z.literal(AUDIT_FORMAT),
  tenantId: z.string(),
  head: z.object({ seq: z.int(), hash: z.string() }),
})

const NOTE = z.object({ note: z.string() })

// What is not expected is kept: it counts in the hash, which it makes wrong.
const ROW = z
  .object({
    tenantId: z.string(),
    seq: z.int(),
    at: z.string(),
    actor: z.string(),
    action: z.string(),
    object: z.string(),
    details: z.record(z.string(), z.json()),
    prev: z.string(),
    hash: z.string(),
  })
  .catchall(z.json())

/**
 * An exported log (audit/export-log.ts). Its rows are read as they are asked for.
 * @throws CliError when the file is no such export, here or while rows are read
 */
export async function openAuditFile(file: string): Promise<AuditLog> {
  assertFile(file)
  const lines = createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  const values = valuesOf(file, lines)
  const first = HEAD.safeParse((await values.next()).value)
  if (!first.success) throw new CliError(`${file}: not an export of an audit log.`)
  const notes: string[] = []
  let next = await values.next()
  for (; !next.done; next = await values.next()) {
    const { success, data } = NOTE.safeParse(next.value)
    if (!success) break
    notes.push(data.note)
  }
  return { ...first.data, notes, rows: rowsOf(file, next, values) }
}

async function* valuesOf(
  file: string,
  lines: AsyncIterable<string>,
): AsyncGenerator<unknown, void> {
  let number = 0
  for await (const line of lines) {
    number += 1
    try {
      yield JSON.parse(line)
    } catch {
      throw new CliError(`${file}: line ${number} is not JSON.`)
    }
  }
}

async function* rowsOf(
  file: string,
  first: IteratorResult<unknown, void>,
  rest: AsyncGenerator<unknown, void>,
): AsyncGenerator<AuditRow> {
  let seq = 1
  for (let next = first; !next.done; next = await rest.next(), seq += 1) {
    const { success, data } = ROW.safeParse(next.value)
    if (!success) throw new CliError(`${file}: what stands for row ${seq} is no row.`)
    yield data as AuditRow
  }
}
