import type { Command } from 'commander'
import { ALL_ACTIONS } from '../access/actions'
import type { Config } from '../config'
import type { Caller } from '../sessions/caller'
import { apiKeyStore } from '../storage/api-keys'
import type { Database } from '../storage/database'
import { memberStore } from '../storage/members'
import { organizationStore } from '../storage/organizations'
import { CliError } from './cli-error'
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
    const known = (await organizationStore(db).list()).map(({ id }) => id)
    const tenantId = organization ? named(known, organization) : only(known)
    const deps = { apiKeys: apiKeyStore(db), members: memberStore(db), now: () => new Date() }
    const caller = { tenantId, id: 'command line', mode: 'LIVE', may: ALL_ACTIONS } as const
    return work({ db, config, deps, caller })
  })
}

function named(known: string[], organization: string): string {
  if (known.includes(organization)) return organization
  throw new CliError(`There is no organisation ${organization}.`)
}

function only([first, ...others]: string[]): string {
  if (first === undefined) throw new CliError('There is no organisation yet; start the API once.')
  if (others.length === 0) return first
  throw new CliError(`Which organisation? --organization ${[first, ...others].join(' | ')}`)
}
