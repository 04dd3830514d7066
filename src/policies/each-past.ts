/** A dry run looks at so many sessions at most, the newest, and names so many of each change. */
const MOST_SESSIONS = 50_000
export const MOST_EXAMPLES = 5

/**
 * Looks at what was found of past sessions, `batch` by `batch`; `list` gives those after the last one seen.
 * @returns whether there were more than a dry run looks at
 */
export async function eachPast<T>(
  list: (last: T | null) => Promise<T[]>,
  batch: number,
  look: (one: T) => void,
): Promise<boolean> {
  let last: T | null = null
  for (let seen = 0; seen < MOST_SESSIONS; seen += batch) {
    const found: T[] = await list(last)
    for (const one of found) look(one)
    if (found.length < batch) return false
    last = found.at(-1) ?? null
  }
  return true
}
