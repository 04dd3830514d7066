import { assessRisk } from '../../src/checks/assess-risk'
import { checkRisk } from '../../src/checks/check-risk'
import type { ReadingData } from '../../src/documents/reading'
import { policyInForce } from '../../src/policies/policy-in-force'
import type { PageBehaviour } from '../../src/risk/behaviour'
import type { RiskGroup } from '../../src/risk/features'
import type { GivenDetails } from '../../src/sessions/record-risk-details'
import type { SessionRef } from '../../src/sessions/session'
import { createRandom } from '../../src/specimens/random'
import { openDatabase } from '../../src/storage/database'
import type { FaceTemplate } from '../../src/vision/face-template'
import { apiClient } from './api'
import type { TestApp } from './app'

type Shown = GivenDetails & {
  device?: string
  documentNumber?: string
  issuingState?: string
  nationality?: string
  page?: PageBehaviour
  applicantId?: string
  face?: FaceTemplate
}

export const turnOn = (app: TestApp, groups: RiskGroup[], ages: object = {}) =>
  apiClient(app.url, app.key).mutate('riskSettingsUpdate', { groups, ...ages }, 'groups')

let count = 0

/** A session that came through its checks with what it showed, assessed and stored as a worker does it. */
export async function assessedSession(app: TestApp, key: string, shown: Shown = {}) {
  count += 1
  const { device, documentNumber = `N${count}`, applicantId, face, ...rest } = shown
  const { issuingState = 'UTO', nationality, page, ...details } = rest
  const { deps } = app
  const api = apiClient(app.url, key)
  const { tenantId = '' } = (await deps.apiKeys.find(key, new Date())) ?? {}
  const owner = applicantId ?? (await api.mutate('applicantCreate', {})).result.id
  const sessionId = (await api.mutate('kycSessionCreate', { applicantId: owner })).result.id
  const ref = { tenantId, sessionId }
  if (Object.keys(details).length > 0) {
    const { userErrors } = await api.mutate('riskDetailsRecord', { sessionId, ...details })
    if (userErrors[0]) throw new Error(userErrors[0].message)
  }
  if (page) await api.mutate('pageBehaviourRecord', { sessionId, ...page })
  const at = new Date()
  const session = await deps.sessions.apply({
    session: await deps.sessions.get(ref),
    trigger: 'SUBMIT',
    at,
    actor: 'test',
  })
  if (device) await bindDevice(app, ref, device)
  const reading = readingOf(documentNumber, { issuingState, ...(nationality && { nationality }) })
  const { policy } = await policyInForce(deps, tenantId)
  const assessed = await assessRisk(
    { ...deps, policy },
    session,
    { reading, results: [], ...(face && { face }) },
    [],
    at,
  )
  const check = checkRisk(assessed && { ...assessed.score, model: assessed.found.model })
  const verification = {
    ...{
      outcome: 'APPROVED' as const,
      reasons: [],
      policyId: null,
      policySha256: null,
      policyVersion: 'p-1',
      codeVersion: 'c',
    },
    ...{ models: [], inputs: [], timings: [], checks: [], attestation: null },
    ...{ reading: { captureId: 'cap_1', data: reading, portraitKey: null } },
    ...{ country: issuingState, documentType: null },
    ...(assessed && { risk: assessed.found }),
  }
  await deps.sessions.apply({ session, trigger: 'APPROVE', at, actor: 'SYSTEM', verification })
  return { ...ref, applicantId: owner as string, assessed, check }
}

/** As if it had been registered before the submission, which then needs a signature. */
async function bindDevice(app: TestApp, ref: SessionRef, thumbprint: string): Promise<void> {
  const client = openDatabase(app.config.DATABASE_URL, 1)
  const key = { publicKey: 'k', thumbprint, createdAt: new Date() }
  await client.deviceKey.create({ data: { ...ref, ...key } })
  await client.$disconnect()
}

/**
 * A made-up face of a seed: of the shipped back end, log-likelihood ratios of two pictures of it (`noise` 0 to 0.3) are above 20,
 * and of two faces far below 0.
 */
export function madeUpFace(seed: number, noise = 0): FaceTemplate {
  const [own, other] = [createRandom(seed), createRandom(seed * 7919 + Math.round(noise * 1000))]
  const vector = Float32Array.from({ length: 192 }, () => own.normal() + noise * other.normal())
  const square = vector.reduce((sum, value) => sum + value * value, 0)
  return { vector, bias: -square / 2 - 15 }
}

/** What was read of a passport, of Utopia unless said: ERIKSSON, ANNA MARIA, born 1974-08-12. */
export function readingOf(
  documentNumber: string,
  { issuingState = 'UTO', nationality }: { issuingState?: string; nationality?: string } = {},
): ReadingData {
  const values = {
    ISSUING_STATE: issuingState,
    ...(nationality && { NATIONALITY: nationality }),
    DOCUMENT_NUMBER: documentNumber,
    SURNAME: 'ERIKSSON',
    GIVEN_NAMES: 'ANNA MARIA',
    BIRTH_DATE: '1974-08-12',
  }
  const fields = Object.entries(values).map(([name, value]) => {
    const read = { source: 'MRZ', confidence: 1, uncertain: false, box: null, captureId: 'cap_1' }
    return { name, value, ...read } as ReadingData['fields'][number]
  })
  return {
    ...{ format: 'TD3', lines: [], checkDigits: [], repaired: false, agreements: [], quality: [] },
    fields,
    outline: [] as unknown as ReadingData['outline'],
    portraitBox: null,
  }
}

/** What a reviewer sees of it now. */
export async function riskOf(app: TestApp, sessionId: string, key = app.key) {
  const shown = 'risk { risk model signals { name group value contribution evidence } }'
  return (await apiClient(app.url, key).session(sessionId, shown)).risk
}
