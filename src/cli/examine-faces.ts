import type { Config } from '../config'
import { FACE_MODELS } from '../inference/face-models'
import { openVerification } from '../inference/face-verification'
import { assertModelFile } from '../inference/model-files'
import type { Finding } from './doctor'

/**
 * How faces are compared, and what the operator has to know of it.
 * @throws Error when the network's file is missing, AppError when the back end is not for it
 */
export async function examineFaces({ FACE_MODEL, FACE_VERIFICATION }: Config): Promise<Finding> {
  const part = 'faces'
  const { networks, caution } = FACE_MODELS[FACE_MODEL]
  for (const { name } of networks) assertModelFile(name)
  openVerification(FACE_MODEL, FACE_VERIFICATION)
  const backEnd = FACE_VERIFICATION ? `the back end ${FACE_VERIFICATION}` : 'the back end we fitted'
  if (caution === null)
    return { part, state: 'ok', says: `compared by ${FACE_MODEL} and ${backEnd}` }
  return {
    part,
    state: 'warning',
    says: `compared by ${FACE_MODEL} and ${backEnd}; ${caution}`,
    advice: 'Use it only if you may and mean to; without FACE_MODEL the default is used.',
  }
}
