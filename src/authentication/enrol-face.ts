import { faceModelOf } from '../checks/find-faces'
import { findLiveSelfies } from '../checks/find-selfie'
import { measureChallenge } from '../checks/measure-challenge'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { liveFrames } from '../sessions/check-input'
import { answeredChallenge } from '../sessions/liveness-challenge'

type EnrolJob = { tenantId: string; sessionId: string; enrolmentId: string }

/** Finds the best live frame of the session and keeps its template, protected. Done twice, it is done once. */
export async function enrolFace(deps: Deps, { enrolmentId, ...ref }: EnrolJob): Promise<void> {
  const enrolment = await known(deps, ref.tenantId, enrolmentId)
  if (enrolment?.state !== 'PENDING') return
  const captures = await deps.captures.ofSession(ref)
  const answered = answeredChallenge(await deps.challenges.ofSession(ref), captures)
  if (answered === null || answered.captures.some(({ imageKey }) => imageKey === null)) {
    await deps.faceEnrolments.fail(enrolment, deps.now())
    return
  }
  const live = await liveFrames(deps, answered)
  const [{ image, face }] = await findLiveSelfies(deps, live, await measureChallenge(deps, live))
  if (face === null) return deps.faceEnrolments.fail(enrolment, deps.now())
  const template = await deps.faces.embed(image, face)
  const made = { model: faceModelOf(deps.models), template }
  await deps.faceEnrolments.activate(enrolment, made, deps.now())
}

/** Null: it was erased, or all of it turned off, before a worker came to it. */
async function known({ faceEnrolments }: Deps, tenantId: string, id: string) {
  try {
    return await faceEnrolments.get(tenantId, id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null
    throw error
  }
}
