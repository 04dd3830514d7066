import type { Deps } from '../deps'
import { type AuditRow, NO_ROW } from '../trust/audit-row'
import { openCheckpoint } from '../trust/checkpoint'
import { EMPTY_TREE, grow, type MerkleTree, rootOf } from '../trust/merkle'
import { rowDefect } from '../trust/verify-audit'

type World = Pick<Deps, 'audit' | 'checkpoints' | 'signer' | 'now' | 'log'> & {
  settings: Pick<Deps['settings'], 'publicUrl'>
}

/** So many rows, or a row that is so old, are signed for. */
const ROWS = 1000
const AGE_MS = 60_000
const BATCH = 100

/**
 * Signs for the rows that were added to each organisation's audit log. A log whose new rows are not whole is not signed for,
 * and does not keep the others from it. @returns how many checkpoints
 */
export async function signCheckpoints(deps: World): Promise<number> {
  const before = new Date(deps.now().getTime() - AGE_MS)
  let signed = 0
  for (const tenantId of await deps.audit.due(before, ROWS, BATCH)) {
    try {
      signed += await signNewRows(deps, tenantId)
    } catch (error) {
      deps.log.error(
        { error, tenantId },
        'an audit log could not be signed for; if that stays, run: countersign audit verify',
      )
    }
  }
  return signed
}

async function signNewRows(deps: World, tenantId: string): Promise<number> {
  let tree = await signedTree(deps, tenantId)
  let [last] = tree.size > 0 ? await deps.audit.rows(tenantId, tree.size - 1, 1) : []
  let rows = await deps.audit.rows(tenantId, tree.size, ROWS)
  if (rows.length === 0) throw new Error(`Row ${tree.size + 1} is missing.`)
  let signed = 0
  while (rows.length > 0) {
    tree = grown(tree, rows, last?.hash ?? NO_ROW)
    last = rows.at(-1)
    await publish(deps, tenantId, tree)
    signed += 1
    // Rows that come meanwhile, fewer than a batch, wait for their time.
    rows = rows.length < ROWS ? [] : await deps.audit.rows(tenantId, tree.size, ROWS)
  }
  return signed
}

/** What was signed last. @throws Error when it is not what our own key signed */
async function signedTree({ audit, signer }: World, tenantId: string): Promise<MerkleTree> {
  const last = await audit.lastCheckpoint(tenantId)
  if (last === null) return EMPTY_TREE
  const { size, root } = openCheckpoint(last.note, await signer.keySet())
  if (size !== last.tree.size || root !== rootOf(last.tree))
    throw new Error(`The checkpoint of ${last.tree.size} rows is not what was signed.`)
  return last.tree
}

/** @throws Error when the rows do not continue the tree */
function grown(tree: MerkleTree, rows: AuditRow[], prev: string): MerkleTree {
  return rows.reduce((at, row, index) => {
    const expected = {
      tenantId: row.tenantId,
      seq: at.size + 1,
      prev: rows[index - 1]?.hash ?? prev,
    }
    const defect = rowDefect(row, expected)
    if (defect) throw new Error(`Row ${expected.seq} is not whole: ${defect}.`)
    return grow(at, row.hash)
  }, tree)
}

/** Beside the images first: once it is in the database nobody would put it there again. */
async function publish(
  { audit, checkpoints, signer, settings, now }: World,
  tenantId: string,
  tree: MerkleTree,
): Promise<void> {
  const origin = `${new URL(settings.publicUrl).host}/audit/${tenantId}`
  const checkpoint = { origin, size: tree.size, root: rootOf(tree) }
  const note = await signer.signCheckpoint(checkpoint)
  await checkpoints.publish(tenantId, checkpoint, note)
  await audit.addCheckpoint(tenantId, { note, tree }, now())
}
