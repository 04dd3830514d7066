import type { AuditRow } from './audit-row'
import type { Checkpoint } from './checkpoint'

/** What the row that declares a break is called. Its details: `after`, and as `lost` the marks of the checkpoints it is about. */
const BREAK_DECLARED = 'AUDIT_BREAK_DECLARED'

/**
 * A break that somebody declared, as after a backup was restored: rows up to `after` are what was signed before it, what followed
 * them then is lost, and so many checkpoints tell of that. `seq`: the row that says so.
 */
export type KnownBreak = { seq: number; at: string; after: number; checkpoints: number }

/** A checkpoint by what it says. */
export function markOf({ size, root }: Pick<Checkpoint, 'size' | 'root'>): string {
  return `${size} ${root}`
}

function sizeOf(mark: string): number {
  return Number(mark.split(' ')[0])
}

/** The break that a row declares, and the marks it is about; null for any other row. */
export function breakIn(row: AuditRow): { known: KnownBreak; lost: readonly string[] } | null {
  const { action, seq, at, details } = row
  const { after, lost } = details
  if (action !== BREAK_DECLARED || typeof after !== 'number' || !Array.isArray(lost)) return null
  const marks = lost.filter((mark) => sizeOf(mark) > after)
  return { known: { seq, at, after, checkpoints: marks.length }, lost: marks }
}
