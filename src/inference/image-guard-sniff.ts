/** The formats this server decodes, by their first bytes. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp'

/** What bytes look like: a format we decode, or the name of something else ("a PDF"), or null when unknown. */
export type Sniffed = { photo: PhotoFormat } | { other: string; advice?: string } | null

type Signature = { at: number; bytes: string; is: Exclude<Sniffed, null> }

const HEADER_BYTES = 1024
const BASE64 = {
  other: 'base64 text',
  advice: 'decode it and send the bytes of the photo themselves',
}

/** First bytes (latin1) of what people upload; the first that fits wins. From the formats' specifications. */
const SIGNATURES: Signature[] = [
  { at: 0, bytes: '\xff\xd8\xff', is: { photo: 'jpeg' } },
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', is: { photo: 'png' } },
  { at: 8, bytes: 'WEBP', is: { photo: 'webp' } },
  { at: 0, bytes: 'GIF8', is: { other: 'a GIF' } },
  { at: 0, bytes: 'II*\0', is: { other: 'a TIFF' } },
  { at: 0, bytes: 'MM\0*', is: { other: 'a TIFF' } },
  { at: 0, bytes: 'II+\0', is: { other: 'a TIFF' } },
  { at: 0, bytes: 'MM\0+', is: { other: 'a TIFF' } },
  { at: 0, bytes: 'BM', is: { other: 'a BMP' } },
  { at: 0, bytes: '8BPS', is: { other: 'a Photoshop file' } },
  { at: 0, bytes: '\0\0\x01\0', is: { other: 'an icon' } },
  { at: 0, bytes: '\xff\x0a', is: { other: 'a JPEG XL image' } },
  { at: 4, bytes: 'JXL ', is: { other: 'a JPEG XL image' } },
  { at: 4, bytes: 'jP  ', is: { other: 'a JPEG 2000 image' } },
  { at: 0, bytes: '\xff\x4f\xff\x51', is: { other: 'a JPEG 2000 image' } },
  { at: 4, bytes: 'ftypavi', is: { other: 'an AVIF image' } },
  { at: 4, bytes: 'ftyphe', is: { other: 'a HEIC photo' } },
  { at: 4, bytes: 'ftypmif1', is: { other: 'a HEIC photo' } },
  { at: 4, bytes: 'ftypmsf1', is: { other: 'a HEIC photo' } },
  { at: 4, bytes: 'ftyp', is: { other: 'a video' } },
  { at: 0, bytes: '\x1aE\xdf\xa3', is: { other: 'a video' } },
  { at: 0, bytes: 'PK\x03\x04', is: { other: 'a ZIP archive' } },
  { at: 0, bytes: '\x1f\x8b', is: { other: 'gzip-compressed data' } },
  { at: 0, bytes: 'data:', is: BASE64 },
  { at: 0, bytes: '/9j/', is: BASE64 },
  { at: 0, bytes: 'iVBORw0KGgo', is: BASE64 },
  { at: 0, bytes: 'UklGR', is: BASE64 },
]

/**
 * Says what bytes look like by their first 1 024. It decides nothing about safety: the decoder must agree,
 * and an image polyglot with something else is cured by the re-encoding.
 */
export function sniffImage(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, HEADER_BYTES)).toString('latin1')
  const found = SIGNATURES.find((signature) => head.startsWith(signature.bytes, signature.at))
  return found?.is ?? sniffText(head)
}

function sniffText(head: string): Sniffed {
  if (head.includes('%PDF-')) return { other: 'a PDF' }
  if (/^--[^\r\n]+\r?\ncontent-/i.test(head)) {
    return { other: 'a multipart form', advice: 'send the bytes of the photo alone as the body' }
  }
  if (/<svg[\s>:]|<!doctype svg/i.test(head)) return { other: 'an SVG drawing' }
  if (/<!doctype html|<html/i.test(head)) return { other: 'a web page' }
  if (/^(\xef\xbb\xbf)?\s*<\?xml/.test(head)) return { other: 'an XML file' }
  return isText(head) ? { other: 'a text file' } : null
}

/** No control characters but tab and line ends. */
function isText(head: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells text from data.
  return head !== '' && !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(head)
}
