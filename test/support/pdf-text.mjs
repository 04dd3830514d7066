// Reads a PDF on standard input with Mozilla's reader; writes its title and the text of each page as JSON.
import { buffer } from 'node:stream/consumers'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

const data = new Uint8Array(await buffer(process.stdin))
const pdf = await getDocument({ data, useSystemFonts: false, verbosity: 0 }).promise
const pages = []
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent()
  const text = items.map(({ str = '', hasEOL }) => (hasEOL ? `${str}\n` : str)).join('')
  const tree = await page.getStructTree()
  const { fnArray } = await page.getOperatorList()
  pages.push({ text, tree, operators: fnArray.length })
}
const { info } = await pdf.getMetadata()
const { marked } = { marked: await pdf.getMarkInfo() }
process.stdout.write(JSON.stringify({ title: info.Title, lang: info.Language, marked, pages }))
