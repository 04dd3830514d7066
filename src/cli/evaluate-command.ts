import type { Command } from 'commander'

/** The parent command `evaluate`, made by whoever asks first: each evaluation adds its own subcommand to it. */
export function evaluateCommand(program: Command): Command {
  const existing = program.commands.find((command) => command.name() === 'evaluate')
  if (existing) return existing
  return program
    .command('evaluate')
    .description('Measure a part of the system on labelled files, with 95 % intervals.')
}
