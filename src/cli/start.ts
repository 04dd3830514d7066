import type { Command } from 'commander'
import { startAllInOne } from '../all-in-one'
import { loadConfig } from '../config'
import { print } from './print'
import { untilStopped } from './until-stopped'

/** `countersign start`: everything on this machine. */
export function register(program: Command): void {
  program
    .command('start')
    .description('Start everything on this machine: database, queue, API and workers.')
    .action(async () => {
      const all = await startAllInOne(loadConfig())
      print(
        `Countersign is ready.\n\n  GraphQL   ${all.url}/graphql\n  Data      ${all.config.dataDir}\n\nStop it with Ctrl+C.`,
      )
      await untilStopped()
      await all.close()
    })
}
