import { DEFAULT_FACE_MODEL, type FaceModelName, modelsUsed } from './face-models'
import { modelEntry } from './model-files'
import { openModel } from './models'
import { openCv } from './opencv'

/**
 * Loads every network that is used with this face model, and OpenCV, into this process.
 * @throws Error when a model file is not the one of the manifest
 */
export async function warmUpModels(faceModel: FaceModelName = DEFAULT_FACE_MODEL): Promise<void> {
  const networks = modelsUsed(faceModel).filter((name) => modelEntry(name).kind === 'onnx')
  for (const name of networks) await openModel(name)
  await openCv()
}
