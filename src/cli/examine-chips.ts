import type { MasterList } from '../chip/master-list'
import { loadTrustPlaces } from '../chip/trust-places'
import type { Config } from '../config'
import { trustPlaces } from '../wire'
import type { Finding } from './doctor'

/** Whether chips can be verified, and by whose word. @throws Error when the trust cannot be read */
export async function examineChips(config: Config): Promise<Finding> {
  const part = 'chips'
  const trust = loadTrustPlaces(trustPlaces(config), new Date())
  if (trust === null)
    return { part, state: 'ok', says: 'no master list (CSCA_MASTER_LIST): chips are not verified' }
  const { certificates, crls, masterLists } = trust
  const says = [
    `${certificates.length} country signers, ${crls.length} revocation lists`,
    ...masterLists.map(described),
  ].join('; ')
  if (masterLists.every(({ vouchedBy }) => vouchedBy === 'GIVEN_SIGNERS'))
    return { part, state: 'ok', says }
  const advice =
    'Anybody can make a list that vouches for itself: set CSCA_LIST_SIGNERS to the certificate of its publisher.'
  return { part, state: 'warning', says, advice }
}

function described({ certificates, unreadable, signer, vouchedBy }: MasterList): string {
  const by = vouchedBy === 'ITSELF' ? 'only by the list itself' : 'by CSCA_LIST_SIGNERS'
  const left = unreadable > 0 ? ` and ${unreadable} that cannot be read` : ''
  return `a list of ${certificates.length}${left}, signed by "${signer}", vouched for ${by}`
}
