import ipaddr from 'ipaddr.js'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { FormBehaviour } from '../risk/behaviour'
import type { RiskDetails } from '../storage/risk-details'
import type { Session, SessionRef } from './session'

/** What an organisation may say of the applicant of a session. Dates as YYYY-MM-DD. */
export type GivenDetails = { behaviour?: FormBehaviour } & NonNullable<
  RiskDetails['CONTACTS'] &
    Omit<NonNullable<RiskDetails['PLACES']>, 'ipCountry'> &
    RiskDetails['DETAILS']
>

/**
 * What the organisation knows of the applicant, to be compared with the document and with others; before the submission.
 * @throws AppError NOT_FOUND, INVALID, CONFLICT when what wants it is off, or the session takes nothing more
 */
export async function recordRiskDetails(
  deps: Pick<Deps, 'sessions' | 'riskDetails' | 'ipCountries' | 'log' | 'now'>,
  ref: SessionRef,
  { email, phone, address, ipAddress, surname, givenNames, birthDate, behaviour }: GivenDetails,
  actor: string,
): Promise<Session> {
  const session = await deps.sessions.get(ref)
  if (ipAddress !== undefined && !ipaddr.isValid(ipAddress))
    throw new AppError('INVALID', 'ipAddress must be an IPv4 or IPv6 address.', 'ipAddress')
  const groups = {
    CONTACTS: present({ email, phone }),
    PLACES: present({ address, ipAddress, ipCountry: countryOf(deps, ipAddress) }),
    DETAILS: present({ surname, givenNames, birthDate }),
    FORM: behaviour ?? {},
  }
  const named = Object.entries(groups).filter(([, values]) => Object.keys(values).length > 0)
  if (named.length === 0) throw new AppError('INVALID', 'There is nothing in it.')
  await deps.riskDetails.record(ref, Object.fromEntries(named) as RiskDetails, {
    actor,
    at: deps.now(),
  })
  return session
}

/** Where the address is said to be; not known where the database cannot be read, which was said at the start as well. */
function countryOf(
  { ipCountries, log }: Pick<Deps, 'ipCountries' | 'log'>,
  ipAddress: string | undefined,
): string | undefined {
  if (ipAddress === undefined) return undefined
  try {
    return ipCountries.countryOf(ipAddress) ?? undefined
  } catch (error) {
    log.error({ error }, 'the countries of addresses cannot be read; run: countersign doctor')
    return undefined
  }
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return Object.fromEntries(entries) as Record<string, string>
}
