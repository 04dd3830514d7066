import type { Command } from 'commander'
import { ALL_ACTIONS } from '../access/actions'
import type { Config } from '../config'
import { openRootKey } from '../open-root-key'
import type { Caller } from '../sessions/caller'
import { apiKeyStore } from '../storage/api-keys'
import type { Database } from '../storage/database'
import { keyStore } from '../storage/keys'
import { memberStore } from '../storage/members'
import { stores } from '../storage/stores'
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

type WholeWorld = { deps: ReturnType<typeof stores> & { now(): Date }; caller: Caller }

/** As `asOperator`, with every store and the keys to what lies encrypted. */
export function asOperatorWithKeys<T>(
  whose: Whose,
  work: (world: WholeWorld) => Promise<T>,
): Promise<T> {
  return asOperator(whose, ({ db, config, caller, deps: { now } }) =>
    work({ deps: { ...stores(db, keyStore(db, openRootKey(config))), now }, caller }),
  )
}
