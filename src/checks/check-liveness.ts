import type { CheckResult } from '../decision/check-result'
import type { Deps, Face } from '../deps'
import type { RgbImage } from '../vision/geometry'

type Selfie = { image: RgbImage; face: Face | null; captureId: string }

/** Passive liveness of the selfie: one weak signal, the model's probability that the face is live. */
export async function checkLiveness(
  deps: Pick<Deps, 'faces' | 'policy'>,
  { image, face, captureId }: Selfie,
): Promise<Omit<CheckResult, 'durationMs'>> {
  const check = 'PASSIVE_LIVENESS'
  if (!face) return { check, score: null, reasons: [] }
  const score = await deps.faces.liveness(image, face)
  const { pass } = deps.policy.bars.PASSIVE_LIVENESS
  const evidence = { captureId, measured: score.toFixed(2), limit: String(pass) }
  return { check, score, reasons: [{ code: 'LIVENESS_LOW', evidence }] }
}
