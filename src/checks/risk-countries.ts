import { whereAlpha3 } from 'iso-3166-1'
import type { ReadingData } from '../documents/reading'
import type { SessionFacts } from '../risk/observation'
import type { RiskDetails } from '../storage/risk-details'
import { certainField } from './risk-links'

/** The country the applicant came from, and those of the document: who issued it, and whose national its holder is. */
export function riskCountries(
  reading: Pick<ReadingData, 'fields'>,
  { PLACES: places }: RiskDetails,
): Pick<SessionFacts, 'countries'> {
  const codes = [certainField(reading, 'ISSUING_STATE'), certainField(reading, 'NATIONALITY')]
  const known = codes.flatMap((field) => countryOf(field?.value ?? '') ?? [])
  const document = [...new Set(known)]
  const ip = places?.ipCountry
  return ip && document.length > 0 ? { countries: { ip, document } } : {}
}

/** What the machine-readable zone writes otherwise than ISO 3166-1 (ICAO 9303-3 §5), and Kosovo as address databases have it. */
const OTHERS: Record<string, string> = {
  D: 'DE',
  GBD: 'GB',
  GBN: 'GB',
  GBO: 'GB',
  GBP: 'GB',
  GBS: 'GB',
  RKS: 'XK',
  UNK: 'XK',
}

/** ISO 3166-1 alpha-2; null for organisations, for people without a state, and for Utopia. */
function countryOf(code: string): string | null {
  return OTHERS[code] ?? whereAlpha3(code)?.alpha2 ?? null
}
