/** What is taken. */
export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png'

/** `begins`: the first bytes (latin1). `kept`: what it is once it is attached, for images are encoded anew. */
type Kind = { begins: string; kept: KeptType }
type KeptType = Exclude<MediaType, 'image/png'>

/**
 * From ISO 32000-1 §7.5.2, ITU-T T.81 annex B and W3C PNG §5.2. A PDF has to begin as one at its first byte, though some readers look
 * for it further on: what begins as something else may be taken for that.
 */
const KINDS: Record<MediaType, Kind> = {
  'application/pdf': { begins: '%PDF-', kept: 'application/pdf' },
  'image/jpeg': { begins: '\xff\xd8\xff', kept: 'image/jpeg' },
  'image/png': { begins: '\x89PNG\r\n\x1a\n', kept: 'image/jpeg' },
}

const ENDINGS: Record<KeptType, string> = { 'application/pdf': '.pdf', 'image/jpeg': '.jpg' }

export function isMediaType(said: string): said is MediaType {
  return Object.hasOwn(KINDS, said)
}

/** Whether the bytes begin as a file of the kind does. */
export function isOfKind(bytes: Uint8Array, mediaType: MediaType): boolean {
  const { begins } = KINDS[mediaType]
  return Buffer.from(bytes.subarray(0, begins.length)).toString('latin1') === begins
}

export function keptAs(mediaType: MediaType): KeptType {
  return KINDS[mediaType].kept
}

const LONGEST_STEM = 100

/**
 * The name under which a file is kept and handed out: no folders, nothing that cannot be seen (controls, turns of the direction of
 * writing), nothing that a file system refuses, and the ending of what it is.
 */
export function fileNameOf(said: string, mediaType: MediaType): string {
  const [last = ''] = said.normalize('NFC').split(/[/\\]/).slice(-1)
  const stem = last
    .replace(/\p{C}/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\.(pdf|jpe?g|png)$/i, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const short = [...stem].slice(0, LONGEST_STEM).join('').trimEnd()
  return `${short || 'file'}${ENDINGS[keptAs(mediaType)]}`
}
