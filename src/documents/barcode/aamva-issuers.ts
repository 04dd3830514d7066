import { UTOPIA } from '../states'

/** An issuer's country (ICAO code) and the postal code of its state, province or territory; '' where it has none. */
export type Issuer = { country: string; jurisdiction: string }

/** The issuer by its six-digit number (IIN) at the start of a record, as AAMVA lists them; null when unknown. */
export function issuerOf(issuerNumber: string): Issuer | null {
  return ISSUERS.get(issuerNumber) ?? null
}

/**
 * The issuer number of specimens. AAMVA cannot assign it: a leading 9 leaves the next three digits to a country by
 * its ISO 3166-1 number, and 999 is of no country.
 */
export const SPECIMEN_ISSUER = '999999'

/** The postal code of the fictitious state that specimens are from; no jurisdiction of North America has it. */
export const SPECIMEN_JURISDICTION = 'ZU'

const FROM_604426 = 'CAN PE; USA AS; CAN QC; CAN YT; USA MP; USA PR; CAN AB; CAN NU; CAN NT'

const FROM_636000 = `USA VA; USA NY; USA MA; USA MD; USA NC; USA SC; USA CT; USA LA; USA MT; USA NM
USA FL; USA DE; CAN ON; CAN NS; USA CA; USA TX; CAN NL; CAN NB; USA IA; USA GU
USA CO; USA AR; USA KS; USA OH; USA VT; USA PA; USA AZ; USA; CAN BC; USA OR
USA MO; USA WI; USA MI; USA AL; USA ND; USA IL; USA NJ; USA IN; USA MN; USA NH
USA UT; USA ME; USA SD; USA DC; CAN SK; USA WA; USA KY; USA HI; CAN MB; USA NV
USA ID; USA MS; USA RI; USA TN; USA NE; USA GA; MEX COA; MEX HID; USA OK; USA AK
USA WY; USA WV; USA VI`

function numbered(first: number, list: string): [string, Issuer][] {
  return list.split(/[;\n]/).map((entry, i) => {
    const [country = '', jurisdiction = ''] = entry.trim().split(' ')
    return [String(first + i), { country, jurisdiction }]
  })
}

const ISSUERS = new Map<string, Issuer>([
  ...numbered(604426, FROM_604426),
  ...numbered(636000, FROM_636000),
  [SPECIMEN_ISSUER, { country: UTOPIA, jurisdiction: SPECIMEN_JURISDICTION }],
])
