import { wilson } from './interval'

/**
 * How far two who judge the same things agree. `kappa`: null where chance alone would have them agree always. `low`, `high`: its
 * 95 % interval, null with it.
 */
export type Agreement = {
  n: number
  agreement: number | null
  kappa: number | null
  low: number | null
  high: number | null
}

/**
 * Cohen's kappa (Educational and Psychological Measurement 20, 1960, 37-46): (p - e) / (1 - e), where p is the share of pairs
 * that agree and e the share that would if each kept to how often they say what, and knew nothing else. Its interval is
 * Wilson's of p, with e taken as known as Cohen's own standard error takes it; unlike that one it is no point where all agree.
 */
export function agreementOf(pairs: readonly (readonly [string, string])[]): Agreement {
  const n = pairs.length
  const none = { kappa: null, low: null, high: null }
  if (n === 0) return { n, agreement: null, ...none }
  const { rate: agreement, low, high } = wilson(pairs.filter(([a, b]) => a === b).length, n)
  const share = (which: 0 | 1, name: string) =>
    pairs.filter((pair) => pair[which] === name).length / n
  const names = [...new Set(pairs.flat())]
  if (names.length === 1) return { n, agreement, ...none }
  const byChance = names.reduce((sum, name) => sum + share(0, name) * share(1, name), 0)
  const beyond = (p: number) => (p - byChance) / (1 - byChance)
  return { n, agreement, kappa: beyond(agreement), low: beyond(low), high: beyond(high) }
}
