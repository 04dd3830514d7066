import { Option } from 'commander'
import {
  DEFAULT_FACE_MODEL,
  FACE_MODEL_NAMES,
  FACE_MODELS,
  type FaceModelName,
} from '../inference/face-models'

/** `--model`, as FACE_MODEL is for a server. */
export function faceModelOption(): Option {
  const cautions = FACE_MODEL_NAMES.flatMap((name) => {
    const { caution } = FACE_MODELS[name]
    return caution ? [`${name}: ${caution}`] : []
  })
  return new Option(
    '--model <name>',
    `the network that makes face templates. Of ${cautions.join('. Of ')}`,
  )
    .choices(FACE_MODEL_NAMES)
    .default(DEFAULT_FACE_MODEL)
}

/** What is said on stderr by a command that uses the model, when there is something to say against it. */
export function warnOfModel(name: FaceModelName): void {
  const { caution } = FACE_MODELS[name]
  if (caution) process.stderr.write(`Careful with ${name}: ${caution}.\n`)
}
