import type { Command } from 'commander'
import { verifyCredential } from '../trust/credential'
import { verifyStatement } from '../trust/sign'
import { CliError } from './cli-error'
import { readKeySet, readText } from './key-set'
import { print, printJson } from './print'

type Options = { keys: string; audience?: string; nonce?: string; json?: boolean }

/** `countersign attest verify`: whether a signed decision or receipt is genuine, without asking the server. */
export function register(program: Command): void {
  program
    .command('attest')
    .description('Work with signed decisions, receipts and credentials.')
    .command('verify')
    .description('Verify one and show what it says; exit code 2 when it is not genuine.')
    .argument(
      '<file>',
      'the statement (a JWS) or what a holder presents (an SD-JWT VC); - for standard input',
    )
    .requiredOption('--keys <file or URL>', 'the key set, such as https://…/.well-known/jwks.json')
    .option('--audience <organisation>', 'whom it must be for')
    .option('--nonce <text>', 'with which the holder of a credential was asked')
    .option('--json', 'one JSON object')
    .action(verify)
}

async function verify(file: string, { json, ...options }: Options): Promise<void> {
  const { typ, claims } = await read(readText(file).trim(), options).catch((error: Error) => {
    throw error instanceof CliError ? error : new CliError(`Not genuine: ${error.message}`)
  })
  if (json) return printJson({ genuine: true, typ, claims })
  print(`genuine  ${typ}`)
  for (const [name, value] of Object.entries(claims))
    print(`${name.padEnd(14)} ${shown(name, value)}`)
}

/** Of the two forms, an SD-JWT has tildes between its parts. */
async function read(text: string, { keys, audience, nonce }: Options) {
  const set = await readKeySet(keys)
  if (!text.includes('~')) return verifyStatement(text, set, audience)
  const asked = { now: new Date(), ...(nonce && { nonce }) }
  const presented = await verifyCredential(text, set, asked)
  if (audience && presented.audience !== audience)
    throw new Error(`it was presented to ${presented.audience ?? 'nobody in particular'}`)
  return { typ: 'dc+sd-jwt', claims: presented.claims }
}

function shown(name: string, value: unknown): string {
  if (name === 'iat') return new Date(Number(value) * 1000).toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}
