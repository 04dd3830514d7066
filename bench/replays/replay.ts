import { checkLiveness } from '../../src/checks/check-liveness'
import { checkSelfie } from '../../src/checks/check-selfie'
import { checkPortrait, findPortrait } from '../../src/checks/find-portrait'
import { findSelfie } from '../../src/checks/find-selfie'
import { judge } from '../../src/checks/judge'
import { matchFaces } from '../../src/checks/match-faces'
import { type CheckInput, runChecks } from '../../src/checks/run-checks'
import type { CheckName, CheckResult } from '../../src/decision/check-result'
import { decide, passes } from '../../src/decision/decide'
import { barOf } from '../../src/decision/policy'
import { canonicalJson } from '../../src/sessions/canonical-json'
import { sha256 } from '../../src/sessions/sha256'
import type { FaceTemplate } from '../../src/vision/face-template'
import type { wireEngines } from '../../src/wire'

type Engines = ReturnType<typeof wireEngines>

/** What a decision rests on, and whether only its checks on faces are run again. */
export type ReplayQuestion = { input: CheckInput; facesOnly: boolean }

/** The score of each check, bit for bit, and the SHA-256 of everything that was found and decided but durations. */
export type Replay = { scores: Partial<Record<CheckName, number | null>>; digest: string }

/** Runs the checks of a decision once more, and decides once more. */
export function replay(engines: Engines, { input, facesOnly }: ReplayQuestion): Promise<Replay> {
  return facesOnly ? replayFaces(engines, input) : replayAll(engines, input)
}

async function replayAll(engines: Engines, input: CheckInput): Promise<Replay> {
  const findings = await runChecks(engines, input)
  const { results, reading, portrait } = findings
  const judgement = judge(findings, engines.policy, input.mode)
  const cut = portrait && { box: portrait.box, sha256: sha256(portrait.jpeg) }
  const { templates } = await measureFaces(engines, input)
  return toReplay(results, { judgement, reading, cut, templates })
}

async function replayFaces(engines: Engines, input: CheckInput): Promise<Replay> {
  const { portrait, live, page, templates } = await measureFaces(engines, input)
  const match = await matchFaces(engines, { image: page, face: portrait.face }, live)
  const matched = passes(match, barOf(engines.policy, 'FACE_MATCH'))
  const measured = [
    checkPortrait(portrait, input.front.captureId, engines.policy),
    checkSelfie(live, matched),
    match,
    await checkLiveness(engines, [live]),
  ]
  const results = measured.map((result) => ({ ...result, durationMs: 0 }))
  return toReplay(results, { judgement: decide(results, engines.policy), templates })
}

/** `templates`: the match's score ends where the data end, so that a bit of an embedding may not show in it. */
async function measureFaces(engines: Engines, { front, applicant }: CheckInput) {
  if (!('selfie' in applicant)) throw new Error('Replays take a selfie.')
  const { selfie } = applicant
  const { images, faces } = engines
  const page = await images.decode(front.bytes)
  const portrait = await findPortrait(engines, page)
  const live = await findSelfie(engines, selfie.captureId, await images.decode(selfie.bytes))
  const { image, face } = live
  const templates = [
    portrait.face && templateText(await faces.embed(page, portrait.face)),
    face && templateText(await faces.embed(image, face)),
  ]
  return { page, portrait, live, templates }
}

function templateText({ vector, bias }: FaceTemplate): { sha256: string; bias: number } {
  const { buffer, byteOffset, byteLength } = vector
  return { sha256: sha256(new Uint8Array(buffer, byteOffset, byteLength)), bias }
}

function toReplay(results: CheckResult[], more: Record<string, unknown>): Replay {
  return {
    scores: Object.fromEntries(results.map(({ check, score }) => [check, score])),
    digest: sha256(Buffer.from(canonicalJson({ results, ...more }, ['durationMs']))),
  }
}

/** The checks whose scores differ in any bit (0 and -0 are two). */
export function differingChecks(a: Replay, b: Replay): CheckName[] {
  const names = new Set([...Object.keys(a.scores), ...Object.keys(b.scores)]) as Set<CheckName>
  return [...names].filter((name) => !Object.is(a.scores[name], b.scores[name]))
}
