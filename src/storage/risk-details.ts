import { AppError } from '../errors'
import type { FormBehaviour, PageBehaviour } from '../risk/behaviour'
import type { RiskGroup } from '../risk/features'
import type { SessionRef } from '../sessions/session'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { holdsAwaiting } from './hold-session'
import type { Keys } from './keys'
import { openJson, sealJson } from './sealed-json'

/** What an organisation knows of an applicant, and what was measured of how they went on, by what wants it. Dates as YYYY-MM-DD. */
export type RiskDetails = {
  CONTACTS?: { email?: string; phone?: string }
  /** `ipCountry`: where the address is said to be, ISO 3166-1 alpha-2. */
  PLACES?: { address?: string; ipAddress?: string; ipCountry?: string }
  DETAILS?: { surname?: string; givenNames?: string; birthDate?: string }
  FORM?: FormBehaviour
  PAGE?: PageBehaviour
}

/** The group that each is kept for. */
export const GROUP_OF_DETAILS = {
  CONTACTS: 'CONTACTS',
  PLACES: 'PLACES',
  DETAILS: 'DETAILS',
  FORM: 'BEHAVIOUR',
  PAGE: 'BEHAVIOUR',
} as const satisfies Record<keyof RiskDetails, RiskGroup>

export function riskDetailsStore(db: Database, keys: Keys) {
  return {
    /**
     * Takes the place of what was given before of the same; encrypted with the session's key.
     * @throws AppError CONFLICT when a group is off or the session takes nothing more
     */
    async record(ref: SessionRef, details: RiskDetails, { actor, at }: Deed): Promise<void> {
      const { tenantId, sessionId } = ref
      const key = await keys.forWriting(ref)
      const given = Object.keys(details) as (keyof RiskDetails)[]
      const groups = [...new Set(given.map((name) => GROUP_OF_DETAILS[name]))]
      await db.asTenant(tenantId, async (tx) => {
        if (!(await holdsAwaiting(tx, sessionId)))
          throw new AppError('CONFLICT', 'The session takes no details any more.', 'sessionId')
        const [on] = await tx.$queryRaw<{ groups: string[] }[]>`
          select groups from "RiskSettings" where "tenantId" = ${tenantId} for share`
        const off = groups.filter((group) => !on?.groups.includes(group))
        if (off.length > 0)
          throw new AppError('CONFLICT', `Turn on first (riskSettingsUpdate): ${off.join(', ')}.`)
        for (const group of given) {
          const data = sealJson(key, purposeOf(ref, group), details[group])
          const where = { sessionId_group: { sessionId, group } }
          const row = { tenantId, sessionId, group, data }
          await tx.riskDetails.upsert({ where, create: row, update: { data } })
        }
        const entry = { actor, at, action: 'RISK_DETAILS_RECORDED', object: sessionId } as const
        await appendAudit(tx, tenantId, { ...entry, details: { groups } })
      })
    },

    async ofSession(ref: SessionRef): Promise<RiskDetails> {
      const { tenantId, sessionId } = ref
      const where = { tenantId, sessionId }
      const rows = await db.asTenant(tenantId, (tx) => tx.riskDetails.findMany({ where }))
      if (rows.length === 0) return {}
      const key = await keys.forReading(ref)
      const opened = rows.map(({ group, data }) => {
        return [group, openJson(key, purposeOf(ref, group), data)]
      })
      return Object.fromEntries(opened) as RiskDetails
    },
  }
}

function purposeOf({ tenantId, sessionId }: SessionRef, group: string) {
  return { tenantId, sessionId, object: `${sessionId}/${group}`, kind: 'RISK_DETAILS' } as const
}
