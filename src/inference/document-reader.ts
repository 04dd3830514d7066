import type { DocumentReader } from '../deps'
import { assembleMrz, better, type Candidate, readCandidate } from '../documents/mrz/assemble-mrz'
import type { RgbImage } from '../vision/geometry'
import { bandLines } from './mrz-lines'
import { type LinePicture, openPage, type Page } from './mrz-page'
import { createOcr, type Ocr } from './ocr'
import type { Turns } from './ocr-geometry'
import { openCv } from './opencv'

export type ReaderOptions = {
  /** After this long no further attempt starts; the best reading so far is given. 6000 by default. */
  budgetMs?: number
  /** The clock: centuries of dates, and the budget. */
  now?: () => Date
}

/**
 * Reads machine-readable zones with PP-OCRv4; models are opened on first use. One image at a time takes about 0.3 s
 * of one core, several seconds where the zone is hard to find or does not add up: it tries harder (turned pages, text
 * detection) only while check digits fail.
 */
export function createDocumentReader(options: ReaderOptions = {}): DocumentReader {
  const now = options.now ?? (() => new Date())
  const budgetMs = options.budgetMs ?? 6000
  let ocr: Promise<Ocr> | undefined
  return {
    readMrz: async (image) => {
      ocr ??= createOcr()
      const engine = await ocr
      const deadline = now().getTime() + budgetMs
      const best = await bestCandidate(engine, image, () => now().getTime() < deadline)
      return best === null ? null : readCandidate(best, now().toISOString().slice(0, 10))
    },
  }
}

async function bestCandidate(ocr: Ocr, image: RgbImage, inTime: () => boolean) {
  const page = openPage(await openCv(), image)
  let best: Candidate | null = null
  try {
    for await (const { pictures, enough } of attempts(ocr, page)) {
      const found = assembleMrz(await ocr.readMrzLines(pictures))
      best = better(best, found)
      if (best?.complete || !inTime()) break
      enough(best)
    }
  } finally {
    page.close()
  }
  return best
}

type Attempt = { pictures: LinePicture[]; enough(best: Candidate | null): void }

/** Scores above which a route is not tried on further turns of the page: the zone was found, if not read well. */
const FOUND_SCORE = { bands: 6.5, detection: 8 }

const BAND_SEARCHES: { workingPx: number; turns: Turns }[] = [
  { workingPx: 700, turns: 0 },
  { workingPx: 700, turns: 1 },
  { workingPx: 700, turns: 2 },
  { workingPx: 700, turns: 3 },
  { workingPx: 1100, turns: 0 },
  { workingPx: 1100, turns: 1 },
]

/** Sets of line pictures to read, from the cheapest and likeliest to the dearest. */
async function* attempts(ocr: Ocr, page: Page): AsyncGenerator<Attempt> {
  let score = Number.NEGATIVE_INFINITY
  const enough = (best: Candidate | null) => {
    score = best?.score ?? score
  }
  for (const { workingPx, turns } of BAND_SEARCHES) {
    for (const pictures of bandLines(page, turns, workingPx)) yield { pictures, enough }
    if (score > FOUND_SCORE.bands) break
  }
  for (const turns of [0, 1, 3, 2] as const) {
    yield { pictures: await ocr.findLines(page, turns), enough }
    if (score > FOUND_SCORE.detection) break
  }
}
