import { parseMrz } from '../documents/mrz/parse-mrz'
import type { MrzReading } from '../documents/reading'
import { damaged, SOURCES } from './source'
import { child, readTlv, readTlvs } from './tlv'

/**
 * The machine-readable zone of DG1 (ICAO 9303-10 §4.7.1): one text of 88, 72 or 90 characters, cut into its lines.
 * `today` (YYYY-MM-DD) decides centuries. Every field has the source `CHIP`.
 * @throws AppError INVALID when the bytes are no DG1, or the text fits no format
 */
export function readDataGroup1(bytes: Uint8Array, today: string): MrzReading {
  const file = readTlv(bytes, dg1)
  if (file.tag !== FILE_TAG) throw damaged(dg1, 'it does not begin with the tag 61')
  const text = Buffer.from(child(readTlvs(file.value, dg1), MRZ_TAG, dg1).value).toString('latin1')
  const reading = parseMrz(linesOf(text), today)
  if (reading === null) throw damaged(dg1, 'its text is no machine-readable zone of a known format')
  return { ...reading, fields: reading.fields.map((field) => ({ ...field, source: 'CHIP' })) }
}

const { dg1 } = SOURCES
const FILE_TAG = 0x61
const MRZ_TAG = 0x5f1f
const LINES_BY_LENGTH = new Map([
  [88, 2],
  [72, 2],
  [90, 3],
])

function linesOf(text: string): string[] {
  const count = LINES_BY_LENGTH.get(text.length)
  if (count === undefined)
    throw damaged(dg1, `its text has ${text.length} characters; 72, 88 or 90 make up a zone`)
  const width = text.length / count
  return Array.from({ length: count }, (_, line) => text.slice(line * width, (line + 1) * width))
}
