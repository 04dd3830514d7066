import type { Transaction } from './database'

/** What is counted of an applicant stays so until the transaction ends: whoever else counts waits. */
export async function holdApplicant(tx: Transaction, applicantId: string): Promise<void> {
  await tx.$executeRaw`select 1 from "Applicant" where id = ${applicantId} for update`
}
