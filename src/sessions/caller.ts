import type { Action } from '../access/actions'
import type { Mode } from './session'

/**
 * Who is asking. `id`: the API key or the member, as histories name them. `mode`: of what is created. `may`: all that is
 * allowed.
 */
export type Caller = { tenantId: string; id: string; mode: Mode; may: readonly Action[] }
