import type { Transaction } from './database'

/** Whether the session waits for captures; locked, so that it does until the transaction ends. */
export async function holdsAwaiting(tx: Transaction, sessionId: string): Promise<boolean> {
  const found =
    await tx.$executeRaw`select 1 from "KycSession" where id = ${sessionId} and status = 'AWAITING_CAPTURE' for share`
  return found > 0
}
