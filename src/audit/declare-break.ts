import type { Deps } from '../deps'
import { AppError } from '../errors'
import { type AuditReport, verifyAudit } from '../trust/verify-audit'
import { readAuditLog } from './read-log'

type World = Pick<Deps, 'audit' | 'checkpoints' | 'now'> & {
  signer: Pick<Deps['signer'], 'keySet'>
}

/**
 * Takes down that the log breaks after row `after`, as it does when a backup was restored: checkpoints from before tell of rows that
 * are not there any more. They are named, so that verifying takes those, and no others, as known; and says so.
 * @returns how many checkpoints
 * @throws AppError CONFLICT when the log is whole, or broken in a way that no restore explains; INVALID when it breaks elsewhere
 */
export async function declareBreak(
  deps: World,
  { tenantId, actor, after }: { tenantId: string; actor: string; after: number },
): Promise<number> {
  const log = await readAuditLog(deps, tenantId)
  const report = await verifyAudit(log, await deps.signer.keySet())
  assertRestored(report)
  if (after !== report.proven)
    throw new AppError(
      'INVALID',
      `It is up to row ${report.proven} that the log is what was signed; say so if you mean it.`,
      'after',
    )
  const lost = report.contradictions
  const entry = { actor, at: deps.now(), action: 'AUDIT_BREAK_DECLARED', object: tenantId } as const
  await deps.audit.append(tenantId, { ...entry, details: { after, lost } })
  return lost.length
}

function assertRestored({ defects, contradictions }: AuditReport): void {
  if (defects.length === 0)
    throw new AppError('CONFLICT', 'The log is whole: there is nothing to declare.')
  const odd = defects.find(({ kind }) => kind !== 'ROOT' && kind !== 'TRUNCATED')
  if (odd || contradictions.length === 0)
    throw new AppError('CONFLICT', 'A restored backup does not explain what is wrong here.')
}
