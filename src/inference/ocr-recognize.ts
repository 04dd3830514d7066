import type { Glyph } from '../documents/mrz/glyph'
import type { RgbImage } from '../vision/geometry'
import type { Model } from './models'

/** Height in pixels of the lines PP-OCRv4's recogniser reads. */
export const LINE_HEIGHT_PX = 48

/** Characters, and the recogniser's classes that stand for each: their probabilities are added up. */
export type Alphabet = { chars: string[]; classes: number[][] }

/**
 * Reads one line of text 48 pixels high (PP-OCRv4 recognition; CTC with the classes masked to the alphabet). A glyph's
 * confidence is the network's own probability for it among all its classes: low where the mask overruled it.
 */
export async function recognizeLine(
  model: Model,
  line: RgbImage,
  alphabet: Alphabet,
): Promise<Glyph[]> {
  const input = model.inputNames[0] ?? ''
  const dims = [1, 3, line.height, line.width]
  const outputs = await model.run({ [input]: { data: toTensor(line), dims } })
  const output = outputs[model.outputNames[0] ?? '']
  if (output === undefined) throw new Error('The text recogniser gave no output.')
  const [, steps = 0, classes = 0] = output.dims
  return decodeCtc(output.data, steps, classes, alphabet)
}

/** BGR planes, -1..1, as the network was trained. */
function toTensor({ width, height, data }: RgbImage): Float32Array {
  const count = width * height
  const tensor = new Float32Array(count * 3)
  for (let i = 0; i < count; i++)
    for (let channel = 0; channel < 3; channel++)
      tensor[(2 - channel) * count + i] = (data[i * 3 + channel] ?? 0) / 127.5 - 1
  return tensor
}

type Run = { index: number; from: number; to: number; best: number; confidence: number }

function decodeCtc(
  data: Float32Array,
  steps: number,
  classes: number,
  alphabet: Alphabet,
): Glyph[] {
  const runs: Run[] = []
  for (let step = 0; step < steps; step++) {
    const { index, confidence } = bestOf(data, step * classes, alphabet.classes)
    const last = runs[runs.length - 1]
    if (last?.index !== index) runs.push({ index, from: step, to: step, best: step, confidence })
    else extend(last, step, confidence)
  }
  return runs.flatMap(({ index, from, to, best, confidence }) => {
    const char = alphabet.chars[index]
    const at = ((from + to) / 2 + 0.5) / steps
    const scores = alphabet.classes.map((labels) => scoreAt(data, best * classes, labels))
    return char === undefined ? [] : [{ char, confidence, at, repaired: false, scores }]
  })
}

/** A character lasts several steps; what counts is the step that is surest of it. */
function extend(run: Run, step: number, confidence: number): void {
  run.to = step
  if (confidence <= run.confidence) return
  run.confidence = confidence
  run.best = step
}

/**
 * The likeliest of the alphabet, by its index, or -1 for the blank: where it is likelier than the whole alphabet
 * together. A network that wavers between C and 0 is sure that there is a character.
 */
function bestOf(data: Float32Array, offset: number, allowed: number[][]) {
  let index = -1
  let confidence = 0
  let mass = 0
  for (const [i, labels] of allowed.entries()) {
    const probability = scoreAt(data, offset, labels)
    mass += probability
    if (probability <= confidence) continue
    index = i
    confidence = probability
  }
  const blank = data[offset] ?? 0
  return blank >= mass ? { index: -1, confidence: blank } : { index, confidence }
}

function scoreAt(data: Float32Array, offset: number, labels: number[]): number {
  return labels.reduce((sum, label) => sum + (data[offset + label] ?? 0), 0)
}
