import type { Command } from 'commander'
import type { Face, Faces, Images } from '../deps'
import type { FaceModelName } from '../inference/face-models'
import { createFaces } from '../inference/faces'
import { createImages } from '../inference/images'
import type { FaceTemplate } from '../vision/face-template'
import type { RgbImage } from '../vision/geometry'
import { CliError } from './cli-error'
import { assertFile, faceJson, readPicture, TARGET_FALSE_MATCH_RATE } from './face-files'
import { faceModelOption, warnOfModel } from './face-model-option'
import { print, printJson } from './print'

/** `countersign compare-faces`: whether the main faces of two pictures are one person's. */
export function register(program: Command): void {
  program
    .command('compare-faces')
    .description('Compares the main faces of two pictures.')
    .argument('<a>', 'JPEG, PNG or WebP picture')
    .argument('<b>', 'the picture to compare with')
    .addOption(faceModelOption())
    .option('--json', 'print one JSON object')
    .action(async (a: string, b: string, { json, model }: Options) => {
      warnOfModel(model)
      assertFile(a)
      assertFile(b)
      const comparison = await compare(a, b, model)
      if (json) printJson(comparison)
      else printComparison(comparison)
    })
}

type Options = { model: FaceModelName; json?: boolean }

type Comparison = Awaited<ReturnType<typeof compare>>

async function compare(a: string, b: string, model: FaceModelName) {
  const images = createImages()
  const faces = createFaces({ model })
  try {
    const left = await mainFace(a, images, faces)
    const right = await mainFace(b, images, faces)
    const comparison = faces.compare(left.template, right.template)
    const threshold = faces.thresholdFor(TARGET_FALSE_MATCH_RATE)
    return {
      model,
      ...comparison,
      threshold,
      same: comparison.logLikelihoodRatio >= threshold,
      a: describe(a, left),
      b: describe(b, right),
    }
  } finally {
    await images.close()
  }
}

type MainFace = { image: RgbImage; found: [Face, ...Face[]]; template: FaceTemplate }

/** @throws CliError when the picture shows no face */
async function mainFace(file: string, images: Images, faces: Faces): Promise<MainFace> {
  const image = await readPicture(images, file)
  const [main, ...others] = await faces.find(image)
  if (main === undefined) throw new CliError(`${file}: no face was found.`)
  return { image, found: [main, ...others], template: await faces.embed(image, main) }
}

function describe(path: string, { image, found }: MainFace) {
  const { width, height } = image
  return { path, width, height, face: faceJson(found[0]), faces: found.length }
}

function printComparison(comparison: Comparison): void {
  const { logLikelihoodRatio, threshold, same } = comparison
  print(
    `likelihood ratio   e^${logLikelihoodRatio.toFixed(1)} (natural logarithm; threshold ${threshold.toFixed(1)})`,
  )
  print(`false match rate   ${comparison.falseMatchRate.toExponential(1)} or less of strangers`)
  print(`same person        ${same ? 'yes' : 'no'}`)
  for (const { path, faces, face } of [comparison.a, comparison.b]) {
    const { x, y, width, height } = face.box
    print(
      `${path}: ${faces === 1 ? 'one face' : `${faces} faces, the main one`} at ${x},${y}, ${width} x ${height} px`,
    )
  }
}
