import { createCipheriv } from 'node:crypto'
import type { FaceTemplate } from '../vision/face-template'
import { hkdf } from './hkdf'
import { protectTemplates } from './protect-template'

/** Bits of a code. */
export const CODE_BITS = 1536

/** `code`: CODE_BITS signs as a text of 0 and 1; two of one person differ in few. */
export type ProtectedFace = { template: FaceTemplate; code: string }

/**
 * Protects templates for a search: the template turned by a rotation of the key, and on which side of CODE_BITS planes of the key
 * it lies (Charikar 2002). The share of planes between two templates is the angle between them over π, so codes tell those
 * angles, and to whoever lacks the key nothing else.
 * @param key 32 secret bytes
 * @param size how many numbers a template has
 */
export function protectFaces(key: Uint8Array, size: number): (face: FaceTemplate) => ProtectedFace {
  const derived = (purpose: string) =>
    hkdf(key, { info: `countersign face search v1|${purpose}`, byteLength: 32 })
  const rotate = protectTemplates(derived('rotation'), size)
  const code = faceCodes(derived('planes'), size)
  return (face) => ({ template: rotate(face), code: code(face.vector) })
}

/** The codes alone. */
export function faceCodes(key: Uint8Array, size: number): (vector: Float32Array) => string {
  const planes = normals(key, CODE_BITS * size)
  return (vector) => codeOf(planes, vector)
}

function codeOf(planes: Float32Array, vector: Float32Array): string {
  const size = vector.length
  const bits = Buffer.alloc(CODE_BITS)
  for (let plane = 0; plane < CODE_BITS; plane++) {
    let sum = 0
    for (let index = 0; index < size; index++)
      sum += (planes[plane * size + index] ?? 0) * (vector[index] ?? 0)
    bits[plane] = sum > 0 ? ONE : ZERO
  }
  return bits.toString('latin1')
}

const [ZERO, ONE] = [0x30, 0x31]
const BYTES = 4

/** Standard normal numbers, the same for the same key (Box and Muller 1958, from AES-256-CTR). */
function normals(key: Uint8Array, count: number): Float32Array {
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  const stream = cipher.update(Buffer.alloc(2 * BYTES * count))
  const uniform = (at: number) => (stream.readUInt32LE(BYTES * at) + 0.5) / 2 ** 32
  return Float32Array.from({ length: count }, (_, at) => {
    return Math.sqrt(-2 * Math.log(uniform(2 * at))) * Math.cos(2 * Math.PI * uniform(2 * at + 1))
  })
}
