import { type Command, InvalidArgumentError } from 'commander'
import {
  type ModelReport,
  reportSimulation,
  type SimulationReport,
} from '../risk/report-simulation'
import { CliError } from './cli-error'
import { print, printJson } from './print'

type Options = { applicants: number; fraudRings: number; seed: number; json?: boolean }

/** `countersign simulate`: what the risk score does on a made-up stream. */
export function register(program: Command): void {
  program
    .command('simulate')
    .description(
      'Play a made-up stream of applicants, rings of fraud among them, and report what the risk score makes of it: by the ' +
        'rules, and trained on the labels of the first half. Invented people: it compares models, and says nothing about real ones.',
    )
    .option('--applicants <n>', 'how many people', wholeNumber, 20_000)
    .option('--fraud-rings <k>', 'how many rings, of 3 to 12 each', wholeNumber, 170)
    .option('--seed <s>', 'the same seed gives the same stream', wholeNumber, 1)
    .option('--json', 'print one JSON object')
    .action(({ applicants, fraudRings: rings, seed, json }: Options) => {
      if (applicants < LEAST || applicants < MOST_OF_RING * rings)
        throw new CliError(
          `--applicants: at least ${LEAST}, and ${MOST_OF_RING} for each ring, honest people being the most.`,
        )
      const report = reportSimulation({ applicants, rings, seed })
      if (json) printJson(report)
      else printReport(report)
    })
}

const LEAST = 500
const MOST_OF_RING = 24

function printReport({ sessions, frauds, labels, loadSaved: saved, ...report }: SimulationReport) {
  print('A SIMULATION: invented people and fraud, no measure of accuracy on real ones.')
  print(`second half         ${sessions} sessions, ${frauds} of them fraud`)
  print(`trained on          ${labels.fraud} labels of fraud, ${labels.legitimate} of honesty`)
  printModel('rules only', report.rulesOnly)
  printModel('trained', report.trained)
  const percent = (value: number) => (100 * value).toFixed(1)
  print(
    `review saved        ${percent(saved.value)} % of all sessions at ${percent(saved.recall)} % of fraud caught; 95 %: ${percent(saved.low)} to ${percent(saved.high)}`,
  )
}

function printModel(name: string, { auc, atLoads, referred }: ModelReport): void {
  print(`${name.padEnd(20)}AUC ${auc.toFixed(3)}`)
  for (const { load, precision, recall } of atLoads)
    print(
      `  looking at ${(100 * load).toFixed(0).padStart(2)} %    precision ${precision.toFixed(3)}, fraud caught ${recall.toFixed(3)}`,
    )
  const shares = Object.entries(referred).map(
    ([kind, share]) => `${kind.toLowerCase()} ${(100 * share).toFixed(1)} %`,
  )
  print(`  to a person       ${shares.join(', ')}`)
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new InvalidArgumentError('A whole number, 0 or more, is needed.')
}
