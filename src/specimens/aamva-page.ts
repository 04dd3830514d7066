import type { Licence } from '../documents/barcode/build-aamva'
import type { Box } from '../vision/geometry'
import type { Modules } from './aamva-barcode'
import type { Random } from './random'
import { securityPrint } from './security-print'
import { LAYOUTS, LICENCE_LAYOUT } from './specimen-layout'
import { fieldTexts, header, label, overprint, portrait } from './specimen-page'

/** The front of a licence as SVG; `uri` is the portrait's data URI, null for a silhouette. */
export function licenceFront(licence: Licence, uri: string | null, random: Random): string {
  return card(random, [
    header(LICENCE_LAYOUT),
    portrait(LICENCE_LAYOUT, uri),
    fieldTexts(LICENCE_LAYOUT, printedFields(licence)),
    overprint(LICENCE_LAYOUT),
  ])
}

/** The back of a licence as SVG, the barcode on white in its upper half. */
export function licenceBack(barcode: Modules, random: Random): string {
  const { x, y, width, height } = barcodeBox(barcode)
  const quiet = 4 * MODULE_PX
  const ground = `<rect x="${x - quiet}" y="${y - quiet}" width="${width + 2 * quiet}" height="${height + 2 * quiet}" fill="#fff"/>`
  const bars = barcode.runs.map((run) => {
    const [left, top] = [x + run.x * MODULE_PX, y + run.y * MODULE_PX]
    return `M${left} ${top}h${run.width * MODULE_PX}v${MODULE_PX}h${-run.width * MODULE_PX}z`
  })
  return card(random, [
    overprint(LICENCE_LAYOUT),
    ground,
    `<path d="${bars.join('')}" fill="#111" shape-rendering="crispEdges"/>`,
    ...BACK_TEXT.map((text, i) => label(x, 430 + i * 40, 22, '#16181b', text)),
  ])
}

/** Where the barcode stands on the back, in pixels. */
export function barcodeBox({ width, height }: Modules): Box {
  const widthPx = width * MODULE_PX
  const x = Math.round((LICENCE_LAYOUT.width - widthPx) / 2)
  return { x, y: 70, width: widthPx, height: height * MODULE_PX }
}

/** 0.25 mm, in the standard's range of 0.17 to 0.38 mm (2020, D.3). */
const MODULE_PX = 3

const BACK_TEXT = [
  'UTOPIA · SPECIMEN · NOT A LICENSE',
  'CLASS: D   RESTRICTIONS: NONE   ENDORSEMENTS: NONE',
  'The state and the holder are invented.',
]

function card(random: Random, parts: string[]): string {
  const { width, height } = LICENCE_LAYOUT
  const size = `width="${width}" height="${height}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`,
    securityPrint(LAYOUTS.TD1, random),
    ...parts,
    '</svg>',
  ].join('')
}

/** Labels and order of the standard's human-readable elements. */
function printedFields(licence: Licence): [string, string][] {
  const { street, city, jurisdiction, postalCode, sex, heightCm, eyes } = licence
  return [
    ['1 FAMILY NAME', licence.surname],
    ['2 GIVEN NAMES', licence.givenNames],
    ['8 ADDRESS', `${street}, ${city}, ${jurisdiction} ${postalCode}`],
    ['4d DL NUMBER', licence.documentNumber],
    ['3 DATE OF BIRTH', printedDate(licence.birthDate)],
    ['4a ISSUED', printedDate(licence.issueDate)],
    ['4b EXPIRES', printedDate(licence.expiryDate)],
    ['15 SEX   16 HEIGHT   18 EYES', `${sex}   ${heightCm} cm   ${eyes}`],
  ]
}

function printedDate(date: string): string {
  return `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)}`
}
