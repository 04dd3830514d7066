import type { JSONWebKeySet } from 'jose'
import { type AuditRow, hashAuditRow, NO_ROW } from './audit-row'
import { type Checkpoint, openCheckpoint } from './checkpoint'
import { breakIn, type KnownBreak, markOf } from './known-breaks'
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

/**
 * `proven`: rows up to here are what was signed. `breaks`: those that were declared, in whose checkpoints nothing is wrong any more.
 * `contradictions`: marks of the checkpoints that say something else, and that no break names.
 */
export type AuditReport = {
  tenantId: string
  rows: number
  checkpoints: number
  proven: number
  breaks: KnownBreak[]
  contradictions: string[]
  defects: AuditDefect[]
}

/** A checkpoint that does not fit, and how far the log was whole before it. */
type Contradiction = { mark: string; rows: number; proven: number }

type Walk = {
  tree: MerkleTree
  prev: string
  proven: number
  odd: Contradiction[]
  breaks: KnownBreak[]
  /** Marks of checkpoints that a break names. */
  known: Set<string>
  /** The row at which the walk ended, when it ended early. */
  wrong: AuditDefect | null
}

type Signed = ReadonlyMap<number, readonly string[]>

/**
 * Whether a log is whole: each row as its hash says, none missing, and the roots that were signed. Stops at a wrong row. A checkpoint
 * that does not fit may be of a break which a later row declares: that is known at the end only.
 */
export async function verifyAudit(
  { tenantId, head, notes, rows }: AuditLog,
  keys: JSONWebKeySet,
  onRow: () => void = () => undefined,
): Promise<AuditReport> {
  const { signed, defects } = openNotes(tenantId, notes, keys)
  const end = await walk(rows, tenantId, signed, onRow)
  const { tree, proven, breaks, known } = end
  const odd = end.odd.filter(({ mark }) => !known.has(mark))
  const ahead = marksBeyond(tree.size, signed).filter((mark) => !known.has(mark))
  const [first] = odd
  const found = first ? [rootDefect(first)] : endDefects(end, head, ahead)
  if (end.wrong) found.splice(first ? 1 : 0, 1, end.wrong)
  return {
    tenantId,
    rows: first?.rows ?? tree.size,
    checkpoints: notes.length,
    proven: first?.proven ?? proven,
    breaks,
    contradictions: [...odd.map(({ mark }) => mark), ...ahead],
    defects: [...defects, ...found].sort((a, b) => a.seq - b.seq),
  }
}

async function walk(
  rows: AuditLog['rows'],
  tenantId: string,
  signed: Signed,
  onRow: () => void,
): Promise<Walk> {
  let at: Walk = {
    ...{ tree: EMPTY_TREE, prev: NO_ROW, proven: 0, odd: [], breaks: [] },
    ...{ known: new Set(), wrong: null },
  }
  for await (const row of rows) {
    const seq = at.tree.size + 1
    const kind = rowDefect(row, { tenantId, seq, prev: at.prev })
    if (kind) return { ...at, wrong: { kind, seq } }
    noteBreak(row, at)
    at = step(at, row, signed.get(seq) ?? [])
    onRow()
  }
  return at
}

function noteBreak(row: AuditRow, { breaks, known }: Walk): void {
  const declared = breakIn(row)
  if (declared) breaks.push(declared.known)
  for (const mark of declared?.lost ?? []) known.add(mark)
}

function step(at: Walk, row: AuditRow, roots: readonly string[]): Walk {
  const tree = grow(at.tree, row.hash)
  const next = { ...at, tree, prev: row.hash }
  if (roots.length === 0) return next
  const root = rootOf(tree)
  const { tree: before, proven } = at
  for (const other of roots.filter((each) => each !== root))
    at.odd.push({ mark: markOf({ size: tree.size, root: other }), rows: before.size, proven })
  return { ...next, proven: roots.includes(root) ? tree.size : proven }
}

function marksBeyond(size: number, signed: Signed): string[] {
  const beyond = [...signed].filter(([each]) => each > size)
  return beyond.flatMap(([each, roots]) => roots.map((root) => markOf({ size: each, root })))
}

const rootDefect = ({ proven }: Contradiction): AuditDefect => ({ kind: 'ROOT', seq: proven + 1 })

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
  ahead: readonly string[],
): AuditDefect[] {
  if (size < head.seq || ahead.length > 0) return [{ kind: 'TRUNCATED', seq: size + 1 }]
  const isHead = head.seq === size && head.hash === prev
  return isHead ? [] : [{ kind: 'HEAD', seq: size }]
}
