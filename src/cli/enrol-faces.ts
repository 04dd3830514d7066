import type { Face, Faces, Images } from '../deps'
import { createFaces } from '../inference/faces'
import { createImages } from '../inference/images'
import type { RgbImage } from '../vision/geometry'
import { CliError } from './cli-error'
import { cpuMsSince, readPicture } from './face-files'
import { progress } from './print'
import { type CsvRow, pathIn, readCsv } from './read-csv'

/** A picture named in a list: its file, and what to call it in messages. */
export type Picture = { file: string; name: string }

/** What is made of the one list that was given. @throws CliError unless exactly one was */
export function ofOneList<T>(
  { pairs, identities }: { pairs?: string; identities?: string },
  ofPairs: (csv: string) => T,
  ofIdentities: (csv: string) => T,
): T {
  if (pairs !== undefined && identities === undefined) return ofPairs(pairs)
  if (identities !== undefined && pairs === undefined) return ofIdentities(identities)
  throw new CliError('Give either --pairs or --identities.')
}

/** A row of a list of pairs. */
export type PicturePair = {
  a: Picture
  b: Picture
  same: boolean
  fold: string
  labels: Record<string, string>
}

/** @throws CliError naming the line that is not right */
export function readPairs(csv: string): PicturePair[] {
  return readCsv(csv, ['a', 'b', 'same'], ['fold']).map((row) => ({
    a: picture(csv, row, 'a'),
    b: picture(csv, row, 'b'),
    same: truthOf(csv, row),
    fold: row.values['fold'] ?? '',
    labels: row.values,
  }))
}

/** @throws CliError naming the line that is not right */
export function readIdentities(csv: string): (Picture & { identity: string; path: string })[] {
  return readCsv(csv, ['identity', 'path']).map((row) => ({
    ...picture(csv, row, 'path'),
    identity: identityOf(csv, row),
    path: row.values['path'] ?? '',
  }))
}

function picture(csv: string, row: CsvRow, column: string): Picture {
  const file = pathIn(csv, row, column)
  return { file, name: `${csv} line ${row.line}: ${row.values[column] ?? ''}` }
}

const TRUTHS = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
])

function truthOf(csv: string, { line, values }: CsvRow): boolean {
  const truth = TRUTHS.get((values['same'] ?? '').toLowerCase())
  if (truth === undefined)
    throw new CliError(`${csv} line ${line}: same is "${values['same']}"; it must be 1 or 0.`)
  return truth
}

function identityOf(csv: string, { line, values }: CsvRow): string {
  const identity = values['identity'] ?? ''
  if (identity === '') throw new CliError(`${csv} line ${line}: identity is empty.`)
  return identity
}

/** What was made of the main face of every picture, by file (null without a face), and the processor time of each. */
export type Enrolled<T> = { made: Map<string, T | null>; cpuMs: number[] }

/** What is looked at in a picture's place. */
export type View = (image: RgbImage, images: Images, faces: Faces) => Promise<RgbImage>

/**
 * Reads every picture once and makes something of its main face. Times: finding the face and making it, after
 * decoding.
 */
export async function enrol<T>(
  pictures: Picture[],
  make: (image: RgbImage, face: Face) => Promise<T>,
  faces: Faces = createFaces(),
  view: View = async (image) => image,
): Promise<Enrolled<T>> {
  const distinct = [...new Map(pictures.map((item) => [item.file, item])).values()]
  const images = createImages()
  const enrolled: Enrolled<T> = { made: new Map(), cpuMs: [] }
  const bar = progress('Reading', distinct.length)
  try {
    for (const item of distinct) {
      const picture = await readPicture(images, item.file, item.name)
      const image = await view(picture, images, faces)
      const start = process.cpuUsage()
      const [main] = await faces.find(image)
      enrolled.made.set(item.file, main ? await make(image, main) : null)
      enrolled.cpuMs.push(cpuMsSince(start))
      bar.step()
    }
  } finally {
    bar.stop()
    await images.close()
  }
  return enrolled
}
