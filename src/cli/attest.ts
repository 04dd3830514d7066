import type { Command } from 'commander'
import { verifyStatement } from '../trust/sign'
import { CliError } from './cli-error'
import { readKeySet, readText } from './key-set'
import { print, printJson } from './print'

type Options = { keys: string; audience?: string; json?: boolean }

/** `countersign attest verify`: whether a signed decision or receipt is genuine, without asking the server. */
export function register(program: Command): void {
  program
    .command('attest')
    .description('Work with signed decisions and receipts.')
    .command('verify')
    .description('Verify one and show what it says; exit code 2 when it is not genuine.')
    .argument('<file>', 'the statement (a JWS), or - for standard input')
    .requiredOption('--keys <file or URL>', 'the key set, such as https://…/.well-known/jwks.json')
    .option('--audience <organisation>', 'whom it must be for')
    .option('--json', 'one JSON object')
    .action(verify)
}

async function verify(file: string, { keys, audience, json }: Options): Promise<void> {
  const statement = readText(file).trim()
  const set = await readKeySet(keys)
  const { typ, claims } = await verifyStatement(statement, set, audience).catch((error: Error) => {
    throw new CliError(`Not genuine: ${error.message}`)
  })
  if (json) return printJson({ genuine: true, typ, claims })
  print(`genuine  ${typ}`)
  for (const [name, value] of Object.entries(claims))
    print(`${name.padEnd(14)} ${shown(name, value)}`)
}

function shown(name: string, value: unknown): string {
  if (name === 'iat') return new Date(Number(value) * 1000).toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}
