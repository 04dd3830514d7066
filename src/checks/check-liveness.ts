import type { CheckResult, Reason } from '../decision/check-result'
import type { ReasonCode } from '../decision/reasons'
import type { Deps, Face } from '../deps'
import type { Box, Quad, RgbImage } from '../vision/geometry'
import { quadOfBox, scaleQuad } from '../vision/quads'
import {
  borderCue,
  fuseLiveness,
  gamutCue,
  moireCue,
  type RecaptureCue,
  type RecaptureCueName,
  raisedInMost,
  specularCue,
} from '../vision/recapture-cues'
import { shrink } from '../vision/shrink'
import type { Selfie } from './find-selfie'

/** What one picture shows: the network's probability that the face is live, and the traces of paper and screens. */
export type PassiveLiveness = { network: number; cues: RecaptureCue[] }

const CODES: Record<RecaptureCueName, ReasonCode> = {
  MOIRE: 'RECAPTURE_MOIRE',
  BORDER: 'RECAPTURE_BORDER',
  GAMUT: 'RECAPTURE_PALE',
  SPECULAR: 'RECAPTURE_GLOSS',
}

/**
 * Passive liveness (presentation attack detection, ISO/IEC 30107-3) of one picture or of several: the network's probability,
 * averaged, held down by traces of paper and screens. A weak signal: it sends to a person and never rejects.
 */
export async function checkLiveness(
  deps: Pick<Deps, 'faces' | 'documents' | 'policy'>,
  frames: readonly Omit<Selfie, 'others'>[],
): Promise<Omit<CheckResult, 'durationMs'>> {
  const check = 'PASSIVE_LIVENESS'
  const seen: PassiveLiveness[] = []
  for (const { image, face } of frames)
    if (face) seen.push(await passiveLiveness(deps, image, face, seen.length === 0))
  const cues = seen.map((frame) => frame.cues)
  const score = fuseLiveness(
    seen.map(({ network }) => network),
    cues,
  )
  const captureId = frames[0]?.captureId ?? ''
  if (score === null) return { check, score, reasons: [] }
  const { pass } = deps.policy.bars.PASSIVE_LIVENESS
  const low = { captureId, measured: score.toFixed(2), limit: String(pass) }
  const traces = raisedInMost(cues).map((cue) => reasonOf(cue, captureId))
  return { check, score, reasons: [...traces, { code: 'LIVENESS_LOW', evidence: low }] }
}

/** `edges`: whether the edges of a sheet or screen are looked for; once is enough. */
export async function passiveLiveness(
  { faces, documents }: Pick<Deps, 'faces' | 'documents'>,
  image: RgbImage,
  face: Face,
  edges: boolean,
): Promise<PassiveLiveness> {
  const onFace = [moireCue, gamutCue, specularCue].map((cue) => cue(image, face.box))
  const cues = onFace.filter((cue) => cue !== null)
  if (edges) cues.push(borderCue(await sheetAround(documents, image, face.box), face.box))
  return { network: await faces.liveness(image, face), cues }
}

/** A picture is halved until its longer side would be shorter: what a face is printed or shown on is large in it. */
const COARSE_PX = 320

/** The four edges of a card's shape around a face, in pixels of the image. */
async function sheetAround(
  documents: Pick<Deps['documents'], 'findOutline'>,
  image: RgbImage,
  face: Box,
): Promise<Quad | null> {
  const { width, height } = image
  const factor = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(width, height) / COARSE_PX)))
  const coarse = factor === 1 ? image : shrink(image, { x: 0, y: 0, width, height }, factor)
  const faceBox = scaleQuad(quadOfBox(face), 1 / factor)
  const outline = await documents.findOutline(coarse, { faceBox })
  return outline.kind === 'FOUND' ? scaleQuad(outline.quad, factor) : null
}

function reasonOf({ name, value, limit, unit, box }: RecaptureCue, captureId: string): Reason {
  const measured = `${Number(value.toFixed(1))} ${unit}`
  return {
    code: CODES[name],
    evidence: { captureId, measured, limit: `under ${limit} ${unit}`, box },
  }
}
