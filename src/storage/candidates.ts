import { AppError } from '../errors'
import { type Page, type PageArgs, readPage } from '../page'
import type { RiskModel } from '../risk/score-risk'
import type { TrainingReport } from '../risk/train-model'
import { CANDIDATE_READY_EVENT } from '../webhooks/event-types'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import type { Candidate as Row } from './generated/client'
import { newId } from './ids'
import { addToOutbox } from './outbox'
import { announceEvent } from './webhook-events'

/** What is trained. Only models of risk are; back ends for faces are files of the installation (docs/faces.md). */
export type CandidateKind = 'RISK_MODEL'

/** Why there is none: too few labels, or nothing of risk is on any more. */
export type CandidateFailure = 'TOO_FEW_LABELS' | 'NOTHING_ON'

/**
 * What training made. `parameters`: the scorecard; `effect`: what it does on labels held back; both null until it is READY.
 * `load`: the share of sessions a team can look at; `seed`: of the draws for intervals.
 */
export type Candidate = Omit<Row, 'kind' | 'parameters' | 'effect' | 'failure'> & {
  kind: CandidateKind
  parameters: RiskModel | null
  effect: TrainingReport | null
  failure: CandidateFailure | null
}

export type CandidateRef = { tenantId: string; candidateId: string }

/** `here`: whoever asks trains it as well, and no worker does. */
type Wish = { kind: CandidateKind; load: number; seed: number; here: boolean }

type Done = { doneAt: Date; codeVersion: string } & (
  | { state: 'READY'; parameters: RiskModel; effect: TrainingReport }
  | { state: 'FAILED'; failure: CandidateFailure }
)

/** One that has been waited for so long is lost. */
const LOST_MS = 3_600_000

export function candidateStore(db: Database) {
  return {
    /**
     * Asks a worker for one.
     * @throws AppError CONFLICT when nothing of risk is on, or one is being trained
     */
    ask: (tenantId: string, { here, ...wish }: Wish, { actor, at }: Deed): Promise<Candidate> =>
      db.asTenant(tenantId, async (tx) => {
        const [settings] = await tx.$queryRaw<{ groups: string[] }[]>`
          select groups from "RiskSettings" where "tenantId" = ${tenantId} for update`
        if (!settings || settings.groups.length === 0)
          throw new AppError('CONFLICT', 'Turn on signals of risk first (riskSettingsUpdate).')
        const since = new Date(at.getTime() - LOST_MS)
        const where = { tenantId, state: 'PENDING', createdAt: { gt: since } } as const
        if ((await tx.candidate.count({ where })) > 0)
          throw new AppError('CONFLICT', 'A candidate is being trained; wait for it.')
        const id = newId('candidate')
        const data = { id, tenantId, ...wish, createdBy: actor, createdAt: at }
        const row = await tx.candidate.create({ data })
        if (!here) await addToOutbox(tx, 'trainCandidate', id, { tenantId, candidateId: id })
        const entry = { actor, at, action: 'CANDIDATE_ASKED', object: id } as const
        await appendAudit(tx, tenantId, { ...entry, details: { kind: wish.kind } })
        return toCandidate(row)
      }),

    /** Of two at once the first counts; of one that was forgotten meanwhile nothing is kept. Tells of one that is READY. */
    finish: ({ tenantId, candidateId: id }: CandidateRef, done: Done): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { id, tenantId, state: 'PENDING' } as const
        const { count } = await tx.candidate.updateMany({ where, data: done })
        if (count === 0 || done.state !== 'READY') return
        const data = { id, kind: 'RISK_MODEL' satisfies CandidateKind }
        await announceEvent(tx, { tenantId, type: CANDIDATE_READY_EVENT, at: done.doneAt, data })
      }),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get({ tenantId, candidateId: id }: CandidateRef): Promise<Candidate> {
      const row = await db.asTenant(tenantId, (tx) =>
        tx.candidate.findFirst({ where: { id, tenantId } }),
      )
      if (!row) throw new AppError('NOT_FOUND', `There is no candidate ${id}.`, 'id')
      return toCandidate(row)
    },

    /** Newest first. @throws AppError INVALID */
    list: (tenantId: string, args: PageArgs): Promise<Page<Candidate>> =>
      db.asTenant(tenantId, (tx) =>
        readPage(args, async (query) =>
          (await tx.candidate.findMany({ ...query, where: { tenantId } })).map(toCandidate),
        ),
      ),
  }
}

function toCandidate(row: Row): Candidate {
  return row as unknown as Candidate
}
