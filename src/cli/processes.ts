import { Argument, type Command } from 'commander'
import { ROLES, type Role } from '../roles'

/** `countersign api` and `countersign worker <role>`: the processes of a production installation. */
export function register(program: Command): void {
  program
    .command('api')
    .description('Serve the GraphQL API. Needs DATABASE_URL.')
    .action(() => void require('../main'))
  program
    .command('worker')
    .description('Run a worker. Needs DATABASE_URL; any number may run, on any number of machines.')
    .addArgument(new Argument('<role>', 'what it does').choices(ROLES))
    .action((role: Role) => void require(`../../workers/${role}`))
}
