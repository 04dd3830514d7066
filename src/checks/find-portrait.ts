import type { CheckResult } from '../decision/check-result'
import type { Policy } from '../decision/policy'
import type { Deps, Face } from '../deps'
import type { Box, RgbImage } from '../vision/geometry'
import { quadOfBox } from '../vision/quads'

/** `area`: the whole head. */
export type Portrait = { face: Face; area: Box } | { face: null; area: null }

/** How much of the face's box is added on each side, so that the cut-out shows the head. */
const MARGIN = 0.35

/** The portrait on the document: the largest face. */
export async function findPortrait(
  { faces }: Pick<Deps, 'faces'>,
  page: RgbImage,
): Promise<Portrait> {
  const [face = null] = await faces.find(page)
  return face === null ? { face, area: null } : { face, area: headAround(face.box) }
}

/** The portrait is there, and large enough: its score is the height of the face in pixels. */
export function checkPortrait(
  { face, area }: Portrait,
  captureId: string,
  { bars }: Pick<Policy, 'bars'>,
): Omit<CheckResult, 'durationMs'> {
  const check = 'PORTRAIT_PRESENT'
  if (!face)
    return {
      check,
      score: null,
      reasons: [{ code: 'PORTRAIT_NOT_FOUND', evidence: { captureId } }],
    }
  const height = Math.round(face.box.height)
  const limit = `${bars.PORTRAIT_PRESENT.pass} px`
  const evidence = { captureId, box: quadOfBox(area), measured: `${height} px`, limit }
  return { check, score: height, reasons: [{ code: 'PORTRAIT_TOO_SMALL', evidence }] }
}

function headAround({ x, y, width, height }: Box): Box {
  return {
    x: x - width * MARGIN,
    y: y - height * MARGIN,
    width: width * (1 + 2 * MARGIN),
    height: height * (1 + 2 * MARGIN),
  }
}
