import { readFileSync } from 'node:fs'
import { modelPath } from '../../src/inference/model-files'
import { createRandom, type Random } from '../../src/specimens/random'

/** Templates of made-up people, `size` numbers each, one after the other; the last number of each is its bias. */
export type MadeUp = {
  size: number
  person(): Float32Array
  picture(person: Float32Array): Float32Array
}

/** What the shipped back end reaches on photographs of LFW (docs/faces.md): true accepts at a false accept rate of 1e-4. */
const TRUE_ACCEPTS = 0.9799
const FALSE_ACCEPTS = 1e-4

/**
 * Templates drawn to be like real ones: along each axis of the shipped verification model people differ as it learned (its
 * between-person variance, in units of that within a person), and pictures of one person differ by normal noise, so much
 * stronger than it learned that strangers and one person are as hard to tell apart as on LFW. What is not like real ones:
 * noise that is normal and the same for all, and no relatives or look-alikes.
 */
export function madeUpFaces(seed: number): MadeUp & { noise: number } {
  const weights = biasWeights()
  const random = createRandom(seed)
  let [low, high] = [1, 12]
  for (let round = 0; round < 14; round++) {
    const middle = (low + high) / 2
    const faces = drawnFrom(weights, createRandom(7), middle)
    if (trueAccepts(faces) > TRUE_ACCEPTS) low = middle
    else high = middle
  }
  return { ...drawnFrom(weights, random, low), noise: low }
}

/** The log-likelihood ratio, but for what all pairs share. */
export function alike(a: Float32Array, b: Float32Array, from = 0): number {
  const size = a.length - 1
  let sum = (a[size] ?? 0) + (b[from + size] ?? 0)
  for (let index = 0; index < size; index++) sum += (a[index] ?? 0) * (b[from + index] ?? 0)
  return sum
}

function drawnFrom(weights: Float32Array, random: Random, noise: number): MadeUp {
  const size = weights.length
  // A bias weight is -b / (2 (1 + b)) for a between-person variance of b; a number weighs √(b / (1 + 2 b)).
  const between = weights.map((weight) => (-2 * weight) / (1 + 2 * weight))
  const scales = between.map((b) => Math.sqrt(b / (1 + 2 * b)))
  return {
    size,
    person: () => between.map((b) => Math.sqrt(b) * random.normal()),
    picture(person) {
      const template = new Float32Array(size + 1)
      let bias = 0
      for (let index = 0; index < size; index++) {
        const value = (person[index] ?? 0) + Math.sqrt(noise) * random.normal()
        const scaled = (scales[index] ?? 0) * value
        template[index] = scaled
        bias += (weights[index] ?? 0) * scaled * scaled
      }
      template[size] = bias
      return template
    },
  }
}

const PEOPLE = 1500

function trueAccepts(faces: MadeUp): number {
  const people = Array.from({ length: PEOPLE }, faces.person)
  const [first, second] = [people.map(faces.picture), people.map(faces.picture)]
  const strangers: number[] = []
  for (const [at, a] of first.entries())
    for (let step = 1; step <= 40; step++) {
      const other = second[(at + step) % PEOPLE]
      if (other) strangers.push(alike(a, other))
    }
  strangers.sort((a, b) => b - a)
  const bar = strangers[Math.floor(FALSE_ACCEPTS * strangers.length)] ?? 0
  const own = first.map((a, at) => alike(a, second[at] ?? a))
  return own.filter((score) => score > bar).length / PEOPLE
}

function biasWeights(): Float32Array {
  const file = JSON.parse(readFileSync(modelPath('face-verification'), 'utf8'))
  const bytes = Uint8Array.from(Buffer.from(file.biasWeights, 'base64'))
  return new Float32Array(bytes.buffer)
}
