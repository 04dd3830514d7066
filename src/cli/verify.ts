import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { judge } from '../checks/judge'
import { type Findings, runChecks } from '../checks/run-checks'
import type { Judgement } from '../decision/decide'
import { AppError } from '../errors'
import { wireEngines } from '../wire'
import { CliError } from './cli-error'
import { print, printJson } from './print'

type Options = { front: string; back?: string; selfie: string; json?: boolean; live?: boolean }
type Engines = ReturnType<typeof wireEngines>

/** `countersign verify`: all checks and the decision on files, without server or database. */
export function register(program: Command): void {
  program
    .command('verify')
    .description(
      'Run all checks on a document and a selfie, and decide. No server is needed, nothing is stored.',
    )
    .requiredOption('--front <file>', 'the document page with the portrait')
    .option('--back <file>', 'the back of a card')
    .requiredOption('--selfie <file>', "the applicant's face")
    .option('--live', 'judge as with a live key: specimens are not allowed')
    .option('--json', 'one JSON object')
    .action(verify)
}

async function verify({ front, back, selfie, json, live }: Options): Promise<void> {
  const engines = wireEngines()
  try {
    const mode = live ? 'LIVE' : 'TEST'
    const findings = await runChecks(engines, {
      mode,
      today: new Date().toISOString().slice(0, 10),
      declaredType: null,
      front: { captureId: front, bytes: await load(engines, front) },
      back: back ? { captureId: back, bytes: await load(engines, back) } : null,
      applicant: { selfie: { captureId: selfie, bytes: await load(engines, selfie) } },
    })
    const judgement = judge(findings, engines.policy, mode)
    if (json) printJson(forMachines(engines, findings, judgement))
    else print(forPeople(findings, judgement))
  } finally {
    await engines.images.close()
  }
}

async function load(engines: Engines, file: string): Promise<Uint8Array> {
  if (!existsSync(file)) throw new CliError(`${file}: no such file.`)
  try {
    return (await engines.images.normalize(readFileSync(file))).bytes
  } catch (error) {
    if (error instanceof AppError) throw new CliError(`${file}: ${error.message}`)
    throw error
  }
}

function forMachines(
  { policy, models }: Engines,
  { reading, portrait, timings }: Findings,
  { verdict, reasons, checks }: Judgement,
) {
  return {
    verdict,
    reasons,
    checks,
    reading,
    portraitBox: portrait?.box ?? null,
    policyVersion: policy.version,
    models,
    timings,
  }
}

function forPeople({ reading, timings }: Findings, judgement: Judgement): string {
  const { verdict, reasons, checks } = judgement
  const lines = checks.flatMap(({ check, outcome, score, reasons }) => [
    `${outcome.padEnd(8)} ${check.padEnd(22)} ${score === null ? '' : score.toFixed(2)}`,
    ...reasons.map(
      ({ code, evidence }) => `         ${code} ${evidence.field ?? ''} ${evidence.measured ?? ''}`,
    ),
  ])
  const fields = reading.fields.map(
    ({ name, source, value, uncertain }) =>
      `${source.padEnd(7)} ${name.padEnd(18)} ${value}${uncertain ? '  (uncertain)' : ''}`,
  )
  const time = `${timings.reduce((sum, { durationMs }) => sum + durationMs, 0)} ms of work`
  const because = [...new Set(reasons.map(({ code }) => code))].join(', ')
  return [...fields, '', ...lines, '', `${verdict}  ${because}  (${time})`].join('\n')
}
