import { cpus } from 'node:os'
import type { Command } from 'commander'
import { printJson, progress } from '../../src/cli/print'
import type { Cost } from '../processor-time'
import { wholeNumber } from '../whole-number'
import { startWorker, WorkerDied, type WorkerProcess } from '../worker-process'
import { multiplyAdds } from './arithmetic'
import {
  CONTESTANTS,
  type Contestant,
  type FaceAnswer,
  type FaceQuestion,
  YARDSTICK,
} from './contestant'
import { FACE_NETWORKS } from './our-match'
import { installPeers } from './peers'
import { facePictures } from './pictures'
import { printReport } from './print-report'
import { type FacesReport, type Measured, summarize } from './report'

type Options = { rounds: string; warmUp: string; peers: boolean; json?: true }

/** `bench faces`: what a face match costs, next to others on the same pictures, and next to its bare arithmetic. */
export function register(program: Command): void {
  program
    .command('faces')
    .description(
      'Matches a selfie with the photograph of a document, from JPEG to verdict, and lets @vladmandic/human and ' +
        '@vladmandic/face-api do the same in the same run. Installs these on first use.',
    )
    .option('--rounds <number>', 'how often each verifies', '30')
    .option('--warm-up <number>', 'how many rounds before that do not count', '5')
    .option('--no-peers', 'measure Countersign alone')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = await run(options)
      if (options.json) printJson(report)
      else printReport(report)
    })
}

/** After this long without an answer a contestant is given up; the first answer includes loading its models. */
const LIMIT_MS = 120_000

async function run(options: Options): Promise<FacesReport> {
  const rounds = wholeNumber('--rounds', options.rounds, 1)
  const warmUp = wholeNumber('--warm-up', options.warmUp, 0)
  const date = new Date().toISOString().slice(0, 10)
  const failed = options.peers ? missingPeers() : {}
  const names = CONTESTANTS.filter(
    (name) => name === 'countersign' || (options.peers && failed[name] === undefined),
  )
  const measured = await measure(await facePictures(date), names, warmUp, rounds)
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`
  const all = { ...measured, failed: { ...failed, ...measured.failed } }
  return summarize(all, { date, machine, rounds })
}

function missingPeers(): FacesReport['failed'] {
  const why = installPeers((text) => process.stderr.write(`${text}\n`))
  if (why === null) return {}
  process.stderr.write(`The peers could not be installed: ${why}\n`)
  return Object.fromEntries(CONTESTANTS.slice(1).map((name) => [name, `not installed: ${why}`]))
}

/** In turn, so that what else the machine does meets all of them alike; each alone, the others waiting. */
async function measure(
  question: FaceQuestion,
  names: Contestant[],
  warmUp: number,
  rounds: number,
): Promise<Measured> {
  const processes = new Map(
    names.map((name) => [
      name,
      startWorker<FaceQuestion, FaceAnswer>('faces/worker.js', [name], LIMIT_MS),
    ]),
  )
  const yardstick = startWorker<object, Cost>('faces/worker.js', [YARDSTICK], LIMIT_MS)
  const measured: Measured = {
    answers: new Map(),
    products: [],
    multiplyAdds: await ofEveryNetwork(),
    failed: {},
  }
  const bar = progress('Verifying', warmUp + rounds)
  try {
    for (let round = 0; round < warmUp + rounds; round++) {
      const answers = await askAll(processes, question, measured.failed)
      const product = await yardstick.ask({})
      if (round >= warmUp) keep(measured, answers, product)
      bar.step()
    }
  } finally {
    bar.stop()
    for (const each of [...processes.values(), yardstick]) await each.close()
  }
  return measured
}

async function ofEveryNetwork(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of FACE_NETWORKS) counts[name] = await multiplyAdds(name)
  return counts
}

/**
 * Who fails is asked no more; ours may not fail. Each is asked twice and the second answer counts: before the first the
 * processor's caches are full of what the others left.
 */
async function askAll(
  processes: Map<Contestant, WorkerProcess<FaceQuestion, FaceAnswer>>,
  question: FaceQuestion,
  failed: FacesReport['failed'],
): Promise<[Contestant, FaceAnswer][]> {
  const answers: [Contestant, FaceAnswer][] = []
  for (const [name, contestant] of processes) {
    try {
      await contestant.ask(question)
      answers.push([name, await contestant.ask(question)])
    } catch (error) {
      if (name === 'countersign' || !(error instanceof WorkerDied)) throw error
      failed[name] = error.message
      processes.delete(name)
    }
  }
  return answers
}

function keep({ answers, products }: Measured, given: [Contestant, FaceAnswer][], product: Cost) {
  for (const [name, answer] of given) answers.set(name, [...(answers.get(name) ?? []), answer])
  products.push(product)
}
