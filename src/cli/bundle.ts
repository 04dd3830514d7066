import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { verifyBundle } from '../trust/case-bundle'
import { CliError } from './cli-error'
import { assertFile } from './face-files'
import { readKeySet } from './key-set'
import { print, printJson } from './print'

type Options = { keys: string; audience?: string; json?: boolean }

/** `countersign bundle verify`: whether an exported case is as it was signed, without asking the server. */
export function register(program: Command): void {
  program
    .command('bundle')
    .description('Work with exported cases.')
    .command('verify')
    .description('Check an exported case offline, and say what is wrong; exit code 2 when it is.')
    .argument('<file>', 'the bundle')
    .requiredOption('--keys <file or URL>', 'the key set, such as https://…/.well-known/jwks.json')
    .option('--audience <organisation>', 'whose it must be')
    .option('--json', 'one JSON object')
    .action(verify)
}

async function verify(file: string, { keys, audience, json }: Options): Promise<void> {
  assertFile(file)
  const set = await readKeySet(keys)
  const { faults, claims } = await verifyBundle(readFileSync(file), set, audience)
  const genuine = faults.length === 0
  if (json) printJson({ genuine, faults, claims })
  if (!genuine) throw new CliError(['Not genuine:', ...faults].join('\n'))
  if (json || claims === null) return
  const { iss, aud, sub, iat, files } = claims
  print(`genuine  ${sub} of ${aud}, by ${iss}, ${new Date(iat * 1000).toISOString()}`)
  for (const { name, sha256 } of files) print(`file     ${name}  ${sha256}`)
}
