import { createHash } from 'node:crypto'
import { KEY_SCOPES } from '../access/actions'
import type { FourEyes } from '../decision/review'
import { insertApiKey } from './api-keys'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'

/**
 * Days after the end of a relationship: until images are removed, and until the applicant is erased; null: never.
 * `webhookHistoryDays`: until delivered webhook events are forgotten. `reviewSlaHours`: until a case is due. `fourEyes`: which decisions a second reviewer has to confirm.
 * `brandColour`, `brandLogo`: how the applicant's page looks, as #rrggbb and as a data: address of an image.
 * `secondReviewPercent`: the share of decided cases, 0..100, that another reviewer judges blindly.
 */
export type Organization = {
  id: string
  name: string
  consentRequired: boolean
  passkeyRequired: boolean
  imageRetentionDays: number | null
  retentionDays: number | null
  webhookHistoryDays: number
  reviewSlaHours: number
  fourEyes: FourEyes
  secondReviewPercent: number
  brandColour: string | null
  brandLogo: string | null
  createdAt: Date
}

export type OrganizationChange = Partial<Omit<Organization, 'id' | 'name' | 'createdAt'>>

const FIRST_START_LOCK = 7201
const FIRST_START = 'first start'

export function organizationStore(db: Database) {
  return {
    /**
     * Makes the first organisation and a test key when there is none.
     * @returns the key, told this once, or null when there already is an organisation
     */
    async createFirst(name: string): Promise<string | null> {
      return db.asSystem(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(${FIRST_START_LOCK})`
        if ((await tx.organization.count()) > 0) return null
        const data = { id: newId('organization'), name }
        const { id: tenantId } = await tx.organization.create({ data })
        const deed = { actor: FIRST_START, at: new Date() }
        const made = { ...deed, action: 'ORGANIZATION_CREATED', object: tenantId } as const
        await appendAudit(tx, tenantId, made)
        const { secret } = await insertApiKey(
          tx,
          {
            tenantId,
            mode: 'TEST',
            label: 'first key',
            scopes: KEY_SCOPES,
            allowedAddresses: [],
            createdBy: FIRST_START,
            expiresAt: null,
          },
          deed.at,
        )
        return secret
      })
    },

    /** @throws Error when there is none: callers belong to one */
    get: (id: string): Promise<Organization> =>
      db.asTenant(id, (tx) => tx.organization.findUniqueOrThrow({ where: { id } })),

    change: (id: string, data: OrganizationChange, deed: Deed): Promise<Organization> =>
      db.asTenant(id, async (tx) => {
        const changed = await tx.organization.update({ where: { id }, data })
        const details = toldInLog(data)
        const entry = { ...deed, action: 'SETTINGS_CHANGED', object: id, details } as const
        await appendAudit(tx, id, entry)
        return changed
      }),

    list: () => db.asSystem((tx) => tx.organization.findMany({ orderBy: { id: 'asc' } })),
  }
}

/** A logo is told by its hash: the log holds no images. */
function toldInLog({ brandLogo, ...data }: OrganizationChange) {
  if (brandLogo === undefined) return data
  return {
    ...data,
    brandLogo: brandLogo === null ? null : createHash('sha256').update(brandLogo).digest('hex'),
  }
}
