import type { CheckResult } from '../decision/check-result'
import type { Deps } from '../deps'
import type { MrzReading } from '../documents/reading'
import type { Mode } from '../sessions/session'
import { crop } from '../vision/crop'
import type { Quad, RgbImage } from '../vision/geometry'
import { checkDocument } from './check-document'
import { checkLiveness } from './check-liveness'
import { findPortrait, type Portrait, quadOf } from './find-portrait'
import { matchFaces } from './match-faces'

const PORTRAIT_QUALITY = 92

export type CheckInput = {
  mode: Mode
  today: string
  document: { captureId: string; bytes: Uint8Array }
  selfie: { captureId: string; bytes: Uint8Array }
}

export type Findings = {
  results: CheckResult[]
  reading: MrzReading | null
  portrait: { box: Quad; jpeg: Uint8Array } | null
  /** Wall-clock milliseconds per step. */
  timings: Timing[]
}

export type Timing = { step: string; durationMs: number }

/**
 * Runs every check on one document and one selfie. Each gives one result: a score, or why there is none. What
 * throws here is a fault of ours, never of the images.
 */
export async function runChecks(
  deps: Pick<Deps, 'images' | 'documents' | 'faces' | 'policy'>,
  input: CheckInput,
): Promise<Findings> {
  const watch = stopwatch()
  const page = await watch.time('decodeDocument', () => deps.images.decode(input.document.bytes))
  const selfie = await watch.time('decodeSelfie', () => deps.images.decode(input.selfie.bytes))
  const reading = await watch.time('readMrz', () => deps.documents.readMrz(page))
  const documentFacts = {
    captureId: input.document.captureId,
    reading,
    today: input.today,
    mode: input.mode,
  }
  const documentResults = checkDocument(documentFacts)
  const portrait = await watch.time('findPortrait', () =>
    findPortrait(deps, page, input.document.captureId),
  )
  const faces = await watch.time('findSelfieFaces', () => deps.faces.find(selfie))
  const live = { image: selfie, face: faces[0] ?? null, captureId: input.selfie.captureId }
  const match = await watch.time('matchFaces', () =>
    matchFaces(deps, { image: page, face: portrait.face }, live),
  )
  const liveness = await watch.time('passiveLiveness', () => checkLiveness(deps, live))
  const { timings } = watch
  const timed = [
    ...documentResults.map((result) => ({
      ...result,
      durationMs: result.check === 'MRZ_READABLE' ? watch.of('readMrz') : 0,
    })),
    { ...portrait.result, durationMs: watch.of('findPortrait') },
    { ...match, durationMs: watch.of('findSelfieFaces') + watch.of('matchFaces') },
    { ...liveness, durationMs: watch.of('passiveLiveness') },
  ]
  return { results: timed, reading, portrait: await cutOut(deps, page, portrait), timings }
}

async function cutOut(
  deps: Pick<Deps, 'images'>,
  page: RgbImage,
  portrait: Portrait,
): Promise<Findings['portrait']> {
  const { area } = portrait
  if (!area) return null
  return { box: quadOf(area), jpeg: await deps.images.encode(crop(page, area), PORTRAIT_QUALITY) }
}

function stopwatch() {
  const timings: Timing[] = []
  return {
    timings,
    of: (step: string) => timings.find((timing) => timing.step === step)?.durationMs ?? 0,
    async time<T>(step: string, work: () => Promise<T>): Promise<T> {
      const start = performance.now()
      const result = await work()
      timings.push({ step, durationMs: Math.round(performance.now() - start) })
      return result
    },
  }
}
