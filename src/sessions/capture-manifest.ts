import canonicalize from 'canonicalize'
import { z } from 'zod'
import { AppError } from '../errors'
import { fromBase64Url } from '../trust/base64url'
import { isSignedBy } from '../trust/device-key'
import { CAPTURE_KINDS, type Capture } from './session'

/** As the device sent it. `signature`: ECDSA P-256 SHA-256 over the UTF-8 of `payload`, r and s (64 bytes), in base64url. */
export type SignedManifest = { payload: string; signature: string }

/** What `payload` says, in the canonical form of RFC 8785. `sha256`: of the file as it was uploaded. */
const PAYLOAD = z.strictObject({
  v: z.literal(1),
  session: z.string(),
  nonce: z.string(),
  captures: z.array(
    z.strictObject({
      seq: z.int(),
      kind: z.enum(CAPTURE_KINDS),
      captureId: z.string(),
      sha256: z.string(),
    }),
  ),
})
export type ManifestPayload = z.infer<typeof PAYLOAD>

/** `counting`: those that the checks will use; `captures`: all that the session has. */
type Expected = { sessionId: string; publicKey: string; captures: Capture[]; counting: Capture[] }

/**
 * What the session's device says that it took, when all of it is so: signed by the key, for this session, in canonical form
 * byte for byte; every entry a READY capture with the hash of what arrived, in the order in which they were announced, and none
 * of those that count left out. Whether the nonce is good is for the database to say.
 * @throws AppError MANIFEST_INVALID
 */
export function readManifest(
  { payload, signature }: SignedManifest,
  { sessionId, publicKey, captures, counting }: Expected,
): ManifestPayload {
  if (!isSignedBy(publicKey, Buffer.from(payload), fromBase64Url(signature, SIGNATURE_BYTES)))
    throw invalid('signature', 'The signature is not one of the session’s device key.')
  const manifest = parse(payload)
  if (manifest.session !== sessionId) throw invalid('payload', 'It is for another session.')
  assertEntries(manifest, captures)
  const signed = new Set(manifest.captures.map(({ captureId }) => captureId))
  const missing = counting.filter(({ id }) => !signed.has(id))
  if (missing.length > 0)
    throw invalid('payload', `It lacks ${missing.map(({ id }) => id).join(', ')}.`)
  return manifest
}

const SIGNATURE_BYTES = 64

function parse(payload: string): ManifestPayload {
  const { data } = PAYLOAD.safeParse(parseJson(payload))
  if (data === undefined)
    throw invalid('payload', 'It must be JSON: {v: 1, session, nonce, captures}.')
  if (canonicalize(data) !== payload)
    throw invalid('payload', 'It must be in the canonical form of RFC 8785.')
  return data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // refused by the shape
  }
}

function assertEntries({ captures: entries }: ManifestPayload, captures: Capture[]): void {
  const ready = captures.filter(({ status }) => status === 'READY')
  let before = ''
  for (const [at, { seq, kind, captureId, sha256 }] of entries.entries()) {
    const capture = ready.find(({ id }) => id === captureId)
    if (capture?.kind !== kind || capture.uploadSha256 !== sha256)
      throw invalid('payload', `Entry ${at} is no READY capture with this kind and hash.`)
    if (seq !== at || captureId <= before)
      throw invalid('payload', 'Entries count from 0, in the order the captures were announced.')
    before = captureId
  }
}

export function invalid(part: 'payload' | 'signature' | null, message: string): AppError {
  const field = part === null ? 'manifest' : `manifest.${part}`
  return new AppError('MANIFEST_INVALID', `The manifest is refused. ${message}`, field)
}
