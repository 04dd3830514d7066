import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type DocumentPhoto,
  FACE_HEIGHTS_PX,
  photographPortrait,
  TURNS,
  type Turn,
} from '../evaluation/document-portrait'
import { CliError } from './cli-error'
import type { View } from './enrol-faces'

export type PhotoOptions = {
  portraitHeight?: number
  portraitPrint: boolean
  portraitTurn?: string
}

/** The options that put the first picture of each pair on a photographed document. */
export function withPhotoOptions(command: Command): Command {
  return command
    .option(
      '--portrait-height <px>',
      'show the first picture of each pair as the portrait on a photographed card, its face so high, too, and compare',
      heightOf,
    )
    .option('--no-portrait-print', 'only make it so small: as clear as the picture, and not paler')
    .addOption(
      new Option(
        '--portrait-turn <degrees>',
        'by how much that photograph is turned, clockwise (default 0)',
      ).choices(TURNS.map(String)),
    )
}

function heightOf(text: string): number {
  const { least, most } = FACE_HEIGHTS_PX
  const height = Number(text)
  if (!Number.isInteger(height) || height < least || height > most)
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`)
  return height
}

/** The photographs that are asked for; null when none are. @throws CliError when more is said of them but no height */
export function photoOf({
  portraitHeight,
  portraitPrint,
  portraitTurn,
}: PhotoOptions): DocumentPhoto | null {
  if (portraitHeight === undefined) {
    if (portraitTurn === undefined && portraitPrint) return null
    throw new CliError(
      '--portrait-turn and --no-portrait-print are of use only with --portrait-height.',
    )
  }
  const turn = TURNS.find((known) => String(known) === portraitTurn) ?? (0 satisfies Turn)
  return { faceHeightPx: portraitHeight, printed: portraitPrint, turn }
}

/** As a telephone's JPEG that was sent on. */
const JPEG_QUALITY = 75

/** The main face of a picture on a photographed card; a picture without a face stays as it is, and a miss. */
export function onDocument(photo: DocumentPhoto): View {
  return async (image, images, faces) => {
    const [face] = await faces.find(image)
    if (face === undefined) return image
    const page = photographPortrait(image, face.box, photo)
    return images.decode(await images.encode(page, JPEG_QUALITY))
  }
}
