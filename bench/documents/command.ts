import { type Command, Option } from 'commander'
import { print, printJson, progress } from '../../src/cli/print'
import type { Rate } from '../../src/evaluation/interval'
import type { Degradation } from '../../src/specimens/render-specimen'
import { wholeNumber } from '../whole-number'
import { startWorker, type WorkerProcess } from '../worker-process'
import { type BenchItem, type LazyItem, picturesOf, specimens } from './items'
import { type Answer, type Question, READER_NAMES, type ReaderName } from './reader'
import { type BenchReport, type Outcome, summarize } from './report'

type Options = {
  count: string
  seed: string
  degrade: Degradation
  images?: string
  others: boolean
  json?: true
}

/** `bench documents`: what reading a document costs, and how tesseract.js does on the same pictures. */
export function register(program: Command): void {
  program
    .command('documents')
    .description(
      'Reads made-up documents (TD1, TD2, TD3 and backs of licences by turns) or pictures of your own, stage by stage, ' +
        'and lets tesseract.js read the same pictures in the same run.',
    )
    .option('--count <number>', 'how many made-up documents', '40')
    .option('--seed <number>', 'seed of the first; the next has the next number', '1')
    .addOption(
      new Option('--degrade <level>', 'how hard the photos are to read')
        .choices(['none', 'light', 'phone', 'hard'])
        .default('phone'),
    )
    .option(
      '--images <csv>',
      'pictures of your own: columns path,type,line1,line2,line3; paths relative to the file',
    )
    .option('--no-others', 'leave tesseract.js out')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = summarize(await run(options))
      if (options.json) printJson(report)
      else printReport(report)
    })
}

/** After this long without an answer a reader is given up. */
const LIMIT_MS = 120_000

type Readers = [ReaderName, WorkerProcess<Question, Answer>][]

async function run(options: Options): Promise<Outcome[]> {
  const items = itemsOf(options)
  const names = READER_NAMES.filter((name) => options.others || name === 'countersign')
  const readers: Readers = names.map((name) => [
    name,
    startWorker<Question, Answer>('documents/worker.js', [name], LIMIT_MS),
  ])
  const bar = progress('Reading', items.length)
  const outcomes: Outcome[] = []
  try {
    await warmUp(readers)
    for (const make of items) {
      outcomes.push(await readBy(readers, await make()))
      bar.step()
    }
  } finally {
    bar.stop()
    for (const [, reader] of readers) await reader.close()
  }
  return outcomes
}

/** One picture whose times do not count: the first costs the loading of models and the engines' own warming up. */
async function warmUp(readers: Readers): Promise<void> {
  const [make] = specimens(1, 0, 'light', today())
  if (make !== undefined) await readBy(readers, await make())
}

/** Each reader by itself, one after the other; the others are given the upright JPEG that our guard made. */
async function readBy(readers: Readers, { bytes, ...item }: BenchItem): Promise<Outcome> {
  const answers: Outcome['answers'] = {}
  for (const [name, reader] of readers) {
    if (name === 'countersign') answers[name] = await reader.ask({ bytes })
    else if (item.lines.length > 0 && answers.countersign?.normal)
      answers[name] = await reader.ask({ bytes: answers.countersign.normal })
  }
  if (answers.countersign) answers.countersign.normal = null
  return { item, answers }
}

function itemsOf({ count, seed, degrade, images }: Options): LazyItem[] {
  if (images !== undefined) return picturesOf(images, today())
  return specimens(
    wholeNumber('--count', count, 1),
    wholeNumber('--seed', seed, 0),
    degrade,
    today(),
  )
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

function printReport(report: BenchReport): void {
  print(`pictures ${report.pictures}`)
  for (const [code, count] of Object.entries(report.refused)) print(`  refused ${code} ${count}`)
  print('\nstage               wall median      p95   processor median      p95  (ms)')
  for (const [stage, { wallMs, cpuMs }] of Object.entries(report.stages))
    print(
      `  ${stage.padEnd(18)} ${right(wallMs.median)} ${right(wallMs.p95)}  ${right(cpuMs.median)} ${right(cpuMs.p95)}`,
    )
  printReaders(report)
  for (const [type, rate] of Object.entries(report.byType))
    print(`  ${type.padEnd(18)} ${rateText(rate)}`)
  print(`\nbarcodes exact        ${rateText(report.barcodesExact)}`)
  print(`visual zone, found    ${rateText(report.visualZone.found)}`)
  print(`  wrong, not marked   ${rateText(report.visualZone.sureButWrong)}`)
  if (report.notExact.length > 0) print(`not exact: ${report.notExact.join(', ')}`)
}

function printReaders({ readers, ratios }: BenchReport): void {
  print('\nmachine-readable zones: exact, wall and processor median (ms), peak memory (MB)')
  for (const [name, { exact, cost, peakMb }] of Object.entries(readers)) {
    print(`  ${name.padEnd(18)} ${rateText(exact)}`)
    print(
      `  ${''.padEnd(18)} ${right(cost.wallMs.median)} ${right(cost.cpuMs.median)} ${right(peakMb.own + peakMb.child)}`,
    )
  }
  for (const [name, { wall, cpu, memory }] of Object.entries(ratios))
    print(
      `  against ${name}: wall x ${wall.toFixed(2)}, processor x ${cpu.toFixed(2)}, memory x ${memory.toFixed(2)}`,
    )
}

function right(value: number): string {
  return value.toFixed(0).padStart(12)
}

function rateText({ count, of, rate, low, high }: Rate): string {
  const percent = (share: number) => (100 * share).toFixed(1)
  return `${count} of ${of} = ${percent(rate)} % (${percent(low)} to ${percent(high)})`
}
