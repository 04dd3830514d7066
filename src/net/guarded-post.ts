import { type buildConnector, Client } from 'undici'
import type { GuardedPost, PostAnswer, PostRefused, PostRequest } from '../deps'
import { AddressRefused, type ConnectorOptions, createGuardedConnector } from './guarded-connector'
import { parseRetryAfter } from './retry-after'

/** `lookup` and `dial` as in guarded-connector.ts; `allowPrivate` is for development only. */
export type GuardedPostOptions = Partial<ConnectorOptions> & { maxResponseBytes?: number }

type Refusal = PostRefused['refused']

const TIMEOUT_MS = 15_000
const MAX_RESPONSE_BYTES = 65_536
const MAX_HEADER_BYTES = 16_384
const MAX_EXCERPT_CHARS = 1000

const MESSAGES: Record<Refusal, string> = {
  URL: 'The address must be an https URL without a user name or password.',
  ADDRESS: 'The address does not lead to a public server; use one that the internet can reach.',
  DNS: 'The name of the server was not found; check its spelling and its DNS.',
  TLS: 'The certificate of the server is not valid for its name; renew or correct it.',
  CONNECTION: 'The connection failed; check that the server is running and reachable.',
  TIMEOUT: 'The server did not answer in time; answer first and do the work later.',
}

/**
 * Posts to URLs of strangers: https only, public addresses only (see guarded-connector.ts), no redirects, one
 * connection per post, 15 s in all, 64 kB of the answer read. `allowPrivate` lifts the first two.
 */
export function createGuardedPost(options: GuardedPostOptions = {}): GuardedPost {
  const { allowPrivate = false, timeoutMs = TIMEOUT_MS } = options
  const maxResponseBytes = options.maxResponseBytes ?? MAX_RESPONSE_BYTES
  const connect = createGuardedConnector({ ...options, allowPrivate, timeoutMs })
  return {
    async post(url, content) {
      const startedAt = performance.now()
      const elapsedMs = () => Math.round(performance.now() - startedAt)
      if (!isAcceptable(url, allowPrivate)) return refuse('URL', elapsedMs())
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        const answer = await exchange(new URL(url), content, { connect, signal, maxResponseBytes })
        return { ...answer, latencyMs: elapsedMs() }
      } catch (error) {
        return refuse(signal.aborted ? 'TIMEOUT' : reasonOf(error), elapsedMs())
      }
    },
  }
}

function isAcceptable(text: string, allowPrivate: boolean): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const scheme = url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:')
  return scheme && url.username === '' && url.password === ''
}

function refuse(refused: Refusal, latencyMs: number): PostRefused {
  return { refused, message: MESSAGES[refused], latencyMs }
}

type Exchange = {
  connect: buildConnector.connector
  signal: AbortSignal
  maxResponseBytes: number
}

/** A client of its own, so that its end is the end of all that belongs to this post. */
async function exchange(
  url: URL,
  content: PostRequest,
  { connect, signal, maxResponseBytes }: Exchange,
): Promise<Omit<PostAnswer, 'latencyMs'>> {
  const client = new Client(url.origin, { connect, maxHeaderSize: MAX_HEADER_BYTES })
  const end = () => void client.destroy().catch(() => undefined) // it rejects only what we gave up
  signal.addEventListener('abort', end)
  try {
    const path = url.pathname + url.search
    const response = await client.request({ ...content, method: 'POST', path, reset: true })
    const body = await readStart(response.body, maxResponseBytes)
    const excerpt = body.toString('utf8').replaceAll('\0', '\ufffd').slice(0, MAX_EXCERPT_CHARS)
    const header = response.headers['retry-after']
    const text = typeof header === 'string' ? header : undefined
    return {
      status: response.statusCode,
      excerpt,
      retryAfterSec: parseRetryAfter(text, new Date()),
    }
  } finally {
    signal.removeEventListener('abort', end)
    end()
  }
}

/** The body up to `maxBytes`; the rest is not read. */
async function readStart(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let byteLength = 0
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, maxBytes - byteLength))
    byteLength += chunk.length
    if (byteLength >= maxBytes) break // ends the iterator, which closes the connection
  }
  return Buffer.concat(chunks)
}

/** Codes of Node, OpenSSL and undici by what the owner of the endpoint can do about them. */
const REASONS: [RegExp, Refusal][] = [
  [/^(ENOTFOUND|EAI_|ENODATA)/, 'DNS'],
  [/TLS|CERT|SSL|SELF_SIGNED|UNABLE_TO|SIGNATURE/, 'TLS'],
  [/TIMEOUT|ETIMEDOUT/, 'TIMEOUT'],
  [/^E[A-Z]+$|^UND_ERR_|^HPE_|^HTTPParserError$/, 'CONNECTION'],
]

/** @throws the error itself when it is none of the network's, that is, a bug */
function reasonOf(error: unknown): Refusal {
  if (error instanceof AddressRefused) return 'ADDRESS'
  const code = codeOf(error)
  const found = REASONS.find(([pattern]) => pattern.test(code))
  if (!found || code === 'UND_ERR_INVALID_ARG') throw error
  return found[1]
}

/** The error's code, or its name when it has none. */
function codeOf(error: unknown): string {
  const { code, name } = Object(error)
  return String(code ?? name)
}
