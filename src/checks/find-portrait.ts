import type { CheckResult } from '../decision/check-result'
import type { Deps, Face } from '../deps'
import type { Box, RgbImage } from '../vision/geometry'
import { quadOfBox } from '../vision/quads'

export type Portrait = {
  face: Face | null
  area: Box | null
  result: Omit<CheckResult, 'durationMs'>
}

/** How much of the face's box is added on each side, so that the cut-out shows the head. */
const MARGIN = 0.35

/** The portrait on the document: the largest face, scored by its height in pixels. */
export async function findPortrait(
  deps: Pick<Deps, 'faces' | 'policy'>,
  page: RgbImage,
  captureId: string,
): Promise<Portrait> {
  const check = 'PORTRAIT_PRESENT'
  const [face = null] = await deps.faces.find(page)
  if (!face)
    return {
      face,
      area: null,
      result: {
        check,
        score: null,
        reasons: [{ code: 'PORTRAIT_NOT_FOUND', evidence: { captureId } }],
      },
    }
  const height = Math.round(face.box.height)
  const limit = `${deps.policy.bars.PORTRAIT_PRESENT.pass} px`
  const area = headAround(face.box)
  const evidence = { captureId, box: quadOfBox(area), measured: `${height} px`, limit }
  return {
    face,
    area,
    result: { check, score: height, reasons: [{ code: 'PORTRAIT_TOO_SMALL', evidence }] },
  }
}

function headAround({ x, y, width, height }: Box): Box {
  return {
    x: x - width * MARGIN,
    y: y - height * MARGIN,
    width: width * (1 + 2 * MARGIN),
    height: height * (1 + 2 * MARGIN),
  }
}
