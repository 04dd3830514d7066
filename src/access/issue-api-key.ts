import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { Mode } from '../sessions/session'
import type { ApiKey, IssuedApiKey } from '../storage/api-keys'
import { type Action, KEY_SCOPES } from './actions'
import { isRange } from './address-ranges'

type World = Pick<Deps, 'apiKeys' | 'now'>

type Wanted = {
  mode: Mode
  label: string
  scopes: readonly Action[]
  allowedAddresses: readonly string[]
  expiresAt: Date | null
}

const MAX_OVERLAP_HOURS = 30 * 24
const HOUR_MS = 3_600_000

/**
 * A new key that may do no more than its maker.
 * @throws AppError INVALID
 */
export async function createApiKey(
  deps: World,
  caller: Caller,
  wanted: Wanted,
): Promise<IssuedApiKey> {
  const at = deps.now()
  const { tenantId, id: createdBy } = caller
  const scopes = grantable(caller, wanted.scopes)
  const allowedAddresses = [...new Set(wanted.allowedAddresses)]
  const odd = allowedAddresses.find((range) => !isRange(range))
  if (odd !== undefined)
    throw new AppError(
      'INVALID',
      'Each of allowedAddresses is an address or a range, such as 203.0.113.0/24 or 2001:db8::/32.',
      'allowedAddresses',
    )
  if (wanted.mode === 'LIVE' && caller.mode === 'TEST')
    throw new AppError('INVALID', 'A test key cannot make a live key.', 'mode')
  if (wanted.expiresAt && wanted.expiresAt <= at)
    throw new AppError('INVALID', 'expiresAt must be in the future.', 'expiresAt')
  return deps.apiKeys.create({ ...wanted, tenantId, createdBy, scopes, allowedAddresses }, at)
}

function grantable(caller: Caller, scopes: readonly Action[]): Action[] {
  if (scopes.length === 0)
    throw new AppError('INVALID', 'Name what the key is to be allowed.', 'scopes')
  const missing = scopes.filter((scope) => !caller.may.includes(scope))
  if (missing.length > 0)
    throw new AppError(
      'INVALID',
      `You cannot give what you do not have: ${missing.join(', ')}.`,
      'scopes',
    )
  const forPeople = scopes.filter((scope) => !KEY_SCOPES.includes(scope))
  if (forPeople.length > 0)
    throw new AppError('INVALID', `Only a member can do this: ${forPeople.join(', ')}.`, 'scopes')
  return KEY_SCOPES.filter((scope) => scopes.includes(scope))
}

/**
 * A new key in place of an old one, which goes on for `overlapHours` (0 to 720): time to hand out the new one.
 * @throws AppError NOT_FOUND | INVALID | CONFLICT when the key is over
 */
export async function rotateApiKey(
  deps: World,
  caller: Caller,
  id: string,
  overlapHours: number,
): Promise<IssuedApiKey> {
  if (!(overlapHours >= 0 && overlapHours <= MAX_OVERLAP_HOURS))
    throw new AppError('INVALID', 'overlapHours must be 0 to 720.', 'overlapHours')
  const at = deps.now()
  const old = await deps.apiKeys.get(caller.tenantId, id)
  assertMayChange(caller, old)
  if (old.revokedAt || (old.expiresAt && old.expiresAt <= at))
    throw new AppError('CONFLICT', 'This key is over; create another.', 'id')
  const end = new Date(at.getTime() + overlapHours * HOUR_MS)
  const until = old.expiresAt && old.expiresAt < end ? old.expiresAt : end
  return deps.apiKeys.replace(old, until, { actor: caller.id, at })
}

/** @throws AppError NOT_FOUND | INVALID. Revoking twice changes nothing. */
export async function revokeApiKey(deps: World, caller: Caller, id: string): Promise<ApiKey> {
  const key = await deps.apiKeys.get(caller.tenantId, id)
  if (key.revokedAt) return key
  return deps.apiKeys.revoke(key, { actor: caller.id, at: deps.now() })
}

/** Whoever rotates a key gets one that may all the old one might: no way to rise. */
function assertMayChange(caller: Caller, { scopes, mode }: ApiKey): void {
  grantable(caller, scopes)
  if (mode === 'LIVE' && caller.mode === 'TEST')
    throw new AppError('INVALID', 'A test key cannot rotate a live key.', 'id')
}
