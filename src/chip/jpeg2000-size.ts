import { AppError } from '../errors'
import { asksTooMuch } from './jpeg2000-coding'

/** ICAO portraits have 0.2 to 1.2 megapixels; tiles and precincts cost the decoder memory whatever is in them. */
const MAX_PIXELS = 2_000_000
const MAX_TILES = 256

/** The markers SOC and SIZ begin every codestream. */
const CODESTREAM_START = 0xff4fff51
const JP2C = 0x6a703263
/** From the start of the codestream to the end of its first component: ISO/IEC 15444-1 §A.5.1. */
const SHORTEST = 45

/**
 * Width and height in pixels that a JPEG 2000 image declares, checked before any decoder sees it: its codestream must
 * have one to four components of 8 bits, none subsampled, and no more layers and precincts than photos need.
 * @throws AppError IMAGE_DAMAGED | IMAGE_UNSUPPORTED | IMAGE_TOO_MANY_PIXELS
 */
export function jpeg2000Size(bytes: Uint8Array): { width: number; height: number } {
  const view = codestreamOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
  const [right, bottom, left, top, tileWidth, tileHeight] = [8, 12, 16, 20, 24, 28].map((at) =>
    view.getUint32(at),
  ) as Six
  const width = right - left
  const height = bottom - top
  if (width < 1 || height < 1) throw damagedImage()
  if (width * height > MAX_PIXELS)
    throw refusal('IMAGE_TOO_MANY_PIXELS', `has ${width} × ${height} pixels; we take 2 million`)
  const tiles = Math.ceil(right / tileWidth) * Math.ceil(bottom / tileHeight)
  if (!(tiles <= MAX_TILES)) throw refusal('IMAGE_UNSUPPORTED', 'is cut into too many tiles')
  assertComponents(view)
  if (asksTooMuch(view, { width, height }))
    throw refusal('IMAGE_UNSUPPORTED', 'is cut into too many layers or precincts')
  return { width, height }
}

/** The codestream itself, or the one in a JP2 file. */
function codestreamOf(file: DataView): DataView {
  const at = file.byteLength < SHORTEST || isCodestream(file, 0) ? 0 : codestreamBox(file)
  if (at + SHORTEST > file.byteLength || !isCodestream(file, at)) throw damagedImage()
  return new DataView(file.buffer, file.byteOffset + at, file.byteLength - at)
}

function isCodestream(view: DataView, at: number): boolean {
  return view.getUint32(at) === CODESTREAM_START
}

/** Where the content of the first box `jp2c` begins. Boxes start with their length and type (§I.4), in 8 bytes. */
function codestreamBox(file: DataView): number {
  for (let at = 0; at + 8 <= file.byteLength; ) {
    if (file.getUint32(at + 4) === JP2C) return at + 8
    const length = file.getUint32(at)
    if (length < 8) break
    at += length
  }
  throw damagedImage()
}

type Six = [number, number, number, number, number, number]

/** Three bytes for each component: its depth less one, and its subsampling across and down. */
function assertComponents(view: DataView): void {
  const count = view.getUint16(40)
  const plain =
    count >= 1 &&
    count <= 4 &&
    count !== 2 &&
    view.byteLength >= 42 + 3 * count &&
    Array.from({ length: count }, (_, i) => 42 + 3 * i).every(
      (at) => view.getUint8(at) === 7 && view.getUint16(at + 1) === 0x0101,
    )
  if (!plain) throw refusal('IMAGE_UNSUPPORTED', 'is not grey or RGB of 8 bits')
}

function damagedImage(): AppError {
  return refusal('IMAGE_DAMAGED', 'is damaged; read the chip again')
}

function refusal(
  code: 'IMAGE_DAMAGED' | 'IMAGE_UNSUPPORTED' | 'IMAGE_TOO_MANY_PIXELS',
  what: string,
): AppError {
  return new AppError(code, `The portrait on the chip (JPEG 2000) ${what}.`, 'dg2')
}
