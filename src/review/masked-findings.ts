import { policyFor } from '../decision/apply-overrides'
import type { Deps } from '../deps'
import type { FieldAgreement, PlacedField, ReadingData } from '../documents/reading'
import { defaultPolicy, policyOfDecision } from '../policies/policy-in-force'
import type { ReviewCase } from '../storage/review-cases'

type World = Pick<Deps, 'results' | 'policies' | 'policy'>

/** A field without what it says. */
export type MaskedField = Omit<PlacedField, 'value'> & { length: number }

/** One in so many strangers looks as alike as the two faces do; one in so many is asked for. */
export type FaceOdds = { oneIn: number; neededOneIn: number }

/**
 * What a reviewer is shown of what was found, before anything of the person is: no value of a field, no number of the document.
 */
export type MaskedFindings = Pick<ReadingData, 'outline' | 'portraitBox'> & {
  captureId: string
  fields: MaskedField[]
  agreements: FieldAgreement[]
  checkDigits: { field: string; valid: boolean }[]
  faces: NonNullable<ReadingData['faces']>
  odds: FaceOdds | null
}

/** Null where nothing was read. */
export async function maskedFindings(
  deps: World,
  { tenantId, sessionId, epoch }: ReviewCase,
): Promise<MaskedFindings | null> {
  const ref = { tenantId, sessionId }
  const reading = await deps.results.latestReading(ref)
  if (reading === null) return null
  const { fields, agreements, checkDigits, outline, portraitBox, faces } = reading.data
  return {
    captureId: reading.captureId,
    fields: fields.map(({ value, ...field }) => ({ ...field, length: value.length })),
    agreements,
    checkDigits: checkDigits.map(({ field, valid }) => ({ field, valid })),
    outline,
    portraitBox,
    faces: faces ?? { portrait: null, selfie: null },
    odds: await oddsOf(deps, ref, epoch),
  }
}

/** The score of FACE_MATCH is -log10 of the share of strangers that look as alike (checks/match-faces.ts). */
async function oddsOf(
  deps: World,
  ref: { tenantId: string; sessionId: string },
  epoch: number,
): Promise<FaceOdds | null> {
  const checks = await deps.results.checks(ref, epoch)
  const score = checks.find(({ name }) => name === 'FACE_MATCH')?.score ?? null
  if (score === null) return null
  const decided = (await deps.results.decisions(ref)).find((each) => each.epoch === epoch)
  const { policy } = decided ? await policyOfDecision(deps, decided) : defaultPolicy(deps)
  const { country = null, documentType = null } = decided ?? {}
  const { targetFalseMatchRate } = policyFor(policy, { country, documentType })
  return { oneIn: 10 ** score, neededOneIn: 1 / targetFalseMatchRate }
}
