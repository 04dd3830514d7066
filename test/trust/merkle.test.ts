import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { EMPTY_TREE, grow, hashLeaf, type MerkleTree, rootOf } from '../../src/trust/merkle'

/** The leaves and roots that the tests of Certificate Transparency, and of transparency-dev/merkle, use. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const treeOf = (leaves: Buffer[]): MerkleTree =>
  leaves.reduce((tree, leaf) => grow(tree, hashLeaf(leaf)), EMPTY_TREE)

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** MTH of RFC 6962 §2.1, word for word. */
function mth(leaves: Buffer[]): Buffer {
  const [first] = leaves
  if (first === undefined) return sha256()
  if (leaves.length === 1) return sha256(Buffer.of(0), first)
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha256(Buffer.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)))
}

describe('audit: the Merkle tree', () => {
  test.each(ROOTS.map((root, at) => [at + 1, root] as const))(
    'of the first %d leaves of the known vectors has the known root',
    (size, root) => {
      const leaves = LEAVES.slice(0, size).map((hex) => Buffer.from(hex, 'hex'))
      expect(rootOf(treeOf(leaves))).toBe(root)
    },
  )

  test('of nothing has the hash of nothing', () => {
    expect(rootOf(EMPTY_TREE)).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  test('is what the recursive definition says, and has one peak for each bit of its size', () => {
    const leaves = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 })
    fc.assert(
      fc.property(leaves, (arrays) => {
        const buffers = arrays.map((bytes) => Buffer.from(bytes))
        const tree = treeOf(buffers)
        expect(rootOf(tree)).toBe(mth(buffers).toString('hex'))
        const bits = tree.size.toString(2).replaceAll('0', '').length
        expect(tree.peaks).toHaveLength(bits)
      }),
    )
  })
})
