import type { Command } from 'commander'
import { loadConfig } from '../config'
import { migrateQueue } from '../queue/queues'
import { migrate, pendingMigrations } from '../storage/migrations'
import { queueSettings, sessionUrl } from '../wire'
import { CliError } from './cli-error'
import { print } from './print'

/** `countersign migrate`: brings the database of DATABASE_URL up to date. */
export function register(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database of DATABASE_URL up to date.')
    .option('--check', 'only say what is missing; exit code 1 when something is')
    .action(async ({ check }: { check?: boolean }) => {
      const config = loadConfig()
      const { DATABASE_URL } = config
      if (!DATABASE_URL)
        throw new CliError(
          'DATABASE_URL is not set. (The embedded database is migrated by: countersign start)',
        )
      if (check) return report(await pendingMigrations(DATABASE_URL))
      const wired = { ...config, DATABASE_URL }
      const applied = await migrate(sessionUrl(wired))
      await migrateQueue(queueSettings(wired))
      print(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database is up to date.')
    })
}

function report(pending: string[]): void {
  print(pending.length > 0 ? `Missing: ${pending.join(', ')}` : 'The database is up to date.')
  process.exitCode = pending.length > 0 ? 1 : 0
}
