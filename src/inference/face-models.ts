import type { PixelFormat } from '../vision/tensor'
import { MODEL_NAMES, type ModelName } from './model-files'

/** What turns a face into an embedding, as FACE_MODEL and `--model` name it; the first is ours to give. */
export const FACE_MODEL_NAMES = ['mobilefacenet', 'mobilefacenet+fr-feature'] as const
export type FaceModelName = (typeof FACE_MODEL_NAMES)[number]
export const DEFAULT_FACE_MODEL: FaceModelName = 'mobilefacenet'

/** A network that makes embeddings: how many numbers, and by which name it gives them. */
export type EmbeddingNetwork = {
  name: ModelName
  numbers: number
  output: string
  format: PixelFormat
}

type FaceModel = {
  /** An embedding is made of theirs, in this order. */
  networks: EmbeddingNetwork[]
  /** The back end that ships for its embeddings; no other's can be compared by it. */
  verification: ModelName
  /** What an operator who chooses it has to know. */
  caution: string | null
}

const MOBILEFACENET: EmbeddingNetwork = {
  name: 'face-embedding',
  numbers: 192,
  output: 'out0',
  format: { order: 'RGB', mean: 127.5, std: 128 },
}

const FR_FEATURE: EmbeddingNetwork = {
  name: 'face-embedding-512',
  numbers: 512,
  output: 'output',
  format: { order: 'BGR', mean: 127.5, std: 128 },
}

export const FACE_MODELS: Record<FaceModelName, FaceModel> = {
  mobilefacenet: {
    networks: [MOBILEFACENET],
    verification: 'face-verification',
    caution: null,
  },
  'mobilefacenet+fr-feature': {
    networks: [MOBILEFACENET, FR_FEATURE],
    verification: 'face-verification-704',
    caution:
      'the provenance of the weights of fr-feature is unverified: a package declares MIT, but who trained them and on what is not known (models/README.md)',
  },
}

/** The files of the manifest that are used with this face model: those that only others use are not. */
export function modelsUsed(model: FaceModelName): ModelName[] {
  const used = filesOf(model)
  const ofFaces = FACE_MODEL_NAMES.flatMap(filesOf)
  return MODEL_NAMES.filter((name) => used.includes(name) || !ofFaces.includes(name))
}

function filesOf(model: FaceModelName): ModelName[] {
  const { networks, verification } = FACE_MODELS[model]
  return [...networks.map(({ name }) => name), verification]
}
