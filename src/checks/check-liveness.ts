import type { CheckResult, Reason } from '../decision/check-result'
import type { ReasonCode } from '../decision/reasons'
import type { Deps, Face } from '../deps'
import type { RgbImage } from '../vision/geometry'
import { quadOfBox } from '../vision/quads'
import {
  borderCue,
  fuseLiveness,
  gamutCue,
  moireCue,
  type RecaptureCue,
  type RecaptureCueName,
  raisedInMost,
} from '../vision/recapture-cues'
import type { Selfie } from './find-selfie'

/** What one picture shows: the network's probability that the face is live, and the traces of paper and screens. */
export type PassiveLiveness = { network: number; cues: RecaptureCue[] }

const CODES: Record<RecaptureCueName, ReasonCode> = {
  MOIRE: 'RECAPTURE_MOIRE',
  BORDER: 'RECAPTURE_BORDER',
  GAMUT: 'RECAPTURE_PALE',
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

/** `edges`: whether the edges of a sheet or screen are looked for, which takes longest; once is enough. */
export async function passiveLiveness(
  { faces, documents }: Pick<Deps, 'faces' | 'documents'>,
  image: RgbImage,
  face: Face,
  edges: boolean,
): Promise<PassiveLiveness> {
  const moire = moireCue(image, face.box)
  const cues = [...(moire ? [moire] : []), gamutCue(image, face.box)]
  if (edges) {
    const outline = await documents.findOutline(image, { faceBox: quadOfBox(face.box) })
    cues.push(borderCue(outline.kind === 'FOUND' ? outline.quad : null, face.box))
  }
  return { network: await faces.liveness(image, face), cues }
}

function reasonOf({ name, value, limit, unit, box }: RecaptureCue, captureId: string): Reason {
  const measured = `${Number(value.toFixed(1))} ${unit}`
  return {
    code: CODES[name],
    evidence: { captureId, measured, limit: `under ${limit} ${unit}`, box },
  }
}
