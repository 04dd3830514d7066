import { KEY_SCOPES } from '../access/actions'
import { insertApiKey } from './api-keys'
import type { Database } from './database'
import { newId } from './ids'

/** Days after the end of a relationship: until images are removed, and until the applicant is erased; null: never. */
export type Organization = {
  id: string
  name: string
  consentRequired: boolean
  imageRetentionDays: number | null
  retentionDays: number | null
  createdAt: Date
}

export type OrganizationChange = Partial<
  Pick<Organization, 'consentRequired' | 'imageRetentionDays' | 'retentionDays'>
>

const FIRST_START_LOCK = 7201

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
        const { secret } = await insertApiKey(
          tx,
          {
            tenantId,
            mode: 'TEST',
            label: 'first key',
            scopes: KEY_SCOPES,
            allowedAddresses: [],
            createdBy: 'first start',
            expiresAt: null,
          },
          new Date(),
        )
        return secret
      })
    },

    /** @throws Error when there is none: callers belong to one */
    get: (id: string): Promise<Organization> =>
      db.asTenant(id, (tx) => tx.organization.findUniqueOrThrow({ where: { id } })),

    change: (id: string, data: OrganizationChange): Promise<Organization> =>
      db.asTenant(id, (tx) => tx.organization.update({ where: { id }, data })),

    list: () => db.asSystem((tx) => tx.organization.findMany({ orderBy: { id: 'asc' } })),
  }
}
