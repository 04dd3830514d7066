import type { Deps } from '../deps'
import type { AuditLog } from '../trust/verify-audit'
import { readAuditLog } from './read-log'

export const AUDIT_FORMAT = 'countersign-audit/1'

/**
 * An organisation's audit log as lines of JSON, for whoever wants to keep or verify it elsewhere: one that says whose it is
 * and how it ends, its checkpoints, then its rows. The export itself is the last row.
 */
export async function* exportAuditLog(
  deps: Pick<Deps, 'audit' | 'checkpoints' | 'now'>,
  { tenantId, actor }: { tenantId: string; actor: string },
): AsyncGenerator<string> {
  const at = deps.now()
  await deps.audit.append(tenantId, { actor, at, action: 'AUDIT_EXPORTED', object: tenantId })
  yield* linesOf(await readAuditLog(deps, tenantId))
}

async function* linesOf({ tenantId, head, notes, rows }: AuditLog): AsyncGenerator<string> {
  yield line({ format: AUDIT_FORMAT, tenantId, head })
  for (const note of notes) yield line({ note })
  for await (const row of rows) yield line(row)
}

const line = (value: object) => `${JSON.stringify(value)}\n`
