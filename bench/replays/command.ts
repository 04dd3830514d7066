import type { Command } from 'commander'
import type { CheckInput } from '../../src/checks/run-checks'
import { CliError } from '../../src/cli/cli-error'
import { print, printJson, progress } from '../../src/cli/print'
import { createImages } from '../../src/inference/images'
import { facePictures } from '../faces/pictures'
import { wholeNumber } from '../whole-number'
import { startWorker } from '../worker-process'
import { differingChecks, type Replay, type ReplayQuestion } from './replay'

type Options = {
  count: string
  processes: string
  minutes?: string
  facesOnly?: true
  json?: true
}

/** `differing`: how often each check's score was another than in the first replay. */
type ReplaysReport = {
  replays: number
  processes: number
  identical: number
  digests: Record<string, number>
  differing: Record<string, number>
  scores: Replay['scores']
}

/** `bench replays`: whether a decision's checks give the same bits again and again, in process after process. */
export function register(program: Command): void {
  program
    .command('replays')
    .description(
      "Runs all checks on one decision's captures again and again, in processes of their own, and compares every score " +
        'bit for bit, and everything else that was found. Ends with 1 when anything differs.',
    )
    .option('--count <number>', 'how many replays in all', '1000')
    .option('--processes <number>', 'in how many fresh processes, side by side', '2')
    .option('--minutes <number>', 'stop after so many minutes, and report the replays until then')
    .option('--faces-only', 'only what is measured on the faces')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = await run(options)
      if (options.json) printJson(report)
      else printReport(report)
      if (report.identical < report.replays) process.exitCode = 1
    })
}

/** After this long without an answer a replay is given up; the first includes loading all models. */
const LIMIT_MS = 300_000

async function run(options: Options): Promise<ReplaysReport> {
  const count = wholeNumber('--count', options.count, 2)
  const processes = wholeNumber('--processes', options.processes, 1)
  if (processes > count) throw new CliError('--processes must not be more than --count.')
  const question = { input: await storedInput(), facesOnly: options.facesOnly === true }
  const end = endOf(options.minutes)
  const bar = progress('Replaying', count)
  try {
    const shares = Array.from(
      { length: processes },
      (_, index) => Math.floor(count / processes) + (index < count % processes ? 1 : 0),
    )
    const replays = await Promise.all(
      shares.map((share) => replaysOfOne(question, share, end, bar.step)),
    )
    return summarize(replays.flat(), processes)
  } finally {
    bar.stop()
  }
}

/** The captures as they are kept: normalised once, before any replay. */
async function storedInput(): Promise<CheckInput> {
  const today = new Date().toISOString().slice(0, 10)
  const { document, selfie } = await facePictures(today)
  const images = createImages()
  try {
    const front = { captureId: 'front', bytes: (await images.normalize(document)).bytes }
    const face = { captureId: 'selfie', bytes: (await images.normalize(selfie)).bytes }
    const given = { mode: 'TEST', today, declaredType: null, front, back: null } as const
    return { ...given, applicant: { selfie: face } }
  } finally {
    await images.close()
  }
}

/** On the clock of `performance.now()`, in milliseconds. */
function endOf(minutes: string | undefined): number {
  if (minutes === undefined) return Number.POSITIVE_INFINITY
  return performance.now() + 60_000 * wholeNumber('--minutes', minutes, 1)
}

async function replaysOfOne(
  question: ReplayQuestion,
  count: number,
  end: number,
  step: () => void,
): Promise<Replay[]> {
  const worker = startWorker<ReplayQuestion, Replay>('replays/worker.js', [], LIMIT_MS)
  const replays: Replay[] = []
  try {
    while (replays.length < count && performance.now() < end) {
      replays.push(await worker.ask(question))
      step()
    }
  } finally {
    await worker.close()
  }
  return replays
}

function summarize(replays: Replay[], processes: number): ReplaysReport {
  const [first = { scores: {}, digest: '' }] = replays
  const isSame = (one: Replay) =>
    one.digest === first.digest && differingChecks(first, one).length === 0
  return {
    replays: replays.length,
    processes,
    identical: replays.filter(isSame).length,
    digests: countBy(replays.map(({ digest }) => digest)),
    differing: countBy(replays.flatMap((one) => differingChecks(first, one))),
    scores: first.scores,
  }
}

function countBy(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function printReport({
  replays,
  processes,
  identical,
  digests,
  differing,
  scores,
}: ReplaysReport): void {
  print(`${identical} of ${replays} replays identical, in ${processes} processes`)
  for (const [digest, count] of Object.entries(digests)) print(`  ${count} x sha256 ${digest}`)
  for (const [check, count] of Object.entries(differing))
    print(`  ${check} differed ${count} times`)
  for (const [check, score] of Object.entries(scores)) print(`  ${check.padEnd(24)} ${score}`)
}
