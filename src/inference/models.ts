import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ModelRef } from '../deps'
import type { FloatTensor } from '../vision/tensor'
import { DEFAULT_FACE_MODEL, type FaceModelName, modelsUsed } from './face-models'
import {
  assertModelFile,
  hashOf,
  type ModelName,
  modelEntry,
  modelPath,
  modelRef,
  verifyModelFiles,
} from './model-files'

export type { FloatTensor } from '../vision/tensor'
export { type ModelName, modelPath } from './model-files'

/** A neural network ready to run; one thread, so equal inputs give equal bits. */
export type Model = {
  /** @throws Error from onnxruntime when a feed's name or dims do not fit */
  run(feeds: Record<string, FloatTensor>): Promise<Record<string, FloatTensor>>
  inputNames: string[]
  outputNames: string[]
  ref: ModelRef
}

/**
 * The model's session: opened and warmed up once per process, after the files of the whole manifest were verified.
 * @throws Error naming the model whose file is missing or differs from the manifest, before any session exists
 */
export function openModel(name: ModelName): Promise<Model> {
  const known = open.get(name)
  if (known) return known
  const opening = verifyModels().then(() => start(name))
  open.set(name, opening)
  return opening
}

/** Compares every model file with the manifest, once per process. @throws Error naming the first that differs */
export function verifyModels(): Promise<void> {
  verified ??= Promise.resolve().then(() => verifyModelFiles())
  return verified
}

/**
 * Name and hash of every file that is used with this face model, as decisions record them; `replaced` has the operator's
 * files that are used instead. @throws Error when one of these cannot be read
 */
export function modelRefs(
  faceModel: FaceModelName = DEFAULT_FACE_MODEL,
  replaced: Partial<Record<ModelName, string>> = {},
): ModelRef[] {
  return modelsUsed(faceModel).map((name) => {
    const file = replaced[name]
    return file === undefined ? modelRef(name) : { name, sha256: hashOf(file) }
  })
}

const open = new Map<ModelName, Promise<Model>>()
let verified: Promise<void> | undefined

async function start(name: ModelName): Promise<Model> {
  const entry = modelEntry(name)
  if (entry.kind !== 'onnx')
    throw new Error(`Model ${name} is a ${entry.kind} file, not a network.`)
  assertModelFile(name)
  const session = await InferenceSession.create(modelPath(name), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  })
  const model: Model = {
    run: (feeds) => runSession(session, feeds),
    inputNames: [...session.inputNames],
    outputNames: [...session.outputNames],
    ref: modelRef(name),
  }
  await warmUp(model, entry.input?.shape ?? [])
  return model
}

async function runSession(session: InferenceSession, feeds: Record<string, FloatTensor>) {
  const tensors = Object.entries(feeds).map(([name, { data, dims }]) => [
    name,
    new Tensor('float32', data, dims),
  ])
  const outputs = Object.entries(await session.run(Object.fromEntries(tensors)))
  return Object.fromEntries(outputs.map(([name, tensor]) => [name, toFloats(name, tensor)]))
}

function toFloats(name: string, { data, dims }: Tensor): FloatTensor {
  if (!(data instanceof Float32Array)) throw new Error(`Output ${name} is not float32.`)
  return { data, dims: [...dims] }
}

/** What a side that the network leaves free (-1 in the manifest) gets in the warm-up run. */
const FREE_SIDE = 64

async function warmUp(model: Model, shape: number[]): Promise<void> {
  const dims = shape.map((side) => (side < 0 ? FREE_SIDE : side))
  const size = dims.reduce((product, side) => product * side, 1)
  const zeros = { data: new Float32Array(size), dims }
  await model.run(Object.fromEntries(model.inputNames.map((name) => [name, zeros])))
}
