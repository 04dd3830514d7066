import type { MrzFields } from '../documents/mrz/build-mrz'
import type { Random } from './random'
import { securityPrint } from './security-print'
import { type Layout, MRZ_FONT_PX, MRZ_PITCH_PX, type PageLayout } from './specimen-layout'

/** What is printed on a page; `portraitUri` is a data URI, null for a silhouette. */
export type PageContent = { fields: MrzFields; lines: string[]; portraitUri: string | null }

/** The page as SVG: background, visual zone, portrait, machine-readable zone, and SPECIMEN written across it. */
export function specimenPage(layout: Layout, content: PageContent, random: Random): string {
  const { width, height } = layout
  const zone = `<rect y="${layout.mrz.top}" width="${width}" height="${height - layout.mrz.top}" fill="#fff" opacity=".6"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    securityPrint(layout, random),
    header(layout),
    portrait(layout, content.portraitUri),
    fieldTexts(layout, visualFields(content.fields)),
    overprint(layout),
    zone,
    machineReadableZone(layout, content.lines),
    '</svg>',
  ].join('')
}

/** The state and the document's title, along the upper edge. */
export function header({ width, title, text }: PageLayout): string {
  const y = text.y * 0.5
  const words = `<text x="${width * 0.955}" y="${y}" text-anchor="end" font-family="Liberation Sans" font-size="${text.value * 0.9}" fill="#1b3350">${title}</text>`
  return label(width * 0.045, y, text.value * 1.25, '#1b3350', 'UTOPIA · SPECIMEN') + words
}

/** The holder's photo from a data URI, or a silhouette. */
export function portrait({ portrait: box }: PageLayout, uri: string | null): string {
  const { x, y, width, height } = box
  const frame = `x="${x}" y="${y}" width="${width}" height="${height}"`
  if (uri !== null) return `<image ${frame} preserveAspectRatio="xMidYMid slice" href="${uri}"/>`
  return (
    `<rect ${frame} fill="#cfd6da"/>` +
    `<ellipse cx="${x + width / 2}" cy="${y + height * 0.42}" rx="${width * 0.24}" ry="${height * 0.24}" fill="#8f9aa3"/>` +
    `<path d="M${x + width * 0.1} ${y + height} q${width * 0.4} ${-height * 0.42} ${width * 0.8} 0z" fill="#8f9aa3"/>`
  )
}

/** Labels and values, one pair below the other. */
export function fieldTexts({ text }: PageLayout, fields: [string, string][]): string {
  return fields
    .map(([name, value], i) => {
      const top = text.y + i * text.advance
      return (
        label(text.x, top + text.label, text.label, '#4a5d70', name) +
        label(text.x, top + text.label + text.value, text.value, '#16181b', value)
      )
    })
    .join('')
}

function visualFields(fields: MrzFields): [string, string][] {
  return [
    ['Surname / Nom', fields.surname],
    ['Given names / Prénoms', fields.givenNames],
    ['Nationality / Nationalité', 'UTOPIAN'],
    ['Date of birth / Date de naissance', printedDate(fields.birthDate)],
    ['Sex / Sexe', fields.sex],
    ['Document No. / N° du document', fields.documentNumber],
    ['Date of expiry / Date d’expiration', printedDate(fields.expiryDate)],
  ]
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

function printedDate(date: string): string {
  return `${date.slice(8)} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`
}

/** SPECIMEN across the page, pale. */
export function overprint({ width, height }: PageLayout): string {
  const x = width * 0.6
  const y = height * 0.62
  const size = width * 0.1
  return `<text x="${x}" y="${y}" transform="rotate(-24 ${x} ${y})" text-anchor="middle" font-family="Liberation Sans" font-size="${size}" letter-spacing="8" fill="#b3263a" opacity=".16">SPECIMEN</text>`
}

function machineReadableZone({ mrz }: Layout, lines: string[]): string {
  return lines
    .map((line, row) => {
      const places = [...line].map((_, i) => mrz.x + i * MRZ_PITCH_PX).join(' ')
      return `<text x="${places}" y="${mrz.baselines[row] ?? 0}" font-family="OCRB" font-size="${MRZ_FONT_PX}" fill="#17181a">${escapeXml(line)}</text>`
    })
    .join('')
}

/** A line of text from its left end and baseline. */
export function label(x: number, y: number, size: number, color: string, text: string): string {
  return `<text x="${x}" y="${y}" font-family="Liberation Sans" font-size="${size}" fill="${color}">${escapeXml(text)}</text>`
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
