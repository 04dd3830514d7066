import { writeFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import { isFraud } from '../risk/observation'
import { LEAST_LABELS, type TrainingReport, trainModel } from '../risk/train-model'
import { asOperatorWithKeys, ofOrganization, type Whose } from './as-operator'
import { CliError } from './cli-error'
import { print, printJson } from './print'

type Options = Whose & { out: string; load: number }

/** `countersign train risk`: a candidate for the model of risk, from an organisation's labels. */
export function register(program: Command): void {
  const train = program.commands.find((command) => command.name() === 'train')
  if (!train) throw new Error('countersign train is registered first.')
  ofOrganization(
    train
      .command('risk')
      .description(
        'Fits the weights of the risk score on labels (labelCreate): learned on the older half, measured on the newer one. ' +
          'Writes a candidate; nothing decides by it.',
      )
      .requiredOption('--out <file>', 'where the candidate goes (JSON)')
      .option('--load <share>', 'the share of sessions a team can look at', shareOf, 0.05),
  ).action(run)
}

async function run({ out, load, ...whose }: Options): Promise<void> {
  const trained = await asOperatorWithKeys(whose, async ({ deps, caller: { tenantId } }) => {
    const examples = await deps.riskLabels.examples(tenantId)
    const sessions = examples.map(({ signals, label, applicantId: party }) => {
      return { signals, party, fraud: label && isFraud(label) }
    })
    return trainModel(sessions, `candidate-${deps.now().toISOString().slice(0, 10)}`, load)
  })
  if (trained === null)
    throw new CliError(
      `Too few labels: at least ${LEAST_LABELS} of fraud and as many of honest sessions are needed in the older half of all sessions, and again in the newer.`,
    )
  const { model, report } = trained
  writeFileSync(
    out,
    `${JSON.stringify({ format: 'countersign-risk-model/1', model, report }, null, 1)}\n`,
  )
  if (whose.json) printJson({ out, ...report })
  else printReport(out, report)
}

function shareOf(text: string): number {
  const share = Number(text)
  if (share > 0 && share < 1) return share
  throw new InvalidArgumentError('A share between 0 and 1 is needed.')
}

function printReport(out: string, report: TrainingReport): void {
  const { trainedOn, heldBack, rulesOnly, trained, loadSaved: saved } = report
  const percent = (value: number) => (100 * value).toFixed(1)
  print(`trained on         ${trainedOn.fraud} labels of fraud, ${trainedOn.honest} of honesty`)
  print(`held back          ${heldBack.fraud} labels of fraud, ${heldBack.honest} of honesty`)
  for (const [name, { auc, atLoad }] of Object.entries({ 'rules only': rulesOnly, trained }))
    print(
      `${name.padEnd(19)}AUC ${auc.toFixed(3)}; looking at ${percent(atLoad.load)} %: precision ${atLoad.precision.toFixed(3)}, fraud caught ${atLoad.recall.toFixed(3)}`,
    )
  print(
    `review saved       ${percent(saved.value)} % of labelled sessions at ${percent(saved.recall)} % of fraud caught; 95 %: ${percent(saved.low)} to ${percent(saved.high)}`,
  )
  print(
    'Sessions with labels are chosen by how fraud comes to light: shares among all may be other.',
  )
  print(`written            ${out}`)
}
