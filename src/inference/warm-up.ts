import { MODEL_NAMES, modelEntry } from './model-files'
import { openModel } from './models'
import { openCv } from './opencv'

/** Loads every network and OpenCV into this process. @throws Error when a model file is not the one of the manifest */
export async function warmUpModels(): Promise<void> {
  const networks = MODEL_NAMES.filter((name) => modelEntry(name).kind === 'onnx')
  for (const name of networks) await openModel(name)
  await openCv()
}
