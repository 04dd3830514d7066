import { damaged, type Source } from './source'

/** Whether a file is text in the form of RFC 7468. */
export function isPem(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, PEEK)).toString('latin1').includes(BEGIN)
}

/** The DER of every block of this label, in one pass; other labels are left out. @throws AppError INVALID when there is none */
export function pemBlocks(bytes: Uint8Array, label: string, source: Source): Uint8Array[] {
  const [, ...parts] = Buffer.from(bytes).toString('latin1').split(`${BEGIN} ${label}-----`)
  const blocks = parts.map((part) => {
    const end = part.indexOf(`-----END ${label}-----`)
    if (end < 0) throw damaged(source, `a block "${label}" has no end`)
    return new Uint8Array(Buffer.from(part.slice(0, end), 'base64'))
  })
  if (blocks.length === 0) throw damaged(source, `it is PEM without a block "${label}"`)
  return blocks
}

const BEGIN = '-----BEGIN'
/** Text before the first block (names, as OpenSSL writes them) is allowed. */
const PEEK = 4_096
