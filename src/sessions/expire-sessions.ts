import type { Deps } from '../deps'
import { applyUnlessChanged } from './retry-stuck-sessions'

const BATCH = 100

/** Ends sessions whose captures did not come in time. @returns how many */
export async function expireSessions(deps: Deps): Promise<number> {
  const overdue = await deps.sessions.overdue(deps.now(), BATCH)
  for (const session of overdue) {
    await applyUnlessChanged(deps, { session, trigger: 'EXPIRE', at: deps.now(), actor: 'SYSTEM' })
  }
  return overdue.length
}
