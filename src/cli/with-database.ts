import { type Config, loadConfig } from '../config'
import { type Database, openDatabase, scoped } from '../storage/database'
import { runningEmbeddedPostgres } from '../storage/embedded-postgres'
import { CliError } from './cli-error'

/**
 * Runs a command on the database that the settings name, or on the embedded one that runs in this folder.
 * @throws CliError when there is neither
 */
export async function withDatabase<T>(
  work: (db: Database, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig()
  const url = config.DATABASE_URL ?? runningEmbeddedPostgres(config.dataDir)
  if (!url)
    throw new CliError(
      'No database: set DATABASE_URL, or run this while countersign start runs in this folder.',
    )
  const client = openDatabase(url, 1)
  try {
    return await work(scoped(client), config)
  } finally {
    await client.$disconnect()
  }
}
