import { readFileSync } from 'node:fs'
import type { Mat } from '@techstark/opencv-js'
import {
  prepareZXingModule,
  purgeZXingModule,
  type ReaderOptions,
  type ReadResult,
  readBarcodes,
} from 'zxing-wasm/reader'
import type { BarcodeReading } from '../documents/reading'
import type { Quad } from '../vision/geometry'
import { type OpenCv, withMats } from './opencv'

/** What was found in a picture; `text` is null where a symbol was seen but could not be read. */
export type BarcodeSymbol = {
  symbology: BarcodeReading['symbology']
  text: string | null
  /** In pixels of the picture; where the text is null, corners may be off. */
  quad: Quad
}

/** `ANY`: every symbology we read, in any position. `PDF_417`: that one, standing straight or on its head. */
export type DecodeMode = 'ANY' | 'PDF_417'

/** Looks for barcodes in a grey picture. A picture that breaks the decoder has none; the next one gets a new decoder. */
export async function decodeBarcodes(
  cv: OpenCv,
  grey: Mat,
  mode: DecodeMode,
): Promise<BarcodeSymbol[]> {
  opening ??= openReader()
  await opening
  const picture = toRgba(cv, grey)
  try {
    const results = await readBarcodes(picture, { ...COMMON, ...MODES[mode] })
    return results.flatMap(toSymbol)
  } catch {
    purgeZXingModule()
    opening = undefined
    return []
  }
}

let opening: Promise<unknown> | undefined

/** With the package's own WebAssembly file: left alone, the module would fetch it from a public server. */
function openReader(): Promise<unknown> {
  const file = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const wasmBinary = new Uint8Array(file).buffer
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
}

const COMMON: ReaderOptions = {
  tryHarder: true,
  textMode: 'Plain',
  returnErrors: true,
  maxNumberOfSymbols: 8,
}

const MODES: Record<DecodeMode, ReaderOptions> = {
  ANY: { formats: ['PDF417', 'QRCode', 'DataMatrix', 'Aztec'] },
  PDF_417: { formats: ['PDF417'], tryInvert: false, tryDownscale: false },
}

const SYMBOLOGIES: Record<string, BarcodeReading['symbology']> = {
  PDF417: 'PDF_417',
  QRCode: 'QR_CODE',
  DataMatrix: 'DATA_MATRIX',
  Aztec: 'AZTEC',
}

/** More than any symbol of these symbologies holds (QR code: 7089 digits). */
const MAX_TEXT = 8000

function toSymbol({ symbology, isValid, text, position }: ReadResult): BarcodeSymbol[] {
  const name = SYMBOLOGIES[symbology]
  if (name === undefined) return []
  const { topLeft, topRight, bottomRight, bottomLeft } = position
  const readable = isValid && text !== '' && text.length <= MAX_TEXT
  return [
    {
      symbology: name,
      text: readable ? text : null,
      quad: [topLeft, topRight, bottomRight, bottomLeft],
    },
  ]
}

function toRgba(cv: OpenCv, grey: Mat) {
  return withMats((keep) => {
    const rgba = keep(new cv.Mat())
    cv.cvtColor(grey, rgba, cv.COLOR_GRAY2RGBA)
    return {
      data: new Uint8ClampedArray(rgba.data),
      width: rgba.cols,
      height: rgba.rows,
      colorSpace: 'srgb' as const,
    }
  })
}
