import { Command, CommanderError } from 'commander'
import { CliError } from '../src/cli/cli-error'
import * as api from './api/command'
import * as authentication from './authentication/command'
import * as capture from './capture/command'
import * as reviewConsole from './console/command'
import * as documents from './documents/command'
import * as faces from './faces/command'
import * as fuzzImages from './odd-images/command'
import * as policy from './policy/command'
import * as replays from './replays/command'
import * as search from './search/command'
import * as webhooks from './webhooks/command'

async function main(): Promise<void> {
  const program = new Command('bench')
    .description(
      'Measures Countersign on made-up documents and faces, and attacks it with odd images.',
    )
    .exitOverride()
  const ours = [api, authentication, capture, reviewConsole, documents, faces, policy]
  for (const { register } of [...ours, replays, fuzzImages, search, webhooks]) register(program)
  await program.parseAsync()
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode)
  const known = error instanceof CliError
  process.stderr.write(`${known ? error.message : (error as Error).stack}\n`)
  process.exit(known ? 2 : 1)
})
