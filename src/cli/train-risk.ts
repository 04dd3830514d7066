import { writeFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import type { Figure } from '../evaluation/bootstrap'
import { askForCandidate, trainCandidate } from '../learning/train-candidate'
import { LEAST_LABELS, type TrainingReport } from '../risk/train-model'
import { asOperatorWithKeys, ofOrganization, type Whose } from './as-operator'
import { CliError } from './cli-error'
import { print, printJson } from './print'

type Options = Whose & { out?: string; load: number; seed: number }

/** `countersign train risk`: a candidate for the model of risk, from an organisation's labels. */
export function register(program: Command): void {
  const train = program.commands.find((command) => command.name() === 'train')
  if (!train) throw new Error('countersign train is registered first.')
  ofOrganization(
    train
      .command('risk')
      .description(
        'Fits the weights of the risk score on labels (labelCreate): learned on the older half, measured on the newer one. ' +
          'Stores a candidate; nothing decides by it until two members have brought it into force with a policy.',
      )
      .option('--out <file>', 'write it to a file as well (JSON)')
      .option('--load <share>', 'the share of sessions a team can look at', shareOf, 0.05)
      .option('--seed <s>', 'of the draws for intervals', wholeNumber, 1),
  ).action(run)
}

async function run({ out, load, seed, ...whose }: Options): Promise<void> {
  const candidate = await asOperatorWithKeys(whose, async ({ deps, caller }) => {
    const { id: candidateId, tenantId } = await askForCandidate(deps, caller, {
      ...{ load, seed, here: true },
    })
    await trainCandidate(deps, { tenantId, candidateId })
    return deps.candidates.get({ tenantId, candidateId })
  })
  const { id, parameters: model, effect: report } = candidate
  if (model === null || report === null)
    throw new CliError(
      `Too few labels: at least ${LEAST_LABELS} of fraud and as many of honest sessions are needed in the older half of all sessions, and again in the newer.`,
    )
  if (out) {
    const file = { format: 'countersign-risk-model/2', model, report }
    writeFileSync(out, `${JSON.stringify(file, null, 1)}\n`)
  }
  if (whose.json) return printJson({ id, ...(out && { out }), ...report })
  printReport(report)
  print(`candidate          ${id}`)
  if (out) print(`written            ${out}`)
}

function shareOf(text: string): number {
  const share = Number(text)
  if (share > 0 && share < 1) return share
  throw new InvalidArgumentError('A share between 0 and 1 is needed.')
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new InvalidArgumentError('A whole number, 0 or more, is needed.')
}

const percent = (value: number | null) => (value === null ? '?' : (100 * value).toFixed(1))
const within = ({ value, low, high }: Figure) =>
  `${percent(value)} % (${percent(low)} to ${percent(high)})`

function printReport(report: TrainingReport): void {
  const { trainedOn, heldBack, before, trained, loadSaved: saved, groups, load } = report
  print(`trained on         ${trainedOn.fraud} labels of fraud, ${trainedOn.honest} of honesty`)
  print(`held back          ${heldBack.fraud} labels of fraud, ${heldBack.honest} of honesty`)
  for (const [name, effect] of Object.entries({ [before.model]: before, candidate: trained })) {
    print(name)
    print(`  order (AUC)      ${within(effect.auc)}`)
    print(
      `  looking at ${percent(load)} % precision ${within(effect.precision)}, fraud caught ${within(effect.caught)}`,
    )
    print(
      `  by its bar       all sessions ${within(effect.reviewLoad)}, honest ${within(effect.honestReferred)}, fraud missed ${within(effect.fraudMissed)}`,
    )
  }
  print(`review saved       ${within(saved)} at ${percent(saved.recall)} % of fraud caught`)
  for (const { by, value, honest, referred, gap } of groups)
    print(
      `${by.toLowerCase().padEnd(18)} ${value}: of ${honest} honest ${within(referred)} to a person, ${within(gap)} more than of others`,
    )
  print(
    'Sessions with labels are chosen by how fraud comes to light: shares among all may be other.',
  )
}
