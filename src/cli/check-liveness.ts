import type { Command } from 'commander'
import type { Faces, Images } from '../deps'
import { createFaces } from '../inference/faces'
import { createImages } from '../inference/images'
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
  const images = createImages()
  const faces = createFaces()
  const results: Result[] = []
  try {
    for (const file of files) results.push(await checkOne(file, images, faces))
  } finally {
    await images.close()
  }
  return results
}

async function checkOne(path: string, images: Images, faces: Faces) {
  const image = await readPicture(images, path)
  const [main] = await faces.find(image)
  if (main === undefined) return { path, face: null, score: null, live: false }
  const score = await faces.liveness(image, main)
  return { path, face: faceJson(main), score, live: score >= LIVENESS_THRESHOLD }
}

function printResult({ path, score, live }: Result): void {
  if (score === null) print(`${path}: no face was found`)
  else print(`${path}: ${live ? 'looks live' : 'looks recaptured'} (${score.toFixed(3)})`)
}
