import { type FeatureName, featureOf } from '../risk/features'
import type { DriftState } from '../risk/stability'
import type { Mode } from '../sessions/session'
import { DRIFT_EVENT } from '../webhooks/event-types'
import { appendAudit } from './audit'
import type { Database, Transaction } from './database'
import type { RiskDrift as Row } from './generated/client'
import { announceEvent } from './webhook-events'

/** How one signal stood. */
export type WatchedSignal = { name: FeatureName; psi: number | null; state: DriftState }

/** `psi`: of the score; `state`: the worst of score and signals. `driftedSince`: null while no alarm stands. */
export type WatchedDrift = Pick<Row, 'at' | 'model' | 'psi' | 'driftedSince'> & {
  state: DriftState
  signals: WatchedSignal[]
}

export type Watched = { tenantId: string; mode: Mode }
type Measured = Omit<WatchedDrift, 'driftedSince'>

const DAY_MS = 86_400_000
const KEPT_MS = 400 * DAY_MS

/** What the daily measurements of drift said. */
export function riskDriftStore(db: Database) {
  return {
    /** Whose drift was not measured within a day: organisations with any group on. */
    due: (now: Date, limit: number): Promise<Watched[]> =>
      db.asSystem(
        (tx) => tx.$queryRaw<Watched[]>`
        select s."tenantId", m.mode from "RiskSettings" s cross join (values ('LIVE'), ('TEST')) m(mode)
        where s.groups <> '{}' and not exists (select 1 from "RiskDrift" d
          where d."tenantId" = s."tenantId" and d.mode::text = m.mode and d.at > ${daysBefore(now)})
        order by 1, 2 limit ${limit}`,
      ),

    /**
     * Keeps a measurement, and tells once when an alarm begins or ends. Nothing happens when another process was first, or
     * nothing is on any more; of what was turned off meanwhile nothing is kept.
     * @returns whether an alarm began or ended
     */
    record: ({ tenantId, mode }: Watched, measured: Measured): Promise<boolean> =>
      db.asTenant(tenantId, async (tx) => {
        const groups = await lockedGroups(tx, tenantId)
        const query = { where: { tenantId, mode }, orderBy: { at: 'desc' } } as const
        const last = await tx.riskDrift.findFirst(query)
        const { at } = measured
        if (groups.length === 0 || (last && last.at > daysBefore(at))) return false
        const signals = measured.signals.filter(({ name }) =>
          groups.includes(featureOf(name).group),
        )
        const driftedSince = standsSince(last, measured)
        const row = { ...measured, signals, driftedSince }
        await tx.riskDrift.create({ data: { tenantId, mode, ...row } })
        const old = { tenantId, mode, at: { lt: new Date(at.getTime() - KEPT_MS) } }
        await tx.riskDrift.deleteMany({ where: old })
        const changed = (driftedSince === null) !== ((last?.driftedSince ?? null) === null)
        if (changed) await tell(tx, { tenantId, mode }, row)
        return changed
      }),

    /** From `from` on, the oldest first. */
    history: ({ tenantId, mode }: Watched, from: Date): Promise<WatchedDrift[]> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, mode, at: { gte: from } }
        const rows = await tx.riskDrift.findMany({ where, orderBy: { at: 'asc' } })
        return rows as unknown as WatchedDrift[]
      }),

    /** The last of them; null before the first. */
    last: ({ tenantId, mode }: Watched): Promise<WatchedDrift | null> =>
      db.asTenant(tenantId, async (tx) => {
        const query = { where: { tenantId, mode }, orderBy: { at: 'desc' } } as const
        return (await tx.riskDrift.findFirst(query)) as unknown as WatchedDrift | null
      }),

    /** Of how many organisations an alarm stands. */
    drifted: (): Promise<Record<Mode, number>> =>
      db.asSystem(async (tx) => {
        const rows = await tx.$queryRaw<{ mode: Mode; count: number }[]>`
          select mode, count(*) filter (where "driftedSince" is not null)::int as count from (
            select distinct on ("tenantId", mode) mode::text, "driftedSince" from "RiskDrift"
            order by "tenantId", mode, at desc) last group by mode`
        const counts = Object.fromEntries(rows.map(({ mode, count }) => [mode, count]))
        return { LIVE: 0, TEST: 0, ...counts }
      }),
  }
}

function daysBefore(now: Date): Date {
  return new Date(now.getTime() - DAY_MS)
}

/** Nobody turns anything off, or measures at the same time, until the transaction ends. */
async function lockedGroups(tx: Transaction, tenantId: string): Promise<string[]> {
  const [row] = await tx.$queryRaw<{ groups: string[] }[]>`
    select groups from "RiskSettings" where "tenantId" = ${tenantId} for update`
  return row?.groups ?? []
}

/** Too few sessions say nothing: what stood stands. A new model begins with none. */
function standsSince(last: Row | null, { state, model, at }: Measured): Date | null {
  const stood = last?.driftedSince ?? null
  if (state === 'DRIFTED') return stood ?? at
  return state === 'NOT_ENOUGH' && last?.model === model ? stood : null
}

async function tell(tx: Transaction, { tenantId, mode }: Watched, now: WatchedDrift) {
  const { at, model, state, driftedSince } = now
  const signals = now.signals.filter((each) => each.state === 'DRIFTED')
  const found = { mode, model, state, driftedSince }
  const data = { ...found, signals: signals.map(({ name, psi }) => ({ name, psi })) }
  await announceEvent(tx, { tenantId, type: DRIFT_EVENT, at, data })
  const entry = { actor: 'SYSTEM', at, action: 'RISK_DRIFT_CHANGED', object: tenantId } as const
  await appendAudit(tx, tenantId, { ...entry, details: { mode, model, state } })
}
