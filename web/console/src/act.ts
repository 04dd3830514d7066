import { AskError, ask, type Document } from '../../shared/ask'

type Payload<T> = {
  result: T | null
  userErrors: {
    code: string
    message: string
    field?: string | null
    retryAfterSec?: number | null
  }[]
}

/** What a mutation's document gives: one field, a payload. */
type Outcome<R> = R[keyof R] extends Payload<infer T> ? T : never

/**
 * Runs a mutation and gives its result.
 * @throws AskError with the code of the first user error
 */
export async function act<R extends object, V extends { input: object }>(
  document: Document<R, V>,
  input: V['input'],
): Promise<Outcome<R> | null> {
  const data = await ask(document, { input } as V, { 'idempotency-key': crypto.randomUUID() })
  const [payload] = Object.values(data) as Payload<Outcome<R>>[]
  const [error] = payload?.userErrors ?? []
  if (error) throw new AskError(error.code, error.message, error.retryAfterSec ?? null)
  return payload?.result ?? null
}
