import type { Deps } from '../deps'
import type { SessionRef } from '../sessions/session'

/** The id of a session's latest case; null when it never was one. */
export async function latestCaseOf(
  { reviewCases, now }: Pick<Deps, 'reviewCases' | 'now'>,
  ref: SessionRef,
): Promise<string | null> {
  const [latest] = await reviewCases.ofSession(ref, now())
  return latest?.id ?? null
}
