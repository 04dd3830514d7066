import type { RiskGroup } from '../risk/features'
import type { Link, LinkKind } from '../risk/observation'
import type { Mode, SessionRef } from '../sessions/session'
import { hmac } from '../trust/hmac'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import type { Keys } from './keys'
import { forgetGroups, RISK_OFF, type RiskSettings, type StoredAssessment } from './risk-records'

/** A link as remembered, and whose it is. */
export type KnownLink = Link & { sessionId: string; applicantId: string; at: Date }

/** More sessions that share one thing tell no more. */
const MOST_SHARING = 60
const MOST_ROWS = 5000
const KEY_BYTES = 16

const WITH_APPLICANT = { include: { session: { select: { applicantId: true } } } } as const

/** What an organisation turned on of risk, and what is remembered of sessions to compare others with. */
export function riskStore(db: Database, keys: Keys) {
  return {
    async settings(tenantId: string): Promise<RiskSettings> {
      const where = { tenantId }
      const row = await db.asTenant(tenantId, (tx) => tx.riskSettings.findUnique({ where }))
      return (row as RiskSettings | null) ?? RISK_OFF
    },

    /** What is turned off is deleted in the same transaction, and with it what it said. */
    change: (tenantId: string, wanted: RiskSettings, deed: Deed): Promise<RiskSettings> =>
      db.asTenant(tenantId, async (tx) => {
        const before = await lockedSettings(tx, tenantId)
        await tx.riskSettings.update({ where: { tenantId }, data: wanted })
        const gone = before.filter((group) => !wanted.groups.includes(group))
        if (gone.length > 0) await forgetGroups(tx, tenantId, gone, wanted.groups)
        const { groups: riskGroups, ...rest } = wanted
        const details = { riskGroups, ...rest }
        const entry = { ...deed, action: 'SETTINGS_CHANGED', object: tenantId, details } as const
        await appendAudit(tx, tenantId, entry)
        return wanted
      }),

    /** A blind index: tells that two values are alike, in one organisation and mode, and nothing else. */
    async blind(
      { tenantId, mode }: { tenantId: string; mode: Mode },
      kind: LinkKind,
      value: string,
    ): Promise<Link> {
      const key = await keys.forIndexing(tenantId)
      const digest = hmac(key, `${mode}|${kind}|${value}`).subarray(0, KEY_BYTES)
      return { kind, key: digest.toString('base64url') }
    },

    /** Of each link the newest that share it. */
    sharing: (tenantId: string, links: readonly Link[]): Promise<KnownLink[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<KnownLink[]>`
        select found.* from unnest(${links.map(({ kind }) => kind)}::text[], ${links.map(({ key }) => key)}::text[]) wanted (kind, key)
        cross join lateral (
          select l.kind, l.key, l."sessionId", l."applicantId", l.at from "RiskLink" l
          where l."tenantId" = ${tenantId} and l.kind = wanted.kind and l.key = wanted.key
          order by l.at desc limit ${MOST_SHARING}) found`,
      ),

    ofApplicants: (tenantId: string, applicantIds: readonly string[]): Promise<KnownLink[]> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, applicantId: { in: [...applicantIds] } }
        const query = { where, take: MOST_ROWS, orderBy: { at: 'desc' } } as const
        return (await tx.riskLink.findMany(query)) as KnownLink[]
      }),

    ofSession: ({ tenantId, sessionId }: SessionRef): Promise<KnownLink[]> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, sessionId }
        return (await tx.riskLink.findMany({ where })) as KnownLink[]
      }),

    /** That of the latest run of the checks. */
    assessment: ({ tenantId, sessionId }: SessionRef): Promise<StoredAssessment | null> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, sessionId }
        const query = { where, orderBy: { epoch: 'desc' } } as const
        const found = await tx.riskAssessment.findFirst({ ...query, ...WITH_APPLICANT })
        if (found === null) return null
        const { session, ...assessment } = found
        return { ...assessment, applicantId: session.applicantId } as unknown as StoredAssessment
      }),
  }
}

/** What is on now; nobody changes it, or stores by it, until the transaction ends. */
async function lockedSettings(tx: Transaction, tenantId: string): Promise<RiskGroup[]> {
  await tx.riskSettings.createMany({ data: [{ tenantId, ...RISK_OFF }], skipDuplicates: true })
  const [row] = await tx.$queryRaw<{ groups: RiskGroup[] }[]>`
    select groups from "RiskSettings" where "tenantId" = ${tenantId} for update`
  return row?.groups ?? []
}
