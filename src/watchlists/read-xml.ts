import { createReadStream } from 'node:fs'
import { SaxesParser } from 'saxes'
import { AppError } from '../errors'
import { FORMATS } from './formats'
import type { Element, Listed } from './watchlist'

/** Deeper or longer than any published list, and short of what would hurt. */
const MOST_DEPTH = 30
const MOST_TEXT = 100_000

/**
 * The people on a published list in XML, read as a stream: one entry at a time is in memory. Entities other than XML's own are
 * an error, as any other fault of the file is: half a list is none.
 * @throws AppError INVALID
 */
export async function readXml(file: string): Promise<Listed[]> {
  const people: Listed[] = []
  const reader = entryReader((listed) => people.push(listed))
  try {
    const stream = createReadStream(file, { encoding: 'utf8' })
    for await (const chunk of stream) reader.write(String(chunk))
    reader.close()
  } catch (error) {
    throw new AppError('INVALID', `${file} is no list that can be read.`, null, { cause: error })
  }
  return people
}

function entryReader(onEntry: (listed: Listed) => void) {
  const parser = new SaxesParser()
  const path: string[] = []
  /** The open elements of the entry that is being read. */
  const open: Element[] = []
  parser.on('opentag', ({ name, attributes }) => {
    const own = localName(name)
    path.push(own)
    if (path.length > MOST_DEPTH) throw new Error('too deep')
    const isEntry = formatOf(path)?.entries.includes(own) ?? false
    if (open.length === 0 && !isEntry) return
    const element = { name: own, attributes: { ...attributes }, text: '', children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element && element.text.length < MOST_TEXT) element.text += text
  })
  parser.on('closetag', () => {
    const element = open.pop()
    const format = formatOf(path)
    path.pop()
    const listed = element && open.length === 0 ? format?.read(element) : null
    if (listed) onEntry(listed)
  })
  parser.on('error', (error) => {
    throw error
  })
  return parser
}

/** @throws Error when no published list has such a root */
function formatOf([root = '']: readonly string[]) {
  const format = FORMATS[root]
  if (!format) throw new Error('unknown root element')
  return format
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
