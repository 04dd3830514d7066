import { AppError } from '../errors'
import { type Page, type PageArgs, readPage } from '../page'
import type { RiskModel } from '../risk/score-risk'
import type { TrainingReport } from '../risk/train-model'
import { CANDIDATE_READY_EVENT } from '../webhooks/event-types'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import type { Candidate as Row } from './generated/client'
import { newId } from './ids'
import { addToOutbox } from './outbox'
import type { RiskSettings, TrainEvery } from './risk-records'
import { announceEvent } from './webhook-events'

/** What is trained. Only models of risk are; back ends for faces are files of the installation (docs/faces.md). */
type CandidateKind = 'RISK_MODEL'
const KIND: CandidateKind = 'RISK_MODEL'

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

export type Done = { doneAt: Date; codeVersion: string } & (
  | { state: 'READY'; parameters: RiskModel; effect: TrainingReport }
  | { state: 'FAILED'; failure: CandidateFailure }
)

/** One that has been waited for so long is lost. */
const LOST_MS = 3_600_000

const DAY_MS = 86_400_000

/** Fewer new ones would make much the same candidate once more. */
const LEAST_NEW = 30

/** As when nothing else is said in the API. */
const FIRST_WISH = { load: 0.05, seed: 1 }

export function candidateStore(db: Database) {
  return {
    /**
     * Asks a worker for one.
     * @throws AppError CONFLICT when nothing of risk is on, or one is being trained
     */
    ask: (tenantId: string, wish: Wish, deed: Deed): Promise<Candidate> =>
      db.asTenant(tenantId, async (tx) => {
        const settings = await lockedSettings(tx, tenantId)
        if (!settings || settings.groups.length === 0)
          throw new AppError('CONFLICT', 'Turn on signals of risk first (riskSettingsUpdate).')
        if (await isTraining(tx, tenantId, deed.at))
          throw new AppError('CONFLICT', 'A candidate is being trained; wait for it.')
        return askIn(tx, tenantId, wish, deed)
      }),

    /** Whose candidates are trained without being asked for, and whose last is that long ago. */
    due: async (now: Date): Promise<string[]> => {
      const rows = await db.asSystem(
        (tx) => tx.$queryRaw<{ tenantId: string }[]>`
        select s."tenantId" from "RiskSettings" s
        where s."trainEvery" is not null and s.groups <> '{}' and not exists (
          select 1 from "Candidate" c where c."tenantId" = s."tenantId" and c."createdAt" > case s."trainEvery"
            when 'WEEKLY' then ${before(now, 'WEEKLY')}::timestamp else ${before(now, 'MONTHLY')}::timestamp end)
        order by 1`,
      )
      return rows.map(({ tenantId }) => tenantId)
    },

    /**
     * Asks a worker for one if it is time and enough was learned since the last, READY or not; with what was wished for that.
     * @returns null where it is not, also when another process was first
     */
    askWhenDue: (tenantId: string, deed: Deed): Promise<Candidate | null> =>
      db.asTenant(tenantId, async (tx) => {
        const settings = await lockedSettings(tx, tenantId)
        const where = { tenantId, kind: KIND }
        const last = await tx.candidate.findFirst({ where, orderBy: { createdAt: 'desc' } })
        const since = last?.createdAt ?? new Date(0)
        if (!settings || !isTime(settings, since, deed.at)) return null
        if ((await learnedSince(tx, tenantId, since, settings)) < LEAST_NEW) return null
        const { load, seed } = last ?? FIRST_WISH
        return askIn(tx, tenantId, { kind: KIND, load, seed, here: false }, deed)
      }),

    /** Of two at once the first counts; of one that was forgotten meanwhile nothing is kept. Tells of one that is READY. */
    finish: ({ tenantId, candidateId: id }: CandidateRef, done: Done): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { id, tenantId, state: 'PENDING' } as const
        const { count } = await tx.candidate.updateMany({ where, data: done })
        if (count === 0 || done.state !== 'READY') return
        const data = { id, kind: KIND }
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

type Settings = Pick<RiskSettings, 'groups' | 'learnFromReviews' | 'trainEvery'>

/** Nobody turns anything off, or asks at the same time, until the transaction ends. */
async function lockedSettings(tx: Transaction, tenantId: string): Promise<Settings | null> {
  const [row = null] = await tx.$queryRaw<Settings[]>`
    select groups, "learnFromReviews", "trainEvery" from "RiskSettings" where "tenantId" = ${tenantId} for update`
  return row
}

async function isTraining(tx: Transaction, tenantId: string, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - LOST_MS)
  const where = { tenantId, state: 'PENDING', createdAt: { gt: since } } as const
  return (await tx.candidate.count({ where })) > 0
}

async function askIn(
  tx: Transaction,
  tenantId: string,
  { here, ...wish }: Wish,
  { actor, at }: Deed,
): Promise<Candidate> {
  const id = newId('candidate')
  const data = { id, tenantId, ...wish, createdBy: actor, createdAt: at }
  const row = await tx.candidate.create({ data })
  if (!here) await addToOutbox(tx, 'trainCandidate', id, { tenantId, candidateId: id })
  const entry = { actor, at, action: 'CANDIDATE_ASKED', object: id } as const
  await appendAudit(tx, tenantId, { ...entry, details: { kind: wish.kind } })
  return toCandidate(row)
}

function isTime({ groups, trainEvery }: Settings, since: Date, now: Date): boolean {
  return groups.length > 0 && trainEvery !== null && since <= before(now, trainEvery)
}

function before(now: Date, every: TrainEvery): Date {
  return new Date(now.getTime() - (every === 'WEEKLY' ? 7 : 30) * DAY_MS)
}

/** Sessions that were labelled since, or decided by a reviewer where that is learned from. */
async function learnedSince(
  tx: Transaction,
  tenantId: string,
  since: Date,
  { learnFromReviews }: Settings,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (
      select "sessionId" from "RiskLabel" where "tenantId" = ${tenantId} and at > ${since}
      union
      select "sessionId" from "ReviewCase" where ${learnFromReviews} and "tenantId" = ${tenantId}
        and "closedAt" > ${since} and outcome in ('APPROVE', 'REJECT')) known`
  return row?.count ?? 0
}

function toCandidate(row: Row): Candidate {
  return row as unknown as Candidate
}
