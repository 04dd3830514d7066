import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client'

/** The database client; `Transaction` is the same without the means to open another transaction. */
export type Database = PrismaClient
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/**
 * A burst waits for a connection rather than fail: Prisma gives up after 2 s, which 1 000 requests at once exceed. A
 * transaction itself may take longer than Prisma's 5 s on a machine that is short of processor time.
 */
const TRANSACTIONS = { maxWait: 15_000, timeout: 15_000 }

export function openDatabase(url: string, maxConnections = 10): Database {
  const adapter = new PrismaPg({ connectionString: url, max: maxConnections })
  return new PrismaClient({ adapter, transactionOptions: TRANSACTIONS })
}
