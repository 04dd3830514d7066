import type { CheckResult } from '../decision/check-result'
import type { Deps, Face } from '../deps'
import type { RgbImage } from '../vision/geometry'

type Portrait = { image: RgbImage; face: Face | null }
type Selfie = Portrait & { captureId: string }

/**
 * Compares portrait and selfie. The score is -log10 of the share of strangers that look as alike, so 4 means one
 * in 10 000; the likelihood ratio itself is not kept, since raw scores leak templates.
 */
export async function matchFaces(
  deps: Pick<Deps, 'faces' | 'policy'>,
  portrait: Portrait,
  selfie: Selfie,
): Promise<Omit<CheckResult, 'durationMs'>> {
  const check = 'FACE_MATCH'
  const { captureId } = selfie
  if (!selfie.face)
    return {
      check,
      score: null,
      reasons: [{ code: 'SELFIE_FACE_NOT_FOUND', evidence: { captureId } }],
    }
  if (!portrait.face) return { check, score: null, reasons: [] }
  const { falseMatchRate: share } = deps.faces.compare(
    await deps.faces.embed(portrait.image, portrait.face),
    await deps.faces.embed(selfie.image, selfie.face),
  )
  const evidence = {
    captureId,
    measured: oneIn(share),
    limit: oneIn(deps.policy.targetFalseMatchRate),
  }
  return { check, score: -Math.log10(share), reasons: [{ code: 'FACE_MISMATCH', evidence }] }
}

function oneIn(share: number): string {
  return `1 in ${Math.round(1 / share)} strangers looks as alike`
}
