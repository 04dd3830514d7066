import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { z } from 'zod'
import { verifyStatement } from '../trust/sign'
import { CliError } from './cli-error'
import { assertFile } from './face-files'
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
  const statement = read(file).trim()
  const set = parseKeys(keys, await readKeys(keys))
  const { typ, claims } = await verifyStatement(statement, set, audience).catch((error: Error) => {
    throw new CliError(`Not genuine: ${error.message}`)
  })
  if (json) return printJson({ genuine: true, typ, claims })
  print(`genuine  ${typ}`)
  for (const [name, value] of Object.entries(claims))
    print(`${name.padEnd(14)} ${shown(name, value)}`)
}

function read(file: string): string {
  if (file === '-') return readFileSync(0, 'utf8')
  assertFile(file)
  return readFileSync(file, 'utf8')
}

async function readKeys(place: string): Promise<string> {
  if (!/^https?:/.test(place)) return read(place)
  const response = await fetch(place, { signal: AbortSignal.timeout(10_000) })
  if (!response.ok) throw new CliError(`${place}: the server answered ${response.status}.`)
  return response.text()
}

const KEY_SET = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

function parseKeys(place: string, text: string) {
  try {
    return KEY_SET.parse(JSON.parse(text))
  } catch {
    throw new CliError(`${place}: not a JSON Web Key Set.`)
  }
}

function shown(name: string, value: unknown): string {
  if (name === 'iat') return new Date(Number(value) * 1000).toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}
