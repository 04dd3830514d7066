import { expect, test } from '@jest/globals'
import { openDatabase } from '../../src/storage/database'
import { testDatabase } from '../support/database'

test('a transaction waits for a connection, three seconds and longer, and does not fail', async () => {
  const database = await testDatabase()
  const db = openDatabase(database.url, 1)
  const slow = db.$transaction(async (tx) => {
    await tx.$queryRaw`select pg_sleep(3)::text`
    return 'slow'
  })
  const next = db.$transaction(async (tx) => {
    await tx.organization.count()
    return 'next'
  })
  expect(await Promise.all([slow, next])).toEqual(['slow', 'next'])
  await db.$disconnect()
  await database.drop()
})
