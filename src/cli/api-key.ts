import type { Command } from 'commander'
import { loadConfig } from '../config'
import { openDatabase } from '../storage/database'
import { runningEmbeddedPostgres } from '../storage/embedded-postgres'
import { organizationStore } from '../storage/organizations'
import { CliError } from './cli-error'
import { print } from './print'

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

async function createKey({ organization, live, label }: Options): Promise<void> {
  const { DATABASE_URL, dataDir } = loadConfig()
  const url = DATABASE_URL ?? runningEmbeddedPostgres(dataDir)
  if (!url)
    throw new CliError(
      'No database: set DATABASE_URL, or run this while countersign start runs in this folder.',
    )
  const db = openDatabase(url, 1)
  try {
    const store = organizationStore(db)
    const known = await store.list()
    const [chosen] = organization ? known.filter(({ id }) => id === organization) : known
    if (!chosen)
      throw new CliError(
        organization
          ? `There is no organisation ${organization}.`
          : 'There is no organisation yet; start the API once.',
      )
    if (!organization && known.length > 1)
      throw new CliError(
        `Which organisation? --organization ${known.map(({ id }) => id).join(' | ')}`,
      )
    print(await store.createApiKey(chosen.id, live ? 'LIVE' : 'TEST', label))
  } finally {
    await db.$disconnect()
  }
}
