import { readFileSync } from 'node:fs'
import ipaddr from 'ipaddr.js'
import { type CountryResponse, Reader } from 'mmdb-lib'
import { AppError } from '../errors'

/** In which country an address of the internet is said to be: by a database that the operator supplies, on this machine alone. */
export type IpCountries = {
  /** ISO 3166-1 alpha-2; null: not known, or there is no database. @throws AppError INVALID when it cannot be read */
  countryOf(address: string): string | null
  /** Reads it ahead of the first address; null: none is configured. @throws AppError INVALID when it cannot be read */
  load(): { type: string; builtAt: Date } | null
}

/** @param file MaxMind DB 2.0 (GeoLite2, DB-IP Lite); read when first wanted, and again only by a new process, or after a failure */
export function createIpCountries(file: string | undefined): IpCountries {
  let reader: Reader<CountryResponse> | null = null
  const open = () => {
    if (file !== undefined) reader ??= read(file)
    return reader
  }
  return {
    countryOf(address) {
      const known = open()
      if (known === null || !ipaddr.isValid(address)) return null
      const parsed = ipaddr.process(address)
      // The tree of a file for IPv4 alone would answer for the first 32 bits of any other.
      if (parsed.kind() === 'ipv6' && known.metadata.ipVersion === 4) return null
      return known.get(parsed.toString())?.country?.iso_code ?? null
    },
    load() {
      const known = open()
      return known && { type: known.metadata.databaseType, builtAt: known.metadata.buildEpoch }
    },
  }
}

function read(file: string): Reader<CountryResponse> {
  try {
    const reader = new Reader<CountryResponse>(readFileSync(file))
    if (/country|city/i.test(reader.metadata.databaseType)) return reader
  } catch (cause) {
    throw new AppError('INVALID', `${file} cannot be read as a MaxMind DB: ${messageOf(cause)}`)
  }
  throw new AppError(
    'INVALID',
    `${file} has no countries: a database of countries or cities is needed.`,
  )
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
