import { KEY_SCOPES } from '../../src/access/actions'
import type { NewApiKey } from '../../src/storage/api-keys'
import { openDatabase } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import type { TestApp } from './app'

/** A test key of another organisation. */
export async function anotherKey({ config, deps }: TestApp): Promise<string> {
  const db = openDatabase(config.DATABASE_URL, 1)
  const id = newId('organization')
  await db.organization.create({ data: { id, name: 'Other' } })
  await db.$disconnect()
  return apiKeyOf({ deps }, id)
}

/** A key of this organisation that may do everything a key can, except where `chosen` says otherwise. */
export async function apiKeyOf(
  { deps }: Pick<TestApp, 'deps'>,
  tenantId: string,
  chosen: Partial<NewApiKey> = {},
): Promise<string> {
  const everything = { mode: 'TEST', scopes: KEY_SCOPES, allowedAddresses: [] } as const
  const rest = { label: 'test', createdBy: 'test', expiresAt: null }
  const key = { tenantId, ...everything, ...rest, ...chosen } as NewApiKey
  return (await deps.apiKeys.create(key, deps.now())).secret
}
