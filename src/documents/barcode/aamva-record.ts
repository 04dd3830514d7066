/**
 * The data of a US or Canadian driving licence or identity card (AAMVA DL/ID Card Design Standard, annex D):
 * values by their three-letter element names, blanks at the ends removed.
 */
export type AamvaRecord = {
  /** The issuer identification number: six digits. */
  issuer: string
  /** 1 (standard of 2000) and up; 10 is the standard of 2020. 0: older than the standard. */
  version: number
  /** What the card is; null where the record does not say. */
  type: 'DL' | 'ID' | null
  elements: ReadonlyMap<string, string>
  /** Elements that occur more than once with different values; `elements` holds the first one. */
  conflicting: ReadonlySet<string>
  /** Whether the header is as the standard says, and what makes a licence is there: a number, a name, a birth. */
  wellFormed: boolean
}

/**
 * Reads a barcode's text as an AAMVA record; null when it is none. Never throws. The offsets and lengths in the
 * header are not used, since issuers print wrong ones: elements are told by their names at the start of a line.
 * Elements that an issuer defined for itself (Z..) are left out.
 */
export function parseAamva(text: string): AamvaRecord | null {
  const given = text.slice(0, MAX_TEXT)
  const [start, fileType, issuer, versionText] = HEADER.exec(given) ?? []
  if (start === undefined || issuer === undefined) return null
  const version = Number(versionText)
  const rest = given.slice(start.length)
  const directory = (version >= 2 ? DIRECTORY : OLD_DIRECTORY).exec(rest)
  const body = rest.slice(directory?.[0].length ?? 0)
  const { elements, conflicting } = readElements(body)
  const standard = fileType === FILE_TYPE && STARTS.some((bytes) => given.startsWith(bytes))
  return {
    issuer,
    version,
    type: typeOf(directory?.[2] ?? '', body),
    elements,
    conflicting,
    wellFormed: standard && isWhole(directory) && isLicence(elements),
  }
}

/** No PDF417 holds more characters. */
const MAX_TEXT = 2710

const FILE_TYPE = 'ANSI '

/** Compliance mark, line feed, record separator (a file separator in older records), carriage return. */
const STARTS = ['@\n\x1e\r', '@\n\x1c\r'].map((bytes) => bytes + FILE_TYPE)

/** Some issuers print other bytes after the mark, and Maryland's first records call the file type AAMVA. */
const HEADER = /^@.{0,6}?(ANSI ?|AAMVA)(\d{6})(\d\d)/s

/** The number of subfiles, and for each its type, offset and length; version 2 brought the issuer's own version. */
const DIRECTORY = /^\d\d(\d\d)((?:[A-Z]{2}\d{8})*)/
const OLD_DIRECTORY = /^(\d\d)((?:[A-Z]{2}\d{8})*)/

function isWhole(directory: RegExpExecArray | null): boolean {
  const [, count, entries = ''] = directory ?? []
  return Number(count) >= 1 && entries.length === Number(count) * 10
}

/** By the directory, else by the start of the first subfile. An enhanced licence (EN, of former standards) is one. */
function typeOf(directory: string, body: string): AamvaRecord['type'] {
  const types = [...(directory.match(/.{10}/g) ?? []), body].map((text) => text.slice(0, 2))
  const type = types.find((name) => /^(DL|ID|EN)$/.test(name))
  if (type === undefined) return null
  return type === 'ID' ? 'ID' : 'DL'
}

function readElements(body: string) {
  const elements = new Map<string, string>()
  const conflicting = new Set<string>()
  for (const line of body.split(/\p{Cc}+/u)) {
    const [, name, value] = ELEMENT.exec(line) ?? []
    if (name === undefined || value === undefined) continue
    const clean = value.trim().replace(/\s+/g, ' ')
    const before = elements.get(name)
    if (before === undefined) elements.set(name, clean)
    else if (before !== clean) conflicting.add(name)
  }
  return { elements, conflicting }
}

/** The first element of a subfile follows the subfile's type, which one issuer prints twice. */
const ELEMENT = /^(?:DL|ID|EN){0,2}(D[A-D][A-Z])(.*)$/

function isLicence(elements: ReadonlyMap<string, string>): boolean {
  const has = (...names: string[]) => names.some((name) => (elements.get(name) ?? '') !== '')
  return has('DAQ') && has('DBB') && has('DCS', 'DAB', 'DAA')
}
