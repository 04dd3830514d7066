import { createCipheriv } from 'node:crypto'
import type { FaceTemplate } from '../vision/face-template'
import { hkdf } from './hkdf'

/** Turns templates into protected ones, all by the same secret rotation. */
export type TemplateProtection = (template: FaceTemplate) => FaceTemplate

const KEY_BYTES = 32
const BYTES = 4

/**
 * Protection of face templates by a rotation that only the key knows (a keyed orthonormal projection, ISO/IEC 24745): two
 * protected with one key compare exactly as before, for rotations keep products; with different keys they have nothing
 * in common, so a template that got out is revoked by a new key. It does not replace encryption: who has the key, or some
 * hundred pairs of templates before and after, undoes it.
 *
 * The rotation is uniform over all of them (Haar): Householder reflections that bring axis after axis to a random direction
 * of what is left (Stewart 1980), drawn from AES-256-CTR under a key derived by HKDF-SHA-256.
 * @param key 32 secret bytes, one key per tenant
 * @param size how many numbers a template has
 * @throws RangeError when the key has another length
 */
export function protectTemplates(key: Uint8Array, size: number): TemplateProtection {
  if (key.length !== KEY_BYTES) throw new RangeError(`The key must have ${KEY_BYTES} bytes.`)
  const normals = normalStream(key, size)
  const mirrors = Array.from({ length: size }, (_, index) => {
    const direction = Float64Array.from({ length: size - index }, normals)
    return { from: index, mirror: mirrorTo(direction) }
  }).reverse()
  return ({ vector, bias }) => {
    const turned = Float64Array.from(vector)
    for (const { from, mirror } of mirrors) reflect(turned, from, mirror)
    return { vector: Float32Array.from(turned), bias }
  }
}

/** The normal of the plane that mirrors the first axis to the direction or its opposite; a single number is a sign. */
function mirrorTo(direction: Float64Array): Float64Array {
  const first = direction[0] ?? 0
  if (direction.length > 1) direction[0] = first + Math.sign(first) * Math.hypot(...direction)
  return direction
}

/** Mirrors the part from `from` on. */
function reflect(numbers: Float64Array, from: number, mirror: Float64Array): void {
  if (mirror.length === 1) {
    numbers[from] = (numbers[from] ?? 0) * Math.sign(mirror[0] ?? 1)
    return
  }
  let product = 0
  let square = 0
  mirror.forEach((value, index) => {
    product += value * (numbers[from + index] ?? 0)
    square += value * value
  })
  mirror.forEach((value, index) => {
    numbers[from + index] = (numbers[from + index] ?? 0) - ((2 * product) / square) * value
  })
}

/** Standard normal numbers, the same for the same key (Box and Muller 1958). */
function normalStream(key: Uint8Array, size: number): () => number {
  const info = `countersign template protection v1|${size}`
  const derived = hkdf(key, { info, byteLength: KEY_BYTES })
  const cipher = createCipheriv('aes-256-ctr', derived, Buffer.alloc(16))
  // Two numbers of four bytes for each of size + (size - 1) + … + 1 normal ones, at once: calls cost more than bytes.
  const stream = cipher.update(Buffer.alloc(BYTES * size * (size + 1)))
  let at = 0
  const uniform = () => {
    at += BYTES
    return (stream.readUInt32LE(at - BYTES) + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}
