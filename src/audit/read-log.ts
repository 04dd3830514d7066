import type { Deps } from '../deps'
import type { AuditRow } from '../trust/audit-row'
import type { AuditLog } from '../trust/verify-audit'

type World = Pick<Deps, 'audit' | 'checkpoints'>

const BATCH = 1000

/**
 * An organisation's audit log as it is now, its rows read in batches. Notes: those in the database, and those beside the
 * images that the database does not have (any more). Checkpoints are read before the head, which so is never behind them.
 */
export async function readAuditLog(deps: World, tenantId: string): Promise<AuditLog> {
  const notes = new Set(await deps.audit.notes(tenantId))
  for await (const note of deps.checkpoints.notes(tenantId)) notes.add(note)
  const head = await deps.audit.head(tenantId)
  return { tenantId, head, notes: [...notes], rows: rowsUpTo(deps, tenantId, head.seq) }
}

async function* rowsUpTo(
  { audit }: World,
  tenantId: string,
  end: number,
): AsyncGenerator<AuditRow> {
  let after = 0
  while (after < end) {
    const rows = await audit.rows(tenantId, after, Math.min(BATCH, end - after))
    yield* rows
    const last = rows.at(-1)
    // The end is missing: whoever verifies is told by the head.
    if (!last) return
    after = last.seq
  }
}
