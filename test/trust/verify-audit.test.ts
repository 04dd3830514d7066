import { describe, expect, test } from '@jest/globals'
import { type AuditRow, hashAuditRow, NO_ROW } from '../../src/trust/audit-row'
import { openCheckpoint, signCheckpoint } from '../../src/trust/checkpoint'
import { markOf } from '../../src/trust/known-breaks'
import { EMPTY_TREE, grow, rootOf } from '../../src/trust/merkle'
import { keySetOf, newSigningPair, privateKeyOf } from '../../src/trust/sign'
import { type AuditLog, verifyAudit } from '../../src/trust/verify-audit'
import { seeded } from '../support/camera'

const tenantId = 'org_1'
const pair = newSigningPair()
const by = { publicKey: pair.publicKey, key: privateKeyOf(pair) }
const keys = keySetOf([{ id: 'sig_1', publicKey: pair.publicKey }])
const ROWS = 120
const SIGNED = [1, 40, 81, ROWS]

const rowAt = (seq: number): AuditRow => ({
  ...{ tenantId, seq, at: new Date(1_790_000_000_000 + seq * 1000).toISOString() },
  ...{ actor: `key_${seq % 3}`, action: 'SESSION_CHANGED', object: `ses_${seq % 20}` },
  details: { sequence: seq % 7, reasons: ['A', 'B'], to: 'APPROVED' },
  ...{ prev: '', hash: '' },
})

/** Rows chained anew from number `from` (1, 2, …) on, as somebody would who covers the tracks. */
function chained(rows: AuditRow[], from = 1): AuditRow[] {
  const out = rows.slice(0, from - 1)
  for (const [at, row] of rows.slice(from - 1).entries()) {
    const prev = out.at(-1)?.hash ?? NO_ROW
    const { hash: _, ...rest } = { ...row, seq: from + at, prev }
    out.push({ ...rest, hash: hashAuditRow(rest) })
  }
  return out
}

const noteOf = (rows: AuditRow[], size: number, signer = by, whose = tenantId) => {
  const tree = rows.slice(0, size).reduce((at, { hash }) => grow(at, hash), EMPTY_TREE)
  return signCheckpoint({ origin: `x.test/audit/${whose}`, size, root: rootOf(tree) }, signer)
}

const whole = chained(Array.from({ length: ROWS }, (_, at) => rowAt(at + 1)))
const notes = SIGNED.map((size) => noteOf(whole, size))

const logOf = (rows: AuditRow[], told: string[] = notes): AuditLog => {
  const last = rows.at(-1)
  const head = { seq: last?.seq ?? 0, hash: last?.hash ?? NO_ROW }
  return { tenantId, head, notes: told, rows }
}

type Dice = { below(n: number): number; of<T>(list: readonly T[]): T }

function diceOf(seed: number): Dice {
  const random = seeded(seed)
  const below = (n: number) => Math.floor(random() * n)
  return { below, of: (list) => list[below(list.length)] as never }
}

/** A log that was tampered with, and the first row that is not what it was. */
type Tampered = { log: AuditLog; first: number }

const EDITS: ((row: AuditRow, n: number) => Partial<AuditRow>)[] = [
  (row) => ({ actor: `${row.actor}x` }),
  () => ({ action: 'CONSENT_RECORDED' }),
  (row) => ({ object: `${row.object}0` }),
  (row) => ({ at: new Date(Date.parse(row.at) + 1).toISOString() }),
  (row, n) => ({ details: { ...row.details, sequence: n + 1000 } }),
  (row) => ({ details: { ...row.details, more: null } }),
  (row) => ({ details: { ...row.details, reasons: ['B', 'A'] } }),
  () => ({ details: {} }),
  (row) => ({ more: row.seq }) as never,
]

const at = (rows: AuditRow[], seq: number) => rows[seq - 1] as AuditRow

/** How far the tracks are covered: not at all, the row's own hash, or the chain up to its end. */
function covered(rows: AuditRow[], first: number, dice: Dice): AuditRow[] {
  const how = dice.of(['NOT', 'OWN', 'ALL'])
  if (how === 'ALL') return chained(rows, first)
  const row = rows[first - 1]
  if (how === 'NOT' || row === undefined) return rows
  const { hash: _, ...rest } = row
  return rows.with(first - 1, { ...rest, hash: hashAuditRow(rest) })
}

const TAMPER: Record<string, (dice: Dice) => Tampered> = {
  'a row is edited': (dice) => {
    const first = 1 + dice.below(ROWS)
    const row = at(whole, first)
    const edited = whole.with(first - 1, { ...row, ...dice.of(EDITS)(row, dice.below(99)) })
    return { log: logOf(covered(edited, first, dice)), first }
  },
  'rows are deleted': (dice) => {
    const first = 1 + dice.below(ROWS - 1)
    const count = 1 + dice.below(Math.min(5, ROWS - first))
    const rows = whole.toSpliced(first - 1, count)
    return { log: logOf(covered(rows, first, dice)), first }
  },
  'rows are put in': (dice) => {
    const first = 1 + dice.below(ROWS)
    const copy = { ...at(whole, 1 + dice.below(ROWS)), seq: first, object: 'ses_forged' }
    return { log: logOf(covered(whole.toSpliced(first - 1, 0, copy), first, dice)), first }
  },
  'two rows change places': (dice) => {
    const first = 1 + dice.below(ROWS - 1)
    const second = first + 1 + dice.below(ROWS - first)
    const [a, b] = [at(whole, first), at(whole, second)]
    const rows = whole.with(first - 1, b).with(second - 1, a)
    return { log: logOf(covered(rows, first, dice)), first }
  },
  'the end is cut off after a checkpoint': (dice) => {
    const left = dice.below(ROWS)
    return { log: logOf(whole.slice(0, left)), first: left + 1 }
  },
  'the end is cut off and written anew': (dice) => {
    const first = 1 + dice.below(ROWS)
    const forged = whole.slice(first - 1).map((row) => ({ ...row, actor: 'key_forged' }))
    return { log: logOf(chained([...whole.slice(0, first - 1), ...forged], first)), first }
  },
}

describe('audit: the verifier', () => {
  test('finds a whole log whole, and all of it proven', async () => {
    const report = await verifyAudit(logOf(whole), keys)
    const told = { tenantId, rows: ROWS, checkpoints: SIGNED.length, proven: ROWS, defects: [] }
    const nothingMore = { breaks: [], contradictions: [] }
    expect(report).toEqual({ ...told, ...nothingMore })
    expect((await verifyAudit(logOf([], []), keys)).defects).toEqual([])
  })

  test('finds each of 10 000 random edits, deletions, insertions, reorderings and truncations', async () => {
    const missed: string[] = []
    const names = Object.keys(TAMPER)
    for (let seed = 1; seed <= 10_000; seed++) {
      const name = names[seed % names.length] ?? ''
      const { log, first } = (TAMPER[name] as (dice: Dice) => Tampered)(diceOf(seed))
      const { defects, proven } = await verifyAudit(log, keys)
      // Nothing that is wrong may be called proven either.
      if (defects.length === 0 || proven >= first) missed.push(`${name}, seed ${seed}: ${first}`)
    }
    expect(missed).toEqual([])
  }, 300_000)

  test('names the very row where the tracks were not covered', async () => {
    for (const seq of [1, 39, 40, 41, ROWS]) {
      const edited = whole.with(seq - 1, { ...at(whole, seq), actor: 'x' })
      const { defects } = await verifyAudit(logOf(edited), keys)
      expect(defects).toEqual([{ kind: 'CONTENT', seq }])
      const { defects: gone } = await verifyAudit(logOf(whole.toSpliced(seq - 1, 1)), keys)
      expect(gone).toEqual([{ kind: seq === ROWS ? 'TRUNCATED' : 'SEQUENCE', seq }])
    }
  })

  test('takes no checkpoint of another key, of another organisation, or of two roots', async () => {
    const other = newSigningPair()
    const stranger = { publicKey: other.publicKey, key: privateKeyOf(other) }
    for (const odd of [noteOf(whole, 40, stranger), noteOf(whole, 40, by, 'org_2'), 'nonsense']) {
      const { defects } = await verifyAudit(logOf(whole, [...notes, odd]), keys)
      expect(defects.map(({ kind }) => kind)).toEqual(['SIGNATURE'])
    }
    const fork = noteOf(chained(whole.with(4, { ...at(whole, 5), actor: 'x' }), 5), 40)
    const { defects } = await verifyAudit(logOf(whole, [...notes, fork]), keys)
    expect(defects).toEqual([{ kind: 'ROOT', seq: 2 }])
  })

  test('takes checkpoints that a break names as known, and no other; the break is told', async () => {
    const restored = whole.slice(0, 45) // the backup; of what came after it checkpoints are left
    const lost = SIGNED.filter((size) => size > 45)
    const marks = lost.map((size) => markOf(openCheckpoint(noteOf(whole, size), keys)))
    const first = await verifyAudit(logOf(restored, notes), keys)
    expect(first).toMatchObject({ proven: 40, contradictions: marks, breaks: [] })
    expect(first.defects).toEqual([{ kind: 'TRUNCATED', seq: 46 }])
    /** Goes on from the backup, past the first checkpoint that is lost, and declares the break on the way. */
    const goneOn = (named: readonly string[], after = 40) => {
      const declared = { after, lost: named }
      const more = Array.from({ length: 60 }, (_, index) => ({
        ...at(whole, 46 + index),
        actor: 'key_after',
        ...(index === 50 && { action: 'AUDIT_BREAK_DECLARED', details: declared }),
      }))
      return chained([...restored, ...more], 46)
    }
    const rows = goneOn(marks)
    const fresh = noteOf(rows, rows.length)
    const whole2 = await verifyAudit(logOf(rows, [...notes, fresh]), keys)
    expect(whole2).toMatchObject({ defects: [], contradictions: [], proven: rows.length })
    expect(whole2.breaks).toEqual([
      { seq: 96, at: at(rows, 96).at, after: 40, checkpoints: marks.length },
    ])
    for (const [named, after] of [
      [marks.slice(1), 40],
      [[], 40],
      [marks, 10_000],
    ] as const) {
      const others = goneOn(named, after)
      const told = await verifyAudit(logOf(others, [...notes, noteOf(others, others.length)]), keys)
      expect(told.defects[0]).toMatchObject({ seq: 41 })
      expect(told.proven).toBe(40)
    }
    // What was signed since is not excused by it.
    const again = rows.with(99, { ...at(rows, 100), actor: 'x' })
    const edited = await verifyAudit(logOf(chained(again, 100), [...notes, fresh]), keys)
    expect(edited.defects).toEqual([{ kind: 'ROOT', seq: 41 }])
  })

  test('is told of rows that no checkpoint covers by the chain and its head alone', async () => {
    const early = notes.slice(0, 2)
    expect((await verifyAudit(logOf(whole, early), keys)).proven).toBe(40)
    const log = { ...logOf(whole, early), rows: whole.slice(0, 100) }
    const { defects } = await verifyAudit(log, keys)
    expect(defects).toEqual([{ kind: 'TRUNCATED', seq: 101 }])
    const { hash: _, ...odd } = { ...at(whole, 90), actor: 'x' }
    const replaced = whole.with(89, { ...odd, hash: hashAuditRow(odd) })
    const { defects: link } = await verifyAudit(logOf(replaced, early), keys)
    expect(link).toEqual([{ kind: 'LINK', seq: 91 }])
    const grown = { ...logOf(whole.slice(0, 100), early), rows: whole }
    expect((await verifyAudit(grown, keys)).defects).toEqual([{ kind: 'HEAD', seq: ROWS }])
  })
})
