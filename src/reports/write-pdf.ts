import PdfDocument from 'pdfkit'
import { drawableText, reportFont } from './drawable-text'
import type { Block, Report, Table } from './report'

type Pdf = InstanceType<typeof PdfDocument>
type Draw = (text: string) => string

/** Points (1/72 inch) on A4. */
const MARGIN = { top: 56, bottom: 72, left: 56, right: 56 }
const WIDTH = 595.28 - MARGIN.left - MARGIN.right
const SIZE = { title: 17, heading: 13, subheading: 10.5, text: 9.5, small: 7.5 }
const INK = { text: '#1b1f24', soft: '#57606a', line: '#d0d7de', accent: '#0b4f6c' }
const PICTURE = { width: WIDTH, height: 280 }

const LACKING =
  'Some characters of this report are not in its font (Liberation Sans). They are given by their Unicode numbers in angle brackets; the signed bundle of the case has them as they were read.'

/**
 * A report as a PDF (ISO 32000-1, version 1.7): text that can be searched, copied and read out (tagged, with alternatives for
 * pictures), every page with its foot and number.
 */
export async function writePdf({ title, about, foot, blocks }: Report, at: Date): Promise<Buffer> {
  const font = reportFont()
  const { draw, lacked } = drawableText(font)
  const pdf = new PdfDocument({
    ...{ size: 'A4', margins: MARGIN, bufferPages: true, font: '', tagged: true },
    ...{ pdfVersion: '1.7', lang: 'en-GB', displayTitle: true },
    info: { Title: draw(title), Creator: 'Countersign', CreationDate: at },
  })
  const done = collected(pdf)
  pdf.registerFont('text', font).font('text')
  tagged(pdf, 'H1', () => line(pdf, draw(title), SIZE.title, INK.accent))
  tagged(pdf, 'P', () => line(pdf, draw(about), SIZE.text, INK.soft))
  for (const block of blocks) writeBlock(pdf, block, draw)
  if (lacked()) writeBlock(pdf, { kind: 'heading', text: 'Characters' }, draw)
  if (lacked()) writeBlock(pdf, { kind: 'text', text: LACKING }, draw)
  writeFeet(pdf, draw(foot))
  pdf.end()
  return done
}

function collected(pdf: Pdf): Promise<Buffer> {
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part))
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
}

function tagged(pdf: Pdf, tag: string, write: () => void, alt?: string): void {
  pdf.addStructure(pdf.struct(tag, alt ? { alt } : {}, write))
}

function line(pdf: Pdf, text: string, size: number, ink: string, gap = 4): void {
  pdf.fontSize(size).fillColor(ink).text(text, { width: WIDTH, paragraphGap: gap })
}

function writeBlock(pdf: Pdf, block: Block, draw: Draw): void {
  if (block.kind === 'facts') writeTable(pdf, factsTable(block.facts), draw, false)
  else if (block.kind === 'table') writeTable(pdf, block.table, draw, true)
  else if (block.kind === 'picture') writePicture(pdf, block.jpeg, draw(block.says))
  else writeText(pdf, block.kind, draw(block.text))
}

/** `least`: so much has to be left of the page, that a heading does not stand alone at its end. Lengths in points. */
const TEXTS = {
  heading: { tag: 'H2', least: 80, above: 8, size: SIZE.heading, ink: INK.accent },
  subheading: { tag: 'H3', least: 50, above: 3, size: SIZE.subheading, ink: INK.text },
  text: { tag: 'P', least: 0, above: 0, size: SIZE.text, ink: INK.text },
}

function writeText(pdf: Pdf, kind: keyof typeof TEXTS, text: string): void {
  const { tag, least, above, size, ink } = TEXTS[kind]
  room(pdf, least)
  pdf.y += above
  tagged(pdf, tag, () => line(pdf, text, size, ink))
}

/** A new page where less than this is left on the old one. */
function room(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - MARGIN.bottom) pdf.addPage()
}

function factsTable(facts: readonly (readonly [string, string])[]): Table {
  const columns = [
    { title: '', share: 1 },
    { title: '', share: 3 },
  ]
  return { columns, rows: facts.map(([name, value]) => [name, value]) }
}

function writeTable(pdf: Pdf, { columns, rows }: Table, draw: Draw, headed: boolean): void {
  pdf.fontSize(SIZE.text).fillColor(INK.text)
  const all = columns.reduce((sum, { share }) => sum + share, 0)
  const structure = pdf.struct('Table')
  pdf.addStructure(structure)
  const table = pdf.table({
    columnStyles: columns.map(({ share }) => (WIDTH * share) / all),
    defaultStyle: {
      ...{ border: [0, 0, 0.5, 0], borderColor: INK.line, padding: [3, 8, 3, 0] },
      ...{ textColor: INK.text, align: { x: 'left', y: 'top' } },
    },
    structParent: structure,
  } as PDFKit.Mixins.TableOptions)
  const head = (text: string) => ({ text: draw(text), textColor: INK.soft, type: 'TH' as const })
  if (headed) table.row(columns.map(({ title }) => head(title)))
  for (const [first = '', ...rest] of rows)
    table.row([headed ? draw(first) : head(first), ...rest.map(draw)])
  table.end()
  pdf.x = MARGIN.left
  pdf.moveDown(0.5)
}

function writePicture(pdf: Pdf, jpeg: Uint8Array, says: string): void {
  const { width, height } = PICTURE
  room(pdf, height + 30)
  tagged(pdf, 'Figure', () => pdf.image(Buffer.from(jpeg), { fit: [width, height] }), says)
  pdf.moveDown(0.3)
  tagged(pdf, 'Caption', () => line(pdf, says, SIZE.small, INK.soft, 10))
}

/** Below the margin, on every page; read out for none. */
function writeFeet(pdf: Pdf, foot: string): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let index = start; index < start + count; index++) {
    pdf.switchToPage(index)
    pdf.page.margins.bottom = 0
    const y = pdf.page.height - MARGIN.bottom + 24
    pdf.markContent('Artifact', { type: 'Pagination' })
    pdf.moveTo(MARGIN.left, y - 8).lineTo(MARGIN.left + WIDTH, y - 8)
    pdf.lineWidth(0.5).strokeColor(INK.line).stroke()
    pdf.fontSize(SIZE.small).fillColor(INK.soft)
    pdf.text(foot, MARGIN.left, y, { width: WIDTH - 60, height: 24 })
    const number = `Page ${index - start + 1} of ${count}`
    pdf.text(number, MARGIN.left + WIDTH - 60, y, { width: 60, align: 'right', lineBreak: false })
    pdf.endMarkedContent()
  }
}
