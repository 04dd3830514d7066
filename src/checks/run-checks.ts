import { policyFor } from '../decision/apply-overrides'
import type { CheckName, CheckResult } from '../decision/check-result'
import { passes } from '../decision/decide'
import { barOf } from '../decision/policy'
import type { Deps } from '../deps'
import type { DocumentType } from '../documents/document-type'
import { type Origin, originOf } from '../documents/origin'
import type { ReadingData } from '../documents/reading'
import type { Mode } from '../sessions/session'
import { crop } from '../vision/crop'
import type { FaceTemplate } from '../vision/face-template'
import type { Quad, RgbImage } from '../vision/geometry'
import { quadOfBox } from '../vision/quads'
import { checkActiveLiveness } from './check-active-liveness'
import { type ChipCapture, checkChip, matchChipPortrait, readChipCapture } from './check-chip'
import { checkDocument } from './check-document'
import { checkLiveness } from './check-liveness'
import { qualityOf } from './check-quality'
import { checkRisk } from './check-risk'
import { checkSelfie } from './check-selfie'
import type { DocumentFacts } from './document-facts'
import { documentFindings } from './document-findings'
import { checkPortrait, findPortrait, type Portrait } from './find-portrait'
import { findLiveSelfies, findSelfie, type Selfie } from './find-selfie'
import { matchFaces } from './match-faces'
import { type ChallengeFrames, type MeasuredChallenge, measureChallenge } from './measure-challenge'
import { placeFaces } from './place-faces'
import { readSide } from './read-side'
import { type Stopwatch, stopwatch, type Timing } from './stopwatch'

const PORTRAIT_QUALITY = 92

export type CheckInput = {
  mode: Mode
  today: string
  declaredType: DocumentType | null
  front: Picture
  back: Picture | null
  applicant: Applicant
  chip?: ChipCapture
  /** Whether the face is wanted as it is compared, to be looked for among others. */
  wantsFace?: boolean
}

/** How the applicant's face came: one selfie, or the frames of a liveness challenge, which then stand for it. */
export type Applicant = { selfie: Picture } | { live: ChallengeFrames }

/** An image that `images.normalize` made, and the capture it belongs to. */
export type Picture = { captureId: string; bytes: Uint8Array }

export type Findings = {
  results: CheckResult[]
  reading: ReadingData
  origin: Origin
  portrait: { box: Quad; jpeg: Uint8Array } | null
  /** The applicant's, where it was wanted and there is one. */
  face?: FaceTemplate
  /** Wall-clock milliseconds per step; steps of document and selfie overlap. */
  timings: Timing[]
}

type CheckDeps = Pick<Deps, 'images' | 'documents' | 'faces' | 'chips' | 'policy'>

/**
 * Runs every check on one document, its chip where there is one, and one applicant. Each gives one result: a score, or
 * why there is none. What throws here is a fault of ours, never of the images. `deps.policy`: the one in force; limits are
 * as it has them for this document.
 */
export async function runChecks(deps: CheckDeps, input: CheckInput): Promise<Findings> {
  const watch = stopwatch()
  const page = await watch.time('decodeFront', () => deps.images.decode(input.front.bytes))
  const [{ facts, portrait }, { selfies, challenge }] = await Promise.all([
    readDocument(deps, watch, input, page),
    lookAtApplicant(deps, watch, input.applicant),
  ])
  const quality = await watch.time('measureQuality', () => qualityOf(facts.front, portrait.face))
  const cut = await cutOut(deps, page, portrait)
  const read = documentFindings(facts, quality, cut?.box ?? null)
  const reading = { ...read, faces: placeFaces(portrait, selfies[0]) }
  const origin = originOf(reading, input.declaredType)
  const policy = policyFor(deps.policy, origin)
  const measured = [
    ...checkDocument(facts, quality, policy),
    checkPortrait(portrait, input.front.captureId, policy),
    ...(await compareFaces({ ...deps, policy }, watch, { page, portrait, facts, selfies })),
    checkActiveLiveness(challenge),
    checkChip(facts.chip),
    checkRisk(null), // needs other sessions: assess-risk.ts
  ]
  const results = measured.map((result) => ({
    ...result,
    durationMs: durationOf(result.check, watch),
  }))
  const face = input.wantsFace ? await faceOf(deps, selfies[0]) : null
  return { results, reading, origin, portrait: cut, ...(face && { face }), timings: watch.timings }
}

type Seen = { page: RgbImage; portrait: Portrait; facts: DocumentFacts } & Pick<Looks, 'selfies'>

/** The checks on the applicant's face: it is that of the portrait, well taken, and live. */
async function compareFaces(
  deps: CheckDeps,
  watch: Stopwatch,
  { page: image, portrait: { face }, facts, selfies }: Seen,
) {
  const [best] = selfies
  const match = await watch.time(
    'matchFaces',
    async () =>
      (await matchChipPortrait(deps, facts.chip, best)) ?? matchFaces(deps, { image, face }, best),
  )
  const matched = passes(match, barOf(deps.policy, 'FACE_MATCH'))
  const selfie = await watch.time('measureSelfie', () => checkSelfie(best, matched))
  const liveness = await watch.time('passiveLiveness', () => checkLiveness(deps, selfies))
  return [selfie, match, liveness]
}

async function faceOf({ faces }: CheckDeps, { image, face }: Selfie): Promise<FaceTemplate | null> {
  return face && faces.embed(image, face)
}

async function readDocument(deps: CheckDeps, watch: Stopwatch, input: CheckInput, page: RgbImage) {
  const { mode, today, declaredType, front, back, chip } = input
  const portrait = await watch.time('findPortrait', () => findPortrait(deps, page))
  const frontPage = { side: 'Front' as const, captureId: front.captureId, image: page }
  const frontFacts = await readSide(deps, watch, frontPage, portrait.face)
  const backFacts = back && (await readBack(deps, watch, back))
  const chipFacts = chip && (await watch.time('readChip', () => readChipCapture(deps, chip)))
  const facts: DocumentFacts = {
    mode,
    today,
    declaredType,
    front: frontFacts,
    back: backFacts,
    face: portrait.face?.box ?? null,
    ...(chipFacts && { chip: chipFacts }),
  }
  return { facts, portrait }
}

async function readBack(deps: CheckDeps, watch: Stopwatch, { captureId, bytes }: Picture) {
  const image = await watch.time('decodeBack', () => deps.images.decode(bytes))
  return readSide(deps, watch, { side: 'Back', captureId, image }, null)
}

/** Pictures of the applicant, the best first, and what the frames of the challenge show. */
type Looks = { selfies: [Selfie, ...Selfie[]]; challenge: MeasuredChallenge | null }

async function lookAtApplicant(
  deps: CheckDeps,
  watch: Stopwatch,
  applicant: Applicant,
): Promise<Looks> {
  if ('live' in applicant) {
    const { live } = applicant
    const challenge = await watch.time('measureChallenge', () => measureChallenge(deps, live))
    const find = () => findLiveSelfies(deps, live, challenge)
    return { selfies: await watch.time('findSelfieFaces', find), challenge }
  }
  const { captureId, bytes } = applicant.selfie
  const image = await watch.time('decodeSelfie', () => deps.images.decode(bytes))
  const find = () => findSelfie(deps, captureId, image)
  return { selfies: [await watch.time('findSelfieFaces', find)], challenge: null }
}

/** The steps a check rests on, by the beginning of their names; a check not named here takes no time of its own. */
const STEPS: Partial<Record<CheckName, string[]>> = {
  DOCUMENT_READABLE: ['readMrz', 'readBarcodes'],
  FIELDS_AGREE: ['readVisualZone'],
  IMAGE_QUALITY: ['findOutline', 'measureQuality'],
  PORTRAIT_PRESENT: ['findPortrait'],
  SELFIE_QUALITY: ['measureSelfie'],
  FACE_MATCH: ['findSelfieFaces', 'matchFaces'],
  PASSIVE_LIVENESS: ['passiveLiveness'],
  ACTIVE_LIVENESS: ['measureChallenge'],
  CHIP_AUTHENTIC: ['readChip'],
}

function durationOf(check: CheckName, watch: Stopwatch): number {
  return (STEPS[check] ?? []).reduce((sum, step) => sum + watch.of(step), 0)
}

async function cutOut(
  deps: Pick<Deps, 'images'>,
  page: RgbImage,
  portrait: Portrait,
): Promise<Findings['portrait']> {
  const { area } = portrait
  if (!area) return null
  return {
    box: quadOfBox(area),
    jpeg: await deps.images.encode(crop(page, area), PORTRAIT_QUALITY),
  }
}
