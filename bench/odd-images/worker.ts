import { wireEngines } from '../../src/wire'
import { peakMemoryMb, processorMs } from '../processor-time'
import { serve } from '../worker-process'
import { makeOddFile } from './odd-file'
import { type ReadOutcome, readAll } from './read-all'
import { makeSeeds, type Seeds } from './seeds'

/** What became of the odd file of a seed; times of reading alone, in milliseconds. */
export type FuzzAnswer = ReadOutcome & {
  kind: string
  byteLength: number
  wallMs: number
  cpuMs: number
  peakMb: { own: number; child: number }
}

/** Bits of the first file's time must not be the models' loading. */
let warm: Promise<Seeds> | undefined
const engines = wireEngines()

async function warmUp(): Promise<Seeds> {
  const seeds = await makeSeeds()
  await engines.warmUp()
  for (const document of seeds.documents.slice(2)) await readAll(engines, document, 'Back')
  return seeds
}

serve<{ seed: number }, FuzzAnswer>(async ({ seed }) => {
  warm ??= warmUp()
  const { kind, side, bytes } = await makeOddFile(seed, await warm)
  const cpu = processorMs()
  const start = performance.now()
  const outcome = await readAll(engines, bytes, side)
  const wallMs = performance.now() - start
  const cpuMs = processorMs() - cpu
  return { ...outcome, kind, byteLength: bytes.length, wallMs, cpuMs, peakMb: peakMemoryMb() }
})
