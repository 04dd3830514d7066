import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { JSONWebKeySet, JWTPayload } from 'jose'
import { z } from 'zod'
import { fromBase64Url } from './base64url'
import { verifyStatement } from './sign'

/** What the file is; a reader refuses what it does not know. */
export const BUNDLE_FORMAT = 'countersign-case/1'
const BUNDLE_TYPE = 'case-bundle+jwt'
const SIGNATURE_BYTES = 64

/** A file in a bundle. `name` is one of its own within the bundle. */
export type BundleFile = { name: string; bytes: Uint8Array }

/** Who hands it out, to whom, about what, when: `iss`, `aud`, `sub`, `iat` (seconds) of RFC 7519. */
export type BundleClaims = { iss: string; aud: string; sub: string; iat: number }

type Content = { contents: object; files: readonly BundleFile[] }

const HASH = z.string().regex(/^[0-9a-f]{64}$/)
const BUNDLE = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  contents: z.record(z.string(), z.json()),
  files: z.array(z.strictObject({ name: z.string(), content: z.string() })),
  signature: z.string(),
})
const CLAIMS = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string(),
  iat: z.number(),
  format: z.literal(BUNDLE_FORMAT),
  contents: HASH,
  files: z.array(z.object({ name: z.string(), sha256: HASH })),
})
type Bundle = z.infer<typeof BUNDLE>
type Claims = z.infer<typeof CLAIMS>

/**
 * A case as one file: what is told of it, files in base64, and a JWS (RFC 7515, typ `case-bundle+jwt`) over the SHA-256 of
 * the contents as JCS (RFC 8785) writes them and of each file. The whole is itself written by JCS, with a line feed after it.
 */
export async function sealBundle(
  { contents, files }: Content,
  about: BundleClaims,
  sign: (typ: typeof BUNDLE_TYPE, claims: JWTPayload) => Promise<string>,
): Promise<string> {
  const plain: unknown = JSON.parse(JSON.stringify(contents))
  const signature = await sign(BUNDLE_TYPE, {
    ...about,
    format: BUNDLE_FORMAT,
    contents: hashOf(jcs(plain)),
    files: files.map(({ name, bytes }) => ({ name, sha256: hashOf(bytes) })),
  })
  const inside = files.map(({ name, bytes }) => {
    return { name, content: Buffer.from(bytes).toString('base64') }
  })
  return textOf({ format: BUNDLE_FORMAT, contents: plain, files: inside, signature })
}

/** `faults`: in plain words, what is not as it was signed; none: the bundle is genuine to the byte. */
export type BundleReport = { faults: string[]; claims: Claims | null }

/** Whether a file is a bundle as one of the keys signed it. It asks nobody. `audience`: the organisation that it must be of. */
export async function verifyBundle(
  bytes: Uint8Array,
  keys: JSONWebKeySet,
  audience?: string,
): Promise<BundleReport> {
  const text = decode(bytes)
  const written = parse(text)
  if (written === undefined) return refused('The file is not JSON.')
  const { data: bundle, error } = BUNDLE.safeParse(written)
  if (error) return refused(`The file is no ${BUNDLE_FORMAT}: ${z.prettifyError(error)}`)
  const claims = await claimsOf(bundle, keys, audience)
  if (typeof claims === 'string') return refused(claims)
  const { contents } = written as Bundle // not what zod made of it: every name counts
  const faults = [
    ...(hashOf(jcs(contents)) === claims.contents ? [] : ['The contents were changed.']),
    ...changedFiles(bundle, claims),
    ...(text === textOf(written) ? [] : ['The text is not in the one spelling it was written in.']),
  ]
  return { faults, claims }
}

function refused(fault: string): BundleReport {
  return { faults: [fault], claims: null }
}

/** What the signature says, or why nothing can be learnt from it. */
async function claimsOf(
  { signature }: Bundle,
  keys: JSONWebKeySet,
  audience: string | undefined,
): Promise<Claims | string> {
  if (!isSpeltOnce(signature)) return 'The signature was changed.'
  const found = await verifyStatement(signature, keys, audience).catch((error: Error) => error)
  if (found instanceof Error) return `The signature is not genuine: ${found.message}.`
  const { success, data } = CLAIMS.safeParse(found.claims)
  if (found.typ !== BUNDLE_TYPE || !success) return `The signature is of a ${found.typ}.`
  return data
}

/** The last part of a JWS can be spelt in several ways; the others are covered by it as they are. */
function isSpeltOnce(signature: string): boolean {
  return fromBase64Url(signature.split('.')[2] ?? '', SIGNATURE_BYTES) !== null
}

function changedFiles({ files }: Bundle, { files: signed }: Claims): string[] {
  const known = signed.flatMap(({ name, sha256 }) => {
    const found = files.find((file) => file.name === name)
    if (found === undefined) return [`The file ${name} is missing.`]
    return isFile(found.content, sha256) ? [] : [`The file ${name} was changed.`]
  })
  const added = files.filter((file, at) => signed[at]?.name !== file.name)
  return [...known, ...added.map(({ name }) => `The file ${name} is not where it was signed.`)]
}

/** Base64 too has several spellings of the same bytes. */
function isFile(content: string, sha256: string): boolean {
  const bytes = Buffer.from(content, 'base64')
  return bytes.toString('base64') === content && hashOf(bytes) === sha256
}

/** Bytes that are no UTF-8 would all be read as the same character. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return ''
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function textOf(bundle: unknown): string {
  return `${jcs(bundle)}\n`
}

function jcs(value: unknown): string {
  return canonicalize(value) ?? ''
}

function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
