import type { Deps } from '../deps'
import type { QueueCounts, ReviewCase } from '../storage/review-cases'

/** How many cases wait, and which have changed since this was last told. */
export type QueueNews = QueueCounts & { changed: ReviewCase[] }

/** The most cases that are told of at once; whoever missed more reads the queue anew. */
const MOST_CHANGED = 50

/** The queue as it is, then again after each change, until the reader stops. Changes that come faster than they are read are told as one. */
export async function* watchQueue(
  deps: Pick<Deps, 'reviewCases' | 'changes' | 'now'>,
  tenantId: string,
): AsyncGenerator<QueueNews> {
  const changed = new Set<string>()
  let wake: () => void = () => undefined
  const stop = deps.changes.onReview(tenantId, (caseId) => {
    changed.add(caseId)
    wake()
  })
  try {
    for (;;) {
      const ids = [...changed].slice(-MOST_CHANGED)
      changed.clear()
      const counts = await deps.reviewCases.counts(tenantId, deps.now())
      const cases = ids.map((caseId) => deps.reviewCases.get({ tenantId, caseId }, deps.now()))
      yield { ...counts, changed: await Promise.all(cases) }
      if (changed.size === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    stop()
  }
}
