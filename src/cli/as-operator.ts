import type { Command } from 'commander'
import { ALL_ACTIONS } from '../access/actions'
import type { Config } from '../config'
import type { Caller } from '../sessions/caller'
import { apiKeyStore } from '../storage/api-keys'
import type { Database } from '../storage/database'
import { memberStore } from '../storage/members'
import { COMMAND_LINE, chooseOrganization } from './choose-organization'
import { withDatabase } from './with-database'

export type Whose = { organization?: string; json?: boolean }

/** For commands about one organisation. */
export function ofOrganization(command: Command): Command {
  return command
    .option('--organization <id>', 'whose; needed when there are several organisations')
    .option('--json', 'one JSON object')
}

type World = {
  db: Database
  config: Config
  deps: {
    apiKeys: ReturnType<typeof apiKeyStore>
    members: ReturnType<typeof memberStore>
    now(): Date
  }
  caller: Caller
}

/** Whoever has the database in hand may do everything, for the organisation they name. */
export function asOperator<T>(
  { organization }: Whose,
  work: (world: World) => Promise<T>,
): Promise<T> {
  return withDatabase(async (db, config) => {
    const tenantId = await chooseOrganization(db, organization)
    const deps = { apiKeys: apiKeyStore(db), members: memberStore(db), now: () => new Date() }
    const by = { id: COMMAND_LINE, mode: 'LIVE', may: ALL_ACTIONS, sessionId: null } as const
    const caller = { tenantId, ...by }
    return work({ db, config, deps, caller })
  })
}
