import { buildAamva, type Licence } from '../documents/barcode/build-aamva'
import { AppError } from '../errors'
import type { Quad, RgbImage } from '../vision/geometry'
import { drawPdf417 } from './aamva-barcode'
import { barcodeBox, licenceBack, licenceFront } from './aamva-page'
import { createRandom } from './random'
import { type Degradation, quadOf, takePicture } from './render-specimen'
import { LICENCE_LAYOUT } from './specimen-layout'
import { portraitUri, renderSvg } from './specimen-pixels'

export type LicenceSide = 'front' | 'back'

/** What to render. Equal requests give equal bytes on one machine. */
export type LicenceRequest = {
  licence: Licence
  side: LicenceSide
  /** The holder's photo: pixels, or a JPEG or PNG file; null draws a silhouette. */
  portrait: RgbImage | Buffer | null
  seed: number
  degrade: Degradation
  /** A forgery: the number printed on the front, while the barcode keeps the number in `licence`. */
  edit?: { documentNumber: string }
}

/**
 * What is printed on the front (`fields`) and in the back's barcode (`barcodeText`), and where portrait, barcode and
 * page lie in the image; null for what the side does not show.
 */
export type LicenceTruth = {
  format: 'AAMVA'
  side: LicenceSide
  fields: Licence
  barcodeText: string
  portraitBox: Quad | null
  barcodeBox: Quad | null
  pageBox: Quad
}

/**
 * One side of a made-up driving licence of the fictitious state Utopia, marked SPECIMEN, as a JPEG: flat (`none`, 300
 * dpi), or photographed on a desk with growing trouble. The back carries a true PDF417 by the AAMVA standard of 2020.
 * @throws AppError INVALID when a value does not fit its element, or the edited number is the true one
 */
export async function renderLicence(
  request: LicenceRequest,
): Promise<{ image: Buffer; truth: LicenceTruth }> {
  const { licence, side, seed, degrade } = request
  const random = createRandom(seed)
  const fields = printedLicence(request)
  const barcodeText = buildAamva(licence)
  const barcode = await drawPdf417(barcodeText)
  const uri = request.portrait === null ? null : await portraitUri(request.portrait)
  const isFront = side === 'front'
  const svg = isFront ? licenceFront(fields, uri, random) : licenceBack(barcode, random)
  const { image, map } = await takePicture(await renderSvg(svg), degrade, random)
  const { width, height } = LICENCE_LAYOUT
  const boxes = {
    portraitBox: isFront ? quadOf(LICENCE_LAYOUT.portrait, map) : null,
    barcodeBox: isFront ? null : quadOf(barcodeBox(barcode), map),
    pageBox: quadOf({ x: 0, y: 0, width, height }, map),
  }
  return { image, truth: { format: 'AAMVA', side, fields, barcodeText, ...boxes } }
}

function printedLicence({ licence, edit }: LicenceRequest): Licence {
  if (edit === undefined) return licence
  if (edit.documentNumber === licence.documentNumber)
    throw new AppError('INVALID', 'The edited number must differ from the true one.')
  return { ...licence, documentNumber: edit.documentNumber }
}
