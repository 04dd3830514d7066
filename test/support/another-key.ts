import { openDatabase } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import type { TestApp } from './app'

/** A test key of another organisation. */
export async function anotherKey({ config, deps }: TestApp): Promise<string> {
  const db = openDatabase(config.DATABASE_URL, 1)
  const id = newId('organization')
  await db.organization.create({ data: { id, name: 'Other' } })
  await db.$disconnect()
  return deps.organizations.createApiKey(id, 'TEST', 'other')
}
