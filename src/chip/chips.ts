import type { Chips } from '../deps'
import { readChip } from './read-chip'
import type { CscaTrust } from './trust'
import { loadTrustPlaces, type TrustPlaces } from './trust-places'

/** Chips, as `Chips` in deps.ts describes them. The trust is read once, when it is first needed. */
export function createChips(places: TrustPlaces): Chips {
  let trust: CscaTrust | null = null
  const loadTrust = (now: Date) => {
    trust ??= loadTrustPlaces(places, now)
    return trust
  }
  return {
    loadTrust: (now) => void loadTrust(now),
    inspect: (files, now) => readChip(files, { trust: null, now }),
    authenticate: async (files, now) => readChip(files, { trust: loadTrust(now), now }),
  }
}
