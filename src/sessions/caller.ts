import type { Right } from '../access/actions'
import { AppError } from '../errors'
import type { Mode, SessionRef } from './session'

/**
 * Who is asking. `id`: the API key, the member or the capture link, as histories name them. `mode`: of what is created. `may`:
 * all that is allowed. `sessionId`: the only session it is allowed in; null: any of the organisation.
 */
export type Caller = {
  tenantId: string
  id: string
  mode: Mode
  may: readonly Right[]
  sessionId: string | null
}

/**
 * The session that a caller names, if it may be theirs.
 * @throws AppError NOT_FOUND for another than the one they are bound to, as if it were not there
 */
export function sessionOf(
  { tenantId, sessionId: own }: Pick<Caller, 'tenantId' | 'sessionId'>,
  sessionId: string,
): SessionRef {
  if (own !== null && own !== sessionId)
    throw new AppError('NOT_FOUND', `There is no session ${sessionId}.`)
  return { tenantId, sessionId }
}
