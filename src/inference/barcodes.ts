import type { Mat } from '@techstark/opencv-js'
import { aamvaFields } from '../documents/barcode/aamva-fields'
import type { BarcodeReading } from '../documents/reading'
import type { Quad, RgbImage } from '../vision/geometry'
import { contains, mapQuad } from '../vision/quads'
import { centroid } from '../vision/transform'
import { type BarcodeSymbol, decodeBarcodes } from './barcode-decode'
import { type BarcodeRegion, findBarcodeRegions } from './barcode-regions'
import { flatten } from './barcode-view'
import { type OpenCv, openCv, toMat, withMats } from './opencv'

export type BarcodeReader = {
  /**
   * The barcodes of a document page (PDF417, QR, Data Matrix, Aztec), each once, at most eight; fields where it is a
   * US or Canadian licence. Boxes in pixels of the image. Empty for an image that is none or too small.
   */
  readBarcodes(image: RgbImage): Promise<BarcodeReading[]>
}

export type BarcodeReaderOptions = {
  /**
   * So many attempts on places that look like a barcode, in all. A measure of work and not of time, so that a picture is read the
   * same on any machine.
   */
  mostAttempts?: number
  /** The clock: what dates are possible. */
  now?: () => Date
}

/**
 * Reads barcodes with zxing-cpp and OpenCV, both opened at first use. The image is tried as it is; unless that gives
 * a PDF417, places that look like one are then laid flat and enlarged: it wants its rows level and some five pixels a
 * module.
 */
export function createBarcodeReader(options: BarcodeReaderOptions = {}): BarcodeReader {
  const now = options.now ?? (() => new Date())
  const { mostAttempts = MOST_ATTEMPTS } = options
  return {
    readBarcodes: async (image) => {
      if (!isUsable(image)) return []
      const cv = await openCv()
      const { grey, scale } = openGrey(cv, image)
      try {
        const found = await search({ cv, grey, left: mostAttempts })
        return toReadings(found, scale, now().toISOString().slice(0, 10))
      } finally {
        grey.delete()
      }
    },
  }
}

/** `left`: attempts that may still be made. */
type Search = { cv: OpenCv; grey: Mat; left: number }

/** A symbol that was read. */
type Found = BarcodeSymbol & { text: string }

const MIN_SIDE_PX = 32

/** Longest side at which an image is searched; a licence's barcode is then still ten pixels a module and more. */
const MAX_SIDE_PX = 3200

/** Longest side up to which an image without barcodes is tried once more at twice its size. */
const SMALL_SIDE_PX = 1000

const MAX_READINGS = 8

/** Shares of the strongest edges' energy that count as bars, as `findBarcodeRegions` takes them. */
const EDGE_SHARES = [0.3, 0.15]

/** Widths at which a place is laid flat, in pixels; which one fits depends on blur and size of the modules. */
const FLAT_PX = [1600, 2200, 1100]

/** Attempts on one place, those from corrected corners included; and on all places, some 50 ms each. */
const MOST_ON_ONE = 10
const MOST_ATTEMPTS = 40

async function search(context: Search): Promise<Found[]> {
  const { cv, grey } = context
  const symbols = await decodeBarcodes(cv, grey, 'ANY')
  const found = symbols.filter(isFound)
  if (found.some(isPdf417)) return found
  for (const region of regions(cv, grey)) {
    if (found.some(({ quad }) => contains(region.box, centroid(quad)))) continue
    found.push(...(await readRegion(context, region, symbols)))
    if (found.some(isPdf417) || context.left <= 0) return found
  }
  return found.length > 0 ? found : readEnlarged(context)
}

function* regions(cv: OpenCv, grey: Mat): Generator<BarcodeRegion> {
  for (const share of EDGE_SHARES) yield* findBarcodeRegions(cv, grey, share)
}

type Attempt = { quad: Quad; width: number }

/**
 * Reads one place by its outline, and by the rectangle around it. Where a barcode is seen but not read, the corners
 * at which it was seen make another attempt.
 */
async function readRegion(
  context: Search,
  { outline, box }: BarcodeRegion,
  seen: BarcodeSymbol[],
): Promise<Found[]> {
  const inside = seen.filter(({ quad }) => contains(box, centroid(quad)))
  const attempts: Attempt[] = [
    ...FLAT_PX.map((width) => ({ quad: outline, width })),
    ...[box, ...inside.map(({ quad }) => quad)].map((quad) => ({ quad, width: FLAT_PX[0] ?? 0 })),
  ]
  for (let i = 0; i < Math.min(attempts.length, MOST_ON_ONE) && context.left > 0; i++) {
    const attempt = attempts[i]
    const symbols = attempt === undefined ? [] : await readFlat(context, attempt)
    context.left -= 1
    const found = symbols.filter(isFound)
    if (found.length > 0) return found
    attempts.push(...symbols.map(({ quad }) => ({ quad, width: FLAT_PX[0] ?? 0 })))
  }
  return []
}

async function readFlat({ cv, grey }: Search, { quad, width }: Attempt): Promise<BarcodeSymbol[]> {
  const view = flatten(cv, grey, quad, width)
  if (view === null) return []
  try {
    return placed(await decodeBarcodes(cv, view.grey, 'PDF_417'), view.toImage)
  } finally {
    view.grey.delete()
  }
}

/** A small image, twice as large. */
async function readEnlarged({ cv, grey, left }: Search): Promise<Found[]> {
  if (Math.max(grey.cols, grey.rows) > SMALL_SIDE_PX || left <= 0) return []
  const large = new cv.Mat()
  try {
    cv.resize(grey, large, new cv.Size(grey.cols * 2, grey.rows * 2), 0, 0, cv.INTER_CUBIC)
    const symbols = await decodeBarcodes(cv, large, 'ANY')
    return placed(symbols, ({ x, y }) => ({ x: x / 2, y: y / 2 })).filter(isFound)
  } finally {
    large.delete()
  }
}

function placed(symbols: BarcodeSymbol[], toImage: Parameters<typeof mapQuad>[1]): BarcodeSymbol[] {
  return symbols.map((symbol) => ({ ...symbol, quad: mapQuad(symbol.quad, toImage) }))
}

function toReadings(found: Found[], scale: number, today: string): BarcodeReading[] {
  const once = new Map(found.map((symbol) => [`${symbol.symbology} ${symbol.text}`, symbol]))
  return [...once.values()].slice(0, MAX_READINGS).map(({ symbology, text, quad }) => {
    const box = mapQuad(quad, ({ x, y }) => ({ x: x / scale, y: y / scale }))
    return { symbology, text, fields: aamvaFields(text, box, today), box }
  })
}

function isUsable({ width, height, data }: RgbImage): boolean {
  return Math.min(width, height) >= MIN_SIDE_PX && data.length === width * height * 3
}

function isFound(symbol: BarcodeSymbol): symbol is Found {
  return symbol.text !== null
}

function isPdf417({ symbology }: BarcodeSymbol): boolean {
  return symbology === 'PDF_417'
}

/** The image in grey, made smaller by `scale` (1 or less) where it is very large. The caller frees it. */
function openGrey(cv: OpenCv, image: RgbImage): { grey: Mat; scale: number } {
  const scale = Math.min(1, MAX_SIDE_PX / Math.max(image.width, image.height))
  const grey = withMats((keep) => {
    const color = keep(toMat(cv, image))
    const out = new cv.Mat()
    cv.cvtColor(color, out, cv.COLOR_RGB2GRAY)
    if (scale === 1) return out
    const side = (length: number) => Math.max(1, Math.round(length * scale))
    const size = new cv.Size(side(image.width), side(image.height))
    cv.resize(out, out, size, 0, 0, cv.INTER_AREA)
    return out
  })
  return { grey, scale }
}
