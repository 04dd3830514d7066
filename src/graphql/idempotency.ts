import { createHash } from 'node:crypto'
import {
  type ApolloServerPlugin,
  type GraphQLRequestContextResponseForOperation,
  type GraphQLRequestListener,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server'
import canonicalize from 'canonicalize'
import { type FormattedExecutionResult, GraphQLError } from 'graphql'
import type { Deps } from '../deps'
import type { KeyState } from '../storage/idempotency-keys'
import { openAnswer, sealAnswer } from '../trust/seal-answer'
import type { Context } from './context'

type Asked = GraphQLRequestContextResponseForOperation<Context>
type Use = { tenantId: string; callerId: string; key: string; secret: string }

/** How long a second request waits for the first, and how often it looks. */
const PATIENCE_MS = 10_000
const LOOK_MS = 100

/** What a header can carry; 255 characters are enough for any id. */
const KEY = /^[\x21-\x7e]{1,255}$/

/**
 * `Idempotency-Key`: a mutation sent twice with one key acts once, and is answered the same, for 24 hours. With another
 * query or other variables it is refused. One that comes while the first still runs waits for it. Where the first never
 * ended (a process died) nobody knows what it did, and it is not done again. Answers may hold secrets: they are stored
 * sealed with the caller's API key or token, which is stored nowhere.
 */
export function idempotency(): ApolloServerPlugin<Context> {
  return { requestDidStart: async () => listenToRequest() }
}

function listenToRequest(): GraphQLRequestListener<Context> {
  let taken: Use | null = null
  return {
    async responseForOperation(asked) {
      const use = asked.operation.operation === 'mutation' ? useOf(asked) : null
      if (use === null) return null
      const answer = await answerBefore(asked, use)
      if (answer === null) taken = use
      return answer
    },
    async willSendResponse({ response, contextValue: { deps } }) {
      if (taken !== null) await keep(deps, taken, response)
    },
  }
}

function useOf({ request, contextValue: { caller, secret } }: Asked): Use | null {
  const key = request.http?.headers.get('idempotency-key')
  if (key === undefined || secret === null || caller === null) return null
  const { tenantId, id: callerId } = caller
  return { tenantId, callerId, key, secret }
}

/** What an earlier request with the key was answered, or why there is no answer; null for the first. */
async function answerBefore(
  { request, contextValue: { deps } }: Asked,
  use: Use,
): Promise<GraphQLResponse | null> {
  if (!KEY.test(use.key)) return refused(MALFORMED)
  const hash = hashOf(request)
  const known = await claim(deps, use, hash)
  if (known.first) return null
  if (known.requestSha256 !== hash) return refused(REUSED)
  return known.answer === null ? refused(UNFINISHED) : repeated(known.answer, use)
}

function hashOf({ query, operationName, variables }: Asked['request']): string {
  const request = canonicalize({
    query,
    operationName: operationName ?? null,
    variables: variables ?? {},
  })
  return createHash('sha256')
    .update(request ?? '')
    .digest('hex')
}

/** Waits while the first request with this key still runs. */
async function claim({ idempotencyKeys, now }: Deps, use: Use, hash: string): Promise<KeyState> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const known = await idempotencyKeys.claim(use, hash, now())
    const runs = !known.first && known.answer === null && known.requestSha256 === hash
    if (!runs || waited >= PATIENCE_MS) return known
    await new Promise((done) => setTimeout(done, LOOK_MS))
  }
}

function repeated(answer: Uint8Array, { key, secret }: Use): GraphQLResponse {
  const singleResult = JSON.parse(openAnswer(secret, key, answer)) as FormattedExecutionResult
  const http = { headers: new HeaderMap([['idempotent-replayed', 'true']]) }
  return { http, body: { kind: 'single', singleResult } }
}

/** Every answer is kept, refusals as well; where we failed the key is given back, to try again. */
async function keep({ idempotencyKeys }: Deps, use: Use, { body }: GraphQLResponse): Promise<void> {
  const result = body.kind === 'single' ? body.singleResult : null
  const failed = result?.errors?.some(({ extensions }) => {
    return extensions?.['code'] === 'INTERNAL_SERVER_ERROR'
  })
  if (result === null || failed) return idempotencyKeys.release(use)
  await idempotencyKeys.finish(use, sealAnswer(use.secret, use.key, JSON.stringify(result)))
}

type Refusal = { status: number; code: string; message: string }

const MALFORMED: Refusal = {
  status: 400,
  code: 'IDEMPOTENCY_KEY_INVALID',
  message: 'Idempotency-Key must be 1 to 255 visible ASCII characters; a UUID is a good one.',
}

const REUSED: Refusal = {
  status: 422,
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This Idempotency-Key came with another request within 24 hours; use a new one.',
}

const UNFINISHED: Refusal = {
  status: 409,
  code: 'IDEMPOTENCY_KEY_UNFINISHED',
  message:
    'The first request with this Idempotency-Key has not ended. It may still run: try again. If this stays it was cut off: look at what it did, then use a new key.',
}

function refused({ status, code, message }: Refusal): GraphQLResponse {
  const error = new GraphQLError(message, { extensions: { code } }).toJSON()
  const http = { status, headers: new HeaderMap() }
  return { http, body: { kind: 'single', singleResult: { errors: [error] } } }
}
