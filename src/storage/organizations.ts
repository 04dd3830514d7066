import { KEY_SCOPES } from '../access/actions'
import { insertApiKey } from './api-keys'
import type { Database } from './database'
import { newId } from './ids'

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

    list: () => db.asSystem((tx) => tx.organization.findMany({ orderBy: { id: 'asc' } })),
  }
}
