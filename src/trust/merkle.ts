import { createHash } from 'node:crypto'

/**
 * A Merkle tree (RFC 6962 §2.1) over hashes of leaves, as far as it is needed to grow and to tell its root. `peaks`: the
 * roots of its full subtrees from the left, in hex; one for each bit that is set in `size`.
 */
export type MerkleTree = { size: number; peaks: readonly string[] }

export const EMPTY_TREE: MerkleTree = { size: 0, peaks: [] }

/** The hash of a leaf, in hex. */
export function hashLeaf(data: string | Uint8Array): string {
  return createHash('sha256').update(LEAF).update(data).digest('hex')
}

/** The tree with one leaf more, given by its hash. */
export function grow({ size, peaks }: MerkleTree, leafHash: string): MerkleTree {
  const left = [...peaks]
  let node = leafHash
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2)
    node = hashNode(left.pop() ?? '', node)
  return { size: size + 1, peaks: [...left, node] }
}

/** The root, in hex. */
export function rootOf({ peaks }: MerkleTree): string {
  if (peaks.length === 0) return createHash('sha256').digest('hex')
  return peaks.reduceRight((right, left) => hashNode(left, right))
}

// Two prefixes, so that a node can never be passed off as a leaf.
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

function hashNode(left: string, right: string): string {
  return createHash('sha256').update(NODE).update(left, 'hex').update(right, 'hex').digest('hex')
}
