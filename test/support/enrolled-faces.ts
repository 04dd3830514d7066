import { faceModelOf } from '../../src/checks/find-faces'
import type { TestApp } from './app'
import { newDevice } from './device'
import { faceClient } from './face-authentication'

/** A face of chance, by the models in use. */
export function someFace({ deps }: Pick<TestApp, 'deps'>) {
  const vector = Float32Array.from({ length: 192 }, () => Math.random() - 0.5)
  return { model: faceModelOf(deps.models), template: { vector, bias: 0 } }
}

/** As if a worker had enrolled the face of an applicant. */
export async function enrolledApplicant(app: TestApp) {
  const { api } = faceClient(app, () => undefined)
  const applicantId: string = (await api.mutate('applicantCreate', {})).result.id
  return { applicantId, ...(await enrolledFrom(app, applicantId)) }
}

/** From a new session, with a new device. */
export async function enrolledFrom(app: TestApp, applicantId: string) {
  const faces = faceClient(app, () => undefined)
  const sessionId: string = (await faces.api.mutate('kycSessionCreate', { applicantId })).result.id
  const device = newDevice()
  const signed = device.registration(sessionId, await faces.nonceOf(sessionId))
  await faces.api.mutate('deviceKeyRegister', { sessionId, ...signed }, 'thumbprint')
  const { sessions, faceEnrolments, keys, now } = app.deps
  const ref = { tenantId: app.tenantId, sessionId }
  await keys.forWriting(ref)
  const deed = { actor: 'test', at: now() }
  const enrolment = await faceEnrolments.request(await sessions.get(ref), deed)
  await faceEnrolments.activate(enrolment, someFace(app), now())
  return { sessionId, device, enrolmentId: enrolment.id }
}
