import type { DocumentReader, MrzReader } from '../deps'
import { assembleMrz, better, type Candidate, readCandidate } from '../documents/mrz/assemble-mrz'
import type { RgbImage } from '../vision/geometry'
import { createBarcodeReader } from './barcodes'
import { createOutliner } from './document-outline'
import { bandLines, longestLines } from './mrz-lines'
import { type LinePicture, openPage, type Page, upsideDown } from './mrz-page'
import { createMrzRecognizer, type MrzRecognizer } from './mrz-recognize'
import { findLines } from './ocr'
import { openCv } from './opencv'
import { createVisualZoneReader } from './visual-zone'

export type ReaderOptions = {
  /**
   * After so many pairs of lines no further attempt starts; the best reading so far is given. A measure of work and not of time,
   * so that a picture is read the same on any machine.
   */
  mostPairs?: number
  /** The clock: centuries of dates. */
  now?: () => Date
}

/** All that is read off documents; models are opened on first use. */
export function createDocumentReader(options: ReaderOptions = {}): DocumentReader {
  return {
    ...createMrzReader(options),
    ...createVisualZoneReader(options),
    ...createBarcodeReader(options),
    ...createOutliner(),
  }
}

/**
 * Reads machine-readable zones with our own network, opened on first use. An image takes about 0.1 s of one core, seconds
 * where the zone is hard to find or does not add up: it tries harder (turned pages, text detection) only then.
 */
export function createMrzReader(options: ReaderOptions = {}): MrzReader {
  const now = options.now ?? (() => new Date())
  const mostPairs = options.mostPairs ?? MOST_PAIRS
  let recognizer: Promise<MrzRecognizer> | undefined
  return {
    readMrz: async (image) => {
      recognizer ??= createMrzRecognizer()
      const engine = await recognizer
      const best = await bestCandidate(engine, image, mostPairs)
      return best === null ? null : readCandidate(best, now().toISOString().slice(0, 10))
    },
  }
}

/** A third more than the hardest of our pictures took. Lines are put together by twos and threes, which is what costs. */
const MOST_PAIRS = 500

async function bestCandidate(recognizer: MrzRecognizer, image: RgbImage, mostPairs: number) {
  const page = openPage(await openCv(), image)
  let best: Candidate | null = null
  let pairs = 0
  try {
    for await (const { pictures, enough } of attempts(page)) {
      const found = assembleMrz(await recognizer.readLines(pictures))
      best = better(best, found)
      pairs += pictures.length ** 2
      if (best?.complete || pairs >= mostPairs) break
      enough(best)
    }
  } finally {
    page.close()
  }
  return best
}

type Attempt = { pictures: LinePicture[]; enough(best: Candidate | null): void }

/** A score above which the zone was found, if not read well: the page need not be turned. */
const FOUND_SCORE = 6.5

/** Where to look, from the cheapest and likeliest to the dearest. `workingPx`: see `findBands`. */
const SEARCHES: ((page: Page) => Iterable<LinePicture[]> | AsyncIterable<LinePicture[]>)[] = [
  (page) => bandLines(page, 0, 700),
  (page) => bandLines(page, 0, 1100),
  (page) => detectedLines(page),
  (page) => bandLines(page, 0, 1600),
  (page) => bandLines(page, 1, 700),
  (page) => bandLines(page, 1, 1100),
]

/** The sets of lines that are worth reading: once a zone was found, only the way up it was found, on the page as it lies. */
async function* attempts(page: Page): AsyncGenerator<Attempt> {
  const found = { score: Number.NEGATIVE_INFINITY, halfTurned: false }
  for await (const { search, pictures, halfTurned } of lineSets(page)) {
    const isFound = found.score > FOUND_SCORE
    if (isFound && search >= TURNED) return
    if (isFound && halfTurned !== found.halfTurned) continue
    const enough = (best: Candidate | null) => {
      if (best !== null && best.score > found.score)
        Object.assign(found, { score: best.score, halfTurned })
    }
    yield { pictures: halfTurned ? upsideDown(pictures) : pictures, enough }
  }
}

/** Every set of lines, each as it lies and upside down. */
async function* lineSets(page: Page) {
  for (const [search, find] of SEARCHES.entries())
    for await (const pictures of find(page))
      for (const halfTurned of [false, true]) yield { search, pictures, halfTurned }
}

/** From this search on the page is turned. */
const TURNED = 4

async function* detectedLines(page: Page): AsyncGenerator<LinePicture[]> {
  yield longestLines(await findLines(page, 0))
}
