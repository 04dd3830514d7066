import { AppError } from '../../src/errors'
import { lookForFaces } from '../../src/inference/face-detection'
import { createFaces } from '../../src/inference/faces'
import { createImages } from '../../src/inference/images'
import { type ModelName, openModel } from '../../src/inference/models'
import type { RgbImage } from '../../src/vision/geometry'
import { type Cost, timed } from '../processor-time'
import type { FaceMatch } from './contestant'

/** The networks of a face match. */
export const FACE_NETWORKS = [
  'face-detection',
  'face-mesh',
  'face-embedding',
  'face-liveness',
] as const satisfies ModelName[]

/** Countersign's own face match, as the checks do it, in its stages. Everything is loaded beforehand. */
export async function openOurMatch(): Promise<FaceMatch> {
  const images = createImages()
  const faces = createFaces()
  const runs = await countRuns()
  return async (question) => {
    const stages: Record<string, Cost> = {}
    const parts: Record<string, Cost> = {}
    const before = { ...runs }
    const [document, selfie] = await timed(stages, 'decode', async () => [
      await images.decode(question.document),
      await images.decode(question.selfie),
    ])
    const [portrait] = await timed(stages, 'find on document', () => faces.find(document))
    const [face] = await timed(stages, 'find on selfie', () => faces.find(selfie))
    if (!portrait || !face) throw new AppError('INVALID', 'There is a picture without a face.')
    const a = await timed(stages, 'embed portrait', () => faces.embed(document, portrait))
    const b = await timed(stages, 'embed selfie', () => faces.embed(selfie, face))
    const { logLikelihoodRatio } = await timed(stages, 'compare', () => faces.compare(a, b))
    await timed(stages, 'liveness', () => faces.liveness(selfie, face))
    const ran = FACE_NETWORKS.map((name) => [name, runs[name] - before[name]])
    await timed(parts, 'detect on document', () => detect(document))
    await timed(parts, 'detect on selfie', () => detect(selfie))
    return { stages, score: logLikelihoodRatio, parts, runs: Object.fromEntries(ran) }
  }
}

/** How often each network ran so far; it is one session for the whole process, so counting there misses nothing. */
async function countRuns(): Promise<Record<(typeof FACE_NETWORKS)[number], number>> {
  const runs = { 'face-detection': 0, 'face-mesh': 0, 'face-embedding': 0, 'face-liveness': 0 }
  for (const name of FACE_NETWORKS) {
    const model = await openModel(name)
    const { run } = model
    model.run = (feeds) => {
      runs[name]++
      return run(feeds)
    }
  }
  return runs
}

/** Detection without landmarks, up to the first face. */
async function detect(image: RgbImage): Promise<void> {
  for await (const { detections } of lookForFaces(image)) if (detections.length > 0) return
}
