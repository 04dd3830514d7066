/** The score of a poor selfie: 0.5 where it shows one person whose face matches all the same, for it served its purpose. */
export function poorSelfieScore(alone: boolean, matched: boolean): number {
  return alone && matched ? 0.5 : 0
}
