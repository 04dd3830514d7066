import { AskError } from '../../shared/ask'

type Refusal = { code?: string; message?: string }

/**
 * Asks a route that is not GraphQL (/auth/…).
 * @throws AskError with the code of the answer; OFFLINE when none came
 */
export async function rest<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const sent = method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}
  const response = await fetch(path, { method, headers, ...sent }).catch(() => {
    throw new AskError('OFFLINE', 'The server cannot be reached.')
  })
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const { code = 'INTERNAL_SERVER_ERROR', message = `The server answered ${response.status}.` } =
    (answer ?? {}) as Refusal
  const retryAfter = response.headers.get('retry-after')
  throw new AskError(code, message, retryAfter === null ? null : Number(retryAfter))
}
