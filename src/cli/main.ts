#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config'
import { AppError } from '../errors'
import { VERSION } from '../version'
import * as apiKey from './api-key'
import * as attest from './attest'
import * as audit from './audit'
import * as bundle from './bundle'
import * as card from './card'
import * as checkLiveness from './check-liveness'
import { CliError } from './cli-error'
import * as compareFaces from './compare-faces'
import * as demo from './demo'
import * as doctor from './doctor'
import * as erasure from './erasure'
import * as evaluateDocuments from './evaluate-documents'
import * as evaluateFaces from './evaluate-faces'
import * as evaluateLiveness from './evaluate-liveness'
import * as evaluateMrz from './evaluate-mrz'
import * as integrity from './integrity'
import * as job from './job'
import * as keys from './keys'
import * as member from './member'
import * as migrate from './migrate'
import * as policy from './policy'
import * as processes from './processes'
import * as readChip from './read-chip'
import * as readDocument from './read-document'
import * as replay from './replay'
import * as simulate from './simulate'
import * as specimen from './specimen'
import * as start from './start'
import * as trainFaces from './train-faces'
import * as trainRisk from './train-risk'
import * as verify from './verify'
import * as webhook from './webhook'

type Register = (program: Command) => void

/** Every command in the order `--help` lists them. */
const COMMANDS: { register: Register }[] = [
  demo,
  start,
  processes,
  member,
  migrate,
  doctor,
  integrity,
  apiKey,
  job,
  keys,
  erasure,
  attest,
  bundle,
  audit,
  verify,
  webhook,
  policy,
  replay,
  readDocument,
  readChip,
  compareFaces,
  checkLiveness,
  specimen,
  evaluateMrz,
  evaluateDocuments,
  evaluateFaces,
  evaluateLiveness,
  card,
  trainFaces,
  trainRisk,
  simulate,
]

/** A reader of our output that has seen enough, such as `head`, is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

async function main(): Promise<void> {
  const program = new Command('countersign')
    .description(
      'Open identity verification: documents, faces, liveness and one explainable decision.',
    )
    .version(VERSION)
    .exitOverride()
  for (const { register } of COMMANDS) register(program)
  await program.parseAsync()
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode)
  const known = [CliError, ConfigError, AppError].some((kind) => error instanceof kind)
  if (known && error instanceof Error) process.stderr.write(`${error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(error instanceof CliError || error instanceof AppError ? 2 : 1)
})
