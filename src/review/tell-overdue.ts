import type { Deps } from '../deps'

const BATCH = 100

/** Tells of each case, once, that it is past its time. @returns how many */
export async function tellOverdue({ reviewOverdue, now }: Pick<Deps, 'reviewOverdue' | 'now'>) {
  const overdue = await reviewOverdue.due(now(), BATCH)
  for (const ref of overdue) await reviewOverdue.tell(ref, now())
  return overdue.length
}
