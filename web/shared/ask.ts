/**
 * One of our own GraphQL documents: the SHA-256 of its text, by which the server knows it (trusted-documents.json), with the
 * types of its answer and its variables.
 */
export type Document<Result, Variables> = string & {
  readonly __types?: (variables: Variables) => Result
}

/** What an answer said went wrong; `code` is part of the API (docs of errors), `message` may be shown. */
export class AskError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryAfterSec: number | null = null,
    /** Of a mutation's input: which of it is wrong, as a dotted path. */
    readonly field: string | null = null,
  ) {
    super(message)
  }
}

type Answer<Result> = {
  data?: Result
  errors?: { message: string; extensions?: { code?: string; retryAfterSec?: number } }[]
}

/**
 * Asks our own server; the cookie says who is asking.
 * @throws AskError with the code of the first error; OFFLINE when no answer came
 */
export async function ask<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  headers: Record<string, string> = {},
): Promise<Result> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ documentId: `sha256:${document}`, variables }),
  }).catch(() => {
    throw new AskError('OFFLINE', 'The server cannot be reached.')
  })
  const answer: Answer<Result> = await response.json().catch(() => ({}))
  const [error] = answer.errors ?? []
  if (error) {
    const { code = 'INTERNAL_SERVER_ERROR', retryAfterSec = null } = error.extensions ?? {}
    throw new AskError(code, error.message, retryAfterSec)
  }
  if (answer.data === undefined)
    throw new AskError('INTERNAL_SERVER_ERROR', `The server answered ${response.status}.`)
  return answer.data
}
