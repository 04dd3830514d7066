import type { Deps, ModelRef } from '../deps'
import type { Session } from '../sessions/session'
import type { KnownFace } from '../storage/risk-faces'
import type { FaceTemplate } from '../vision/face-template'

type Alike = { sessionId: string; applicantId: string }

/** How much likelier than not a hit is to be the same person, if one of all those searched is. */
const ODDS = 10

/** The face protected as the organisation's are. Only what the same networks made compares. */
export async function protectFace(
  { riskFaces, models }: Pick<Deps, 'riskFaces' | 'models'>,
  { tenantId, mode }: Session,
  face: FaceTemplate,
): Promise<KnownFace> {
  return { model: faceModelOf(models), mode, face: await riskFaces.protect(tenantId, face) }
}

/** What makes and compares templates, by its hashes. */
export function faceModelOf(models: readonly ModelRef[]): string {
  const made = models.filter(({ name }) => /^face-(embedding|verification)/.test(name))
  return made.map(({ sha256 }) => sha256.slice(0, SHORT)).join('+')
}

const SHORT = 12

/**
 * Other applicants whose face is alike. The more are searched, the more alike a stranger is found: the likelihood ratio has
 * to outweigh their number, and to be a match under the policy in any case.
 */
export async function findFaces(
  { riskFaces, faces, policy }: Pick<Deps, 'riskFaces' | 'faces' | 'policy'>,
  whose: Pick<Session, 'tenantId' | 'applicantId'>,
  known: KnownFace,
): Promise<Alike[]> {
  const count = await riskFaces.count(whose.tenantId, known)
  if (count === 0) return []
  const least = Math.max(Math.log(ODDS * count), faces.thresholdFor(policy.targetFalseMatchRate))
  return (await riskFaces.nearest(whose, known, count))
    .filter(({ template }) => {
      return faces.compare(known.face.template, template).logLikelihoodRatio >= least
    })
    .map(({ sessionId, applicantId }) => ({ sessionId, applicantId }))
}
