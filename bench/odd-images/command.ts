import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { CliError } from '../../src/cli/cli-error'
import { print, printJson, progress } from '../../src/cli/print'
import { startWorker, WorkerDied, type WorkerProcess } from '../worker-process'
import { makeOddFile } from './odd-file'
import { type FuzzReport, startTally } from './report'
import { makeSeeds } from './seeds'
import type { FuzzAnswer } from './worker'

type Options = {
  count: string
  seed: string
  minutes?: string
  only?: string
  save?: string
  processorTime?: true
  json?: true
}

/** `bench fuzz-images`: odd files, sent the whole way that an upload goes. */
export function register(program: Command): void {
  program
    .command('fuzz-images')
    .description(
      'Sends mutated and odd image files through the image guard and all document reading. Ends with 1 when one of ' +
        'them crashes the process, fails in any way but a refusal with a code, or takes over 10 s.',
    )
    .option('--count <number>', 'how many files', '10000')
    .option('--seed <number>', 'seed of the first file; the next has the next number', '1')
    .option('--minutes <number>', 'stop after so many minutes')
    .option('--only <seed>', 'the one file of this seed, with its stages')
    .option('--save <file>', 'with --only: write the file there, too')
    .option(
      '--processor-time',
      'judge the 10 s by processor time, on a machine that is busy with other work',
    )
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      if (options.only !== undefined) await saveFile(options)
      const report = await fuzz(options)
      if (options.json) printJson(report)
      else printReport(report)
      if (report.failures.length > 0) process.exitCode = 1
    })
}

/** A file that takes longer is a failure. */
const LIMIT_MS = 10_000

/** After this long without an answer the process is given up. */
const HUNG_MS = 300_000

async function fuzz(options: Options): Promise<FuzzReport> {
  const first = whole('--seed', options.only ?? options.seed)
  const count = options.only === undefined ? whole('--count', options.count) : 1
  const minutes =
    options.minutes === undefined ? Number.POSITIVE_INFINITY : whole('--minutes', options.minutes)
  const end = performance.now() + minutes * 60_000
  const worker = startWorker<{ seed: number }, FuzzAnswer>('odd-images/worker.js', [], HUNG_MS)
  const tally = startTally(LIMIT_MS, options.processorTime ? 'cpuMs' : 'wallMs')
  const bar = progress('Reading', count)
  try {
    for (let seed = first; seed < first + count && performance.now() < end; seed++) {
      tally.add(seed, await answerOf(worker, seed))
      bar.step()
    }
  } finally {
    bar.stop()
    await worker.close()
  }
  return tally.report()
}

/** How the process ended, in the place of an answer. @throws what is not the process's death */
async function answerOf(
  worker: WorkerProcess<{ seed: number }, FuzzAnswer>,
  seed: number,
): Promise<FuzzAnswer | string> {
  try {
    return await worker.ask({ seed })
  } catch (error) {
    if (error instanceof WorkerDied) return error.message
    throw error
  }
}

async function saveFile({ only = '', save }: Options): Promise<void> {
  if (save === undefined) return
  const { bytes } = await makeOddFile(whole('--only', only), await makeSeeds())
  writeFileSync(save, bytes)
}

function whole(name: string, text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(number) || number < 0)
    throw new CliError(`${name} must be a whole number, 0 or more.`)
  return number
}

function printReport(report: FuzzReport): void {
  print(`files              ${report.files}`)
  for (const [code, count] of Object.entries(report.codes)) print(`  ${code.padEnd(22)} ${count}`)
  print('kinds: files, of these read, longest')
  for (const [kind, { files, read, longestMs }] of Object.entries(report.kinds))
    print(
      `  ${kind.padEnd(24)} ${String(files).padStart(5)} ${String(read).padStart(5)} ${seconds(longestMs).padStart(8)}`,
    )
  print('slowest')
  for (const { seed, kind, wallMs, cpuMs, stage, stageMs } of report.slowest)
    print(
      `  seed ${seed}, ${kind}: ${seconds(wallMs)}, ${seconds(cpuMs)} of processor time; ${stage} ${seconds(stageMs)}`,
    )
  print('stages: median, p95, longest')
  for (const [stage, { median, p95, longest }] of Object.entries(report.stages))
    print(`  ${stage.padEnd(20)} ${seconds(median)} ${seconds(p95)} ${seconds(longest)}`)
  print(
    `peak memory        ${report.peakMb.own.toFixed(0)} MB, image guard ${report.peakMb.child.toFixed(0)} MB`,
  )
  print(`failures           ${report.failures.length}`)
  for (const { seed, kind, stage, error } of report.failures)
    print(
      `  seed ${seed}, ${kind}, ${stage}: ${error}\n    again: npm run bench -- fuzz-images --only ${seed}`,
    )
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
