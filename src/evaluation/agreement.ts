/** How far two who judge the same things agree. `kappa`: null where chance alone would have them agree always. */
export type Agreement = { n: number; agreement: number | null; kappa: number | null }

/**
 * Cohen's kappa (Educational and Psychological Measurement 20, 1960, 37-46): (p - e) / (1 - e), where p is the share of pairs
 * that agree and e the share that would if each kept to how often they say what, and knew nothing else.
 */
export function agreementOf(pairs: readonly (readonly [string, string])[]): Agreement {
  const n = pairs.length
  if (n === 0) return { n, agreement: null, kappa: null }
  const agreement = pairs.filter(([a, b]) => a === b).length / n
  const share = (which: 0 | 1, name: string) =>
    pairs.filter((pair) => pair[which] === name).length / n
  const names = [...new Set(pairs.flat())]
  const byChance = names.reduce((sum, name) => sum + share(0, name) * share(1, name), 0)
  return { n, agreement, kappa: names.length > 1 ? (agreement - byChance) / (1 - byChance) : null }
}
