import type { JSONWebKeySet } from 'jose'
import { type AuditRow, hashAuditRow, NO_ROW } from './audit-row'
import { type Checkpoint, openCheckpoint } from './checkpoint'
import { EMPTY_TREE, grow, type MerkleTree, rootOf } from './merkle'

/** What is wrong with a log, and what it means. */
export const AUDIT_DEFECTS = {
  SEQUENCE: 'is missing, or another row stands in its place',
  CONTENT: 'is not what its hash says: it was changed',
  LINK: 'does not continue the row before it: one of them was replaced',
  ROOT: 'or a row after it, up to the next checkpoint, is not what was signed: the log was rewritten',
  TRUNCATED: 'is missing, and with it all up to the end: the log was cut off',
  HEAD: 'is not the last row that the log is said to have',
  SIGNATURE: 'has a checkpoint that none of the keys signed for this organisation',
} as const

/** `seq`: the first row that is wrong. */
export type AuditDefect = { kind: keyof typeof AUDIT_DEFECTS; seq: number }

/** A log as it is told. `notes`: its checkpoints. `head`: the last row it is said to have. */
export type AuditLog = {
  tenantId: string
  head: { seq: number; hash: string }
  notes: readonly string[]
  rows: AsyncIterable<AuditRow> | Iterable<AuditRow>
}

/** `proven`: rows up to here are what was signed. */
export type AuditReport = {
  tenantId: string
  rows: number
  checkpoints: number
  proven: number
  defects: AuditDefect[]
}

type Walk = { tree: MerkleTree; prev: string; proven: number }

/** Whether a log is whole: each row as its hash says, none missing, and the roots that were signed. Stops at a wrong row. */
export async function verifyAudit(
  { tenantId, head, notes, rows }: AuditLog,
  keys: JSONWebKeySet,
  onRow: () => void = () => undefined,
): Promise<AuditReport> {
  const { signed, defects } = openNotes(tenantId, notes, keys)
  let at: Walk = { tree: EMPTY_TREE, prev: NO_ROW, proven: 0 }
  const report = (...found: AuditDefect[]) => {
    const all = [...defects, ...found].sort((a, b) => a.seq - b.seq)
    const { tree, proven } = at
    return { tenantId, rows: tree.size, checkpoints: notes.length, proven, defects: all }
  }
  for await (const row of rows) {
    const seq = at.tree.size + 1
    const kind = rowDefect(row, { tenantId, seq, prev: at.prev })
    if (kind) return report({ kind, seq })
    const tree = grow(at.tree, row.hash)
    const roots = signed.get(tree.size) ?? []
    if (roots.some((root) => root !== rootOf(tree)))
      return report({ kind: 'ROOT', seq: at.proven + 1 })
    at = { tree, prev: row.hash, proven: roots.length > 0 ? tree.size : at.proven }
    onRow()
  }
  return report(...endDefects(at, head, Math.max(0, ...signed.keys())))
}

/** What is wrong with a row, where this one is expected. */
export function rowDefect(
  row: AuditRow,
  { tenantId, seq, prev }: { tenantId: string; seq: number; prev: string },
): 'SEQUENCE' | 'CONTENT' | 'LINK' | null {
  if (row.seq !== seq || row.tenantId !== tenantId) return 'SEQUENCE'
  if (hashAuditRow(row) !== row.hash) return 'CONTENT'
  return row.prev === prev ? null : 'LINK'
}

function openNotes(tenantId: string, notes: readonly string[], keys: JSONWebKeySet) {
  const signed = new Map<number, string[]>()
  const defects: AuditDefect[] = []
  for (const note of notes) {
    const found = genuine(note, tenantId, keys)
    if (found === null) defects.push({ kind: 'SIGNATURE', seq: claimedSize(note) })
    else signed.set(found.size, [...(signed.get(found.size) ?? []), found.root])
  }
  return { signed, defects }
}

function genuine(note: string, tenantId: string, keys: JSONWebKeySet): Checkpoint | null {
  try {
    const checkpoint = openCheckpoint(note, keys)
    return checkpoint.origin.endsWith(`/audit/${tenantId}`) ? checkpoint : null
  } catch {
    return null
  }
}

function claimedSize(note: string): number {
  return Number(/^.*\n(\d{1,10})\n/.exec(note)?.[1] ?? 0)
}

function endDefects(
  { tree: { size }, prev }: Walk,
  head: AuditLog['head'],
  signed: number,
): AuditDefect[] {
  if (size < Math.max(head.seq, signed)) return [{ kind: 'TRUNCATED', seq: size + 1 }]
  const isHead = head.seq === size && head.hash === prev
  return isHead ? [] : [{ kind: 'HEAD', seq: size }]
}
