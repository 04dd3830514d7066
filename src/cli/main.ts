#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { version } from '../../package.json'
import { CliError } from './cli-error'

type Register = (program: Command) => void

/** Every command in the order `--help` lists them; each file is loaded only when it is needed for help or run. */
const COMMANDS: Register[] = []

async function main(): Promise<void> {
  const program = new Command('countersign')
    .description(
      'Open identity verification: documents, faces, liveness and one explainable decision.',
    )
    .version(version)
    .exitOverride()
  for (const register of COMMANDS) register(program)
  await program.parseAsync()
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode)
  if (error instanceof CliError) process.stderr.write(`${error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(error instanceof CliError ? 2 : 1)
})
