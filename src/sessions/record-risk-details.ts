import ipaddr from 'ipaddr.js'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { RiskDetails } from '../storage/risk-details'
import type { Session, SessionRef } from './session'

/** What an organisation may say of the applicant of a session. Dates as YYYY-MM-DD. */
export type GivenDetails = NonNullable<
  RiskDetails['CONTACTS'] & RiskDetails['PLACES'] & RiskDetails['DETAILS']
>

/**
 * What the organisation knows of the applicant, to be compared with the document and with others; before the submission.
 * @throws AppError NOT_FOUND, INVALID, CONFLICT when what wants it is off, or the session takes nothing more
 */
export async function recordRiskDetails(
  deps: Pick<Deps, 'sessions' | 'riskDetails' | 'now'>,
  ref: SessionRef,
  { email, phone, address, ipAddress, surname, givenNames, birthDate }: GivenDetails,
  actor: string,
): Promise<Session> {
  const session = await deps.sessions.get(ref)
  if (ipAddress !== undefined && !ipaddr.isValid(ipAddress))
    throw new AppError('INVALID', 'ipAddress must be an IPv4 or IPv6 address.', 'ipAddress')
  const groups = {
    CONTACTS: present({ email, phone }),
    PLACES: present({ address, ipAddress }),
    DETAILS: present({ surname, givenNames, birthDate }),
  }
  const named = Object.entries(groups).filter(([, values]) => Object.keys(values).length > 0)
  if (named.length === 0) throw new AppError('INVALID', 'There is nothing in it.')
  await deps.riskDetails.record(ref, Object.fromEntries(named) as RiskDetails, {
    actor,
    at: deps.now(),
  })
  return session
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return Object.fromEntries(entries) as Record<string, string>
}
