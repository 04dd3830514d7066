import { AppError } from '../errors'
import type { Step } from '../liveness/challenge'
import { assertAttemptLeft } from '../sessions/attempts'
import type { LivenessChallenge } from '../sessions/liveness-challenge'
import type { AnnouncedBurst, Capture, Session, SessionRef } from '../sessions/session'
import { type SealTerms, toCapture } from './captures'
import type { Database, Transaction } from './database'
import { holdApplicant } from './hold-applicant'
import { newId } from './ids'

type NewChallenge = Pick<
  LivenessChallenge,
  'flashes' | 'moreTime' | 'virtualCamera' | 'steps' | 'bits' | 'stepExpiresAt'
> & { session: Session; at: Date; upload: StepUpload }

/** Of the frames of one step: until when they may come, and what they are to be sealed with, where they are. */
type StepUpload = { uploadExpiresAt: Date } & Partial<SealTerms>

/** `next`: the step that comes then; null when there is none. */
type Answer = { at: Date; next: { stepExpiresAt: Date; upload: StepUpload } | null }

type Issued = { challenge: LivenessChallenge; capture: Capture }

/** Liveness challenges and, with each step that is issued, the capture its frames belong to. */
export function livenessChallengeStore(db: Database) {
  return {
    /**
     * Counts as an attempt of the session and the applicant, under a lock: two at once cannot both be the last.
     * @throws AppError TOO_MANY_ATTEMPTS
     */
    start: ({ session, at, upload, ...drawn }: NewChallenge): Promise<Issued> =>
      db.asTenant(session.tenantId, async (tx) => {
        const { tenantId, id: sessionId, applicantId, purpose } = session
        await holdApplicant(tx, applicantId)
        const earlier = await tx.livenessChallenge.findMany({
          where: { tenantId, applicantId, session: { purpose } },
          select: { sessionId: true, createdAt: true },
        })
        const ofSession = earlier.filter((challenge) => challenge.sessionId === sessionId).length
        // Somebody may pay more than five times an hour; failures lock them (face-authentication-changes.ts).
        const counted = purpose === 'VERIFICATION' ? earlier : []
        const ofApplicant = counted.map(({ createdAt }) => createdAt)
        assertAttemptLeft({ ofSession, ofApplicant }, at)
        const id = newId('livenessChallenge')
        const own = { id, tenantId, sessionId, applicantId, number: ofSession + 1 }
        const data = { ...own, ...drawn, stepIssuedAt: at, createdAt: at }
        const challenge = toChallenge(await tx.livenessChallenge.create({ data }))
        return { challenge, capture: await issue(tx, challenge, at, upload) }
      }),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<LivenessChallenge> {
      const challenge = await db.asTenant(tenantId, (tx) =>
        tx.livenessChallenge.findFirst({ where: { id, tenantId } }),
      )
      if (!challenge) throw new AppError('NOT_FOUND', `There is no liveness challenge ${id}.`)
      return toChallenge(challenge)
    },

    /** Oldest first. */
    ofSession: async ({ tenantId, sessionId }: SessionRef): Promise<LivenessChallenge[]> =>
      (
        await db.asTenant(tenantId, (tx) =>
          tx.livenessChallenge.findMany({
            where: { tenantId, sessionId },
            orderBy: { number: 'asc' },
          }),
        )
      ).map(toChallenge),

    /**
     * The frames of the step at hand are announced; the next step, if there is one, is issued.
     * @throws AppError CONFLICT when the step was answered meanwhile
     */
    answer: (
      { id, tenantId, answered }: LivenessChallenge,
      capture: Capture,
      burst: AnnouncedBurst,
      { at, next }: Answer,
    ): Promise<{ challenge: LivenessChallenge; capture: Capture | null }> =>
      db.asTenant(tenantId, async (tx) => {
        const issuedNow = next && { stepIssuedAt: at, stepExpiresAt: next.stepExpiresAt }
        const { count } = await tx.livenessChallenge.updateMany({
          where: { id, tenantId, answered },
          data: { answered: answered + 1, ...issuedNow },
        })
        if (count === 0)
          throw new AppError('CONFLICT', 'This step was submitted already.', 'captureId')
        await tx.capture.update({ where: { id: capture.id }, data: { burst } })
        const row = await tx.livenessChallenge.findUniqueOrThrow({ where: { id } })
        const challenge = toChallenge(row)
        return {
          challenge,
          capture: next && (await issue(tx, challenge, at, next.upload)),
        }
      }),
  }
}

async function issue(
  tx: Transaction,
  { id, tenantId, sessionId, answered }: LivenessChallenge,
  at: Date,
  upload: StepUpload,
): Promise<Capture> {
  const of = { id: newId('capture'), tenantId, sessionId, challengeId: id, step: answered }
  const state = { status: 'AWAITING_UPLOAD', createdAt: at, ...upload } as const
  return toCapture(await tx.capture.create({ data: { ...of, ...state, kind: 'LIVENESS' } }))
}

function toChallenge<T extends { steps: unknown }>(row: T): T & { steps: Step[] } {
  return { ...row, steps: row.steps as Step[] }
}
