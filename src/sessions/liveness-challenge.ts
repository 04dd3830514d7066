import type { Step } from '../liveness/challenge'
import type { Capture, CaptureKind, Session } from './session'

/** A challenge as it is kept. `answered`: how many steps have had their frames announced. */
export type LivenessChallenge = {
  id: string
  tenantId: string
  sessionId: string
  applicantId: string
  /** Which attempt of the session it is, from 1. */
  number: number
  /** What the applicant chose. */
  flashes: boolean
  moreTime: boolean
  /** The program in the camera's name, where it named one. */
  virtualCamera: string | null
  steps: Step[]
  bits: number
  answered: number
  stepIssuedAt: Date
  stepExpiresAt: Date
  createdAt: Date
}

export const CHALLENGE_STATES = ['OPEN', 'ANSWERED', 'EXPIRED'] as const
export type ChallengeState = (typeof CHALLENGE_STATES)[number]

export function stateOf(challenge: LivenessChallenge, now: Date): ChallengeState {
  if (challenge.answered >= challenge.steps.length) return 'ANSWERED'
  return challenge.stepExpiresAt < now ? 'EXPIRED' : 'OPEN'
}

/**
 * A step has its deadline and so long for what the network and reading the instruction take; twice as long with
 * `moreTime`. It is the server's clock that counts, from issuing the step to hearing of the frames' hash.
 */
const SLACK_MS = 10_000

/** Until when the frames of a step that is issued at `at` have to be announced. */
export function stepExpiry({ deadlineMs }: Step, moreTime: boolean, at: Date): Date {
  return new Date(at.getTime() + deadlineMs + (moreTime ? 2 : 1) * SLACK_MS)
}

/** A challenge all of whose frames are here, step by step. */
export type AnsweredChallenge = { challenge: LivenessChallenge; captures: Capture[] }

/** The latest challenge of a session that is answered in full. */
export function answeredChallenge(
  challenges: LivenessChallenge[],
  captures: Capture[],
): AnsweredChallenge | null {
  const answered = challenges.map((challenge) => ({
    challenge,
    captures: challenge.steps.flatMap((_, step) => captures.find(isReady(challenge, step)) ?? []),
  }))
  const complete = answered.filter(({ challenge: { steps }, captures: { length } }) => {
    return length === steps.length
  })
  return complete.sort((a, b) => b.challenge.number - a.challenge.number)[0] ?? null
}

function isReady({ id }: LivenessChallenge, step: number): (capture: Capture) => boolean {
  return (capture) =>
    capture.challengeId === id && capture.step === step && capture.status === 'READY'
}

/** The captures that the checks use, without the chip, whose files a state signed. */
export function capturesThatCount(captures: Capture[], challenges: LivenessChallenge[]): Capture[] {
  const live = answeredChallenge(challenges, captures)?.captures
  const faces = live ?? captures.filter(({ kind }) => kind === 'SELFIE')
  const sides = captures.filter(({ kind }) => kind.startsWith('DOCUMENT_'))
  return [...sides, ...faces].filter(({ status }) => status === 'READY')
}

/** What a session still lacks before it can be submitted. The frames of a challenge stand for the selfie. */
export function missingCaptures(
  { livenessRequired, retakeKind }: Session,
  captures: Capture[],
  challenges: LivenessChallenge[],
): string[] {
  const ready = new Set(captures.filter(({ status }) => status === 'READY').map(({ kind }) => kind))
  const live = answeredChallenge(challenges, captures) !== null
  const has = (kind: CaptureKind) => (kind === 'LIVENESS' ? live : ready.has(kind))
  const missing = [
    ...(ready.has('DOCUMENT_FRONT') ? [] : ['DOCUMENT_FRONT']),
    ...(livenessRequired && !live ? ['LIVENESS'] : []),
    ...(livenessRequired || live || ready.has('SELFIE') ? [] : ['SELFIE']),
    ...(retakeKind === null || has(retakeKind) ? [] : [retakeKind]),
  ]
  return [...new Set(missing)]
}
