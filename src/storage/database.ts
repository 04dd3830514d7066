import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client'

/** A client as the URL's user, whom row-level security may not bind: for `scoped`, and for tests. */
export type Client = PrismaClient
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

type Work<T> = (tx: Transaction) => Promise<T>

/**
 * Everything is done in a transaction, as somebody (DESIGN §5): the database itself, by row-level security, shows and takes
 * no other rows. Both end with the transaction, so that a pooled connection carries nothing on.
 */
export type Database = {
  /** As one organisation: rows of others do not exist, whatever the query forgets to say. */
  asTenant<T>(tenantId: string, work: Work<T>): Promise<T>
  /** Across organisations: who a key belongs to, and what housekeeping does. */
  asSystem<T>(work: Work<T>, timeoutMs?: number): Promise<T>
}

/**
 * A burst waits for a connection rather than fail: Prisma gives up after 2 s, which 1 000 requests at once exceed. A
 * transaction itself may take longer than Prisma's 5 s on a machine that is short of processor time.
 */
const TRANSACTIONS = { maxWait: 15_000, timeout: 15_000 }

export function openDatabase(url: string, maxConnections = 10): Client {
  const adapter = new PrismaPg({ connectionString: url, max: maxConnections })
  return new PrismaClient({ adapter, transactionOptions: TRANSACTIONS })
}

/** The roles are made by the migration `row_level_security`; the URL's user may take them on. */
export function scoped(client: Client): Database {
  const as = <T>(role: string, tenantId: string, work: Work<T>, timeout: number) =>
    client.$transaction(
      async (tx) => {
        await tx.$executeRaw`select set_config('role', ${role}, true), set_config('app.tenant', ${tenantId}, true)`
        return work(tx)
      },
      { ...TRANSACTIONS, timeout },
    )
  return {
    asTenant: (tenantId, work) => as('countersign_app', tenantId, work, TRANSACTIONS.timeout),
    asSystem: (work, timeoutMs = TRANSACTIONS.timeout) =>
      as('countersign_system', '', work, timeoutMs),
  }
}
