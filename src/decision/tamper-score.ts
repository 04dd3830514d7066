import type { ImageSignalName } from '../documents/tamper/tamper-signal'
import type { Policy } from './policy'

/** Which tamper signals were measured, and whether each is raised; null: it could not be measured. */
export type SignalsRaised = Partial<Record<ImageSignalName, boolean | null>>

/** The score of DOCUMENT_GENUINE: 0, a signal that refers is raised; 0.5, only such as warn; null, none could be measured. */
export function tamperScore(
  raised: SignalsRaised,
  weights: Policy['tamperSignals'],
): number | null {
  const names = Object.keys(weights) as ImageSignalName[]
  const found = names.filter((name) => raised[name] === true)
  if (names.every((name) => (raised[name] ?? null) === null)) return null
  if (found.length === 0) return 1
  return found.some((name) => weights[name] === 'REFER') ? 0 : 0.5
}
