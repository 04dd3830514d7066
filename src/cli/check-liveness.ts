import type { Command } from 'commander'
import { passiveLiveness } from '../checks/check-liveness'
import { fuseLiveness } from '../vision/recapture-cues'
import { wireEngines } from '../wire'
import { assertFile, faceJson, LIVENESS_THRESHOLD, readPicture } from './face-files'
import { print, printJson } from './print'

/** `countersign check-liveness`: whether the main face of a picture looks filmed live. A weak signal. */
export function register(program: Command): void {
  program
    .command('check-liveness')
    .description(
      'Looks for traces of paper and screens in the main face of each picture: a weak signal.',
    )
    .argument('<file...>', 'JPEG, PNG or WebP pictures')
    .option('--json', 'print one JSON object')
    .action(async (files: string[], { json }: { json?: boolean }) => {
      for (const file of files) assertFile(file)
      const results = await checkAll(files)
      if (json) printJson({ threshold: LIVENESS_THRESHOLD, results })
      else for (const result of results) printResult(result)
    })
}

type Result = Awaited<ReturnType<typeof checkOne>>

async function checkAll(files: string[]): Promise<Result[]> {
  const engines = wireEngines()
  const results: Result[] = []
  try {
    for (const file of files) results.push(await checkOne(file, engines))
  } finally {
    await engines.images.close()
  }
  return results
}

async function checkOne(path: string, engines: ReturnType<typeof wireEngines>) {
  const image = await readPicture(engines.images, path)
  const [main] = await engines.faces.find(image)
  if (main === undefined) return { path, face: null, score: null, live: false }
  const { network, cues } = await passiveLiveness(engines, image, main, true)
  const score = fuseLiveness([network], [cues])
  return { path, face: faceJson(main), score, network, cues, live: isLive(score) }
}

function isLive(score: number | null): boolean {
  return score !== null && score >= LIVENESS_THRESHOLD
}

function printResult({ path, score, live, cues = [] }: Result): void {
  if (score === null) print(`${path}: no face was found`)
  else print(`${path}: ${live ? 'looks live' : 'looks recaptured'} (${score.toFixed(3)})`)
  for (const { name, value, limit, unit, raised } of cues)
    print(
      `  ${name.padEnd(8)} ${value.toFixed(1)} ${unit}${raised ? ` (raised from ${limit})` : ''}`,
    )
}
