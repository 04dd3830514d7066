import type { MrzReading, TextLine, VisualZone } from '../documents/reading'
import { findFields } from '../documents/visual-zone/find-fields'
import type { Quad, RgbImage } from '../vision/geometry'
import { type Model, openModel } from './models'
import { detectText } from './ocr-detect'
import type { TextBox } from './ocr-geometry'
import type { Alphabet } from './ocr-recognize'
import { type OpenCv, openCv } from './opencv'
import { boxesToRead } from './visual-zone-boxes'
import { type UprightPage, uprightPage } from './visual-zone-page'
import { latinAlphabet, readBox } from './visual-zone-text'

/** Reads what people read on a document: the text outside the machine-readable zone, and the fields in it. */
export type VisualZoneReader = {
  /**
   * @param mrz the page's machine-readable zone, which tells how the page is turned and guides the search for fields;
   *   null where there is none or it could not be read: then the page may be turned by quarter turns
   */
  readVisualZone(image: RgbImage, mrz: MrzReading | null): Promise<VisualZone>
}

type Engine = { cv: OpenCv; detector: Model; recognizer: Model; alphabet: Alphabet }

/**
 * The reader with PP-OCRv4; models are opened on first use. A page takes about a second of one core, most of it in
 * proportion to its text. `now` is the clock: it decides the centuries of dates.
 */
export function createVisualZoneReader(options: { now?: () => Date } = {}): VisualZoneReader {
  const now = options.now ?? (() => new Date())
  let opening: Promise<Engine> | undefined
  return {
    readVisualZone: async (image, mrz) => {
      opening ??= openEngine()
      const lines = await readLines(await opening, image, mrz?.box ?? null)
      return { lines, fields: findFields(lines, mrz, now().toISOString().slice(0, 10)) }
    },
  }
}

async function openEngine(): Promise<Engine> {
  const cv = await openCv()
  const detector = await openModel('pp-ocrv4-detection')
  const recognizer = await openModel('pp-ocrv4-recognition')
  return { cv, detector, recognizer, alphabet: latinAlphabet() }
}

async function readLines(engine: Engine, image: RgbImage, zone: Quad | null): Promise<TextLine[]> {
  const page = await turnUpright(engine, image, zone)
  try {
    const lines: TextLine[] = []
    for (const box of boxesToRead(page.boxes, page.upright.toImage, zone))
      lines.push(...(await readBox(page.upright, box, engine.recognizer, engine.alphabet)))
    return lines
  } finally {
    page.upright.close()
  }
}

type TurnedPage = { upright: UprightPage; boxes: TextBox[] }

async function turnUpright(
  engine: Engine,
  image: RgbImage,
  zone: Quad | null,
): Promise<TurnedPage> {
  if (zone !== null) return detectAt(engine, image, angleOf(zone))
  const page = await detectAt(engine, image, 0)
  const steep = totalWidth(page.boxes.filter(({ angle }) => Math.abs(angle) > 45))
  if (2 * steep <= totalWidth(page.boxes)) return upsideUp(engine, page)
  page.upright.close()
  return upsideUp(engine, await detectAt(engine, image, 90))
}

async function detectAt(engine: Engine, image: RgbImage, angle: number): Promise<TurnedPage> {
  const upright = uprightPage(engine.cv, image, angle)
  try {
    return { upright, boxes: await detectText(engine.cv, engine.detector, upright.rgb) }
  } catch (error) {
    upright.close()
    throw error
  }
}

/** How many boxes are read both ways up to tell which way is right, and how much of each, in line heights. */
const SAMPLE = 5
const SAMPLE_HEIGHTS = 25

/** The boxes as they are or turned by 180 degrees: whichever reads with more confidence in a sample of long ones. */
async function upsideUp(engine: Engine, { upright, boxes }: TurnedPage): Promise<TurnedPage> {
  const turned = boxes.map((box) => ({ ...box, angle: box.angle + 180 }))
  const longest = [...boxes]
    .sort((a, b) => b.width - a.width)
    .slice(0, SAMPLE)
    .map((box) => ({ ...box, width: Math.min(box.width, SAMPLE_HEIGHTS * box.height) }))
  const sample = longest.map((box) => ({ ...box, angle: box.angle + 180 }))
  const as = await confidenceOf(engine, upright, longest)
  const other = await confidenceOf(engine, upright, sample)
  return { upright, boxes: other > as ? turned : boxes }
}

async function confidenceOf(
  engine: Engine,
  upright: UprightPage,
  boxes: TextBox[],
): Promise<number> {
  let sum = 0
  for (const box of boxes) {
    const lines = await readBox(upright, box, engine.recognizer, engine.alphabet)
    sum += Math.max(0, ...lines.map(({ confidence }) => confidence))
  }
  return sum
}

function totalWidth(boxes: TextBox[]): number {
  return boxes.reduce((sum, { width, height }) => sum + Math.max(0, width - height), 0)
}

/** The angle of a zone's writing in degrees, clockwise. */
function angleOf([from, to]: Quad): number {
  return (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI
}
