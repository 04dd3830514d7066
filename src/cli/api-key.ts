import type { Command } from 'commander'
import { organizationStore } from '../storage/organizations'
import { CliError } from './cli-error'
import { print } from './print'
import { withDatabase } from './with-database'

type Options = { organization?: string; live?: boolean; label: string }

/** `countersign api-key create`: a new key, told once. */
export function register(program: Command): void {
  program
    .command('api-key')
    .description('Manage API keys.')
    .command('create')
    .description('Make a new API key; it is shown once.')
    .option('--live', 'a live key (default: a test key, which allows specimens)')
    .option('--organization <id>', 'whose key; needed when there are several organisations')
    .option('--label <text>', 'what it is for', 'made on the command line')
    .action(createKey)
}

function createKey({ organization, live, label }: Options): Promise<void> {
  return withDatabase(async (db) => {
    const store = organizationStore(db)
    const known = (await store.list()).map(({ id }) => id)
    const tenantId = organization ? named(known, organization) : only(known)
    print(await store.createApiKey(tenantId, live ? 'LIVE' : 'TEST', label))
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
