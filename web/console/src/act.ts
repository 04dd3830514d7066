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
  const key = { 'idempotency-key': crypto.randomUUID() }
  return outcomeOf<R>(await ask(document, { input } as V, key))
}

/** As `act`, of a mutation that changes nothing: asked twice it answers twice, and the server keeps nothing of it. */
export async function tryOut<R extends object, V extends { input: object }>(
  document: Document<R, V>,
  input: V['input'],
): Promise<Outcome<R> | null> {
  return outcomeOf<R>(await ask(document, { input } as V))
}

function outcomeOf<R extends object>(data: R): Outcome<R> | null {
  const [payload] = Object.values(data) as Payload<Outcome<R>>[]
  const [error] = payload?.userErrors ?? []
  if (!error) return payload?.result ?? null
  const { code, message, retryAfterSec = null, field = null } = error
  throw new AskError(code, message, retryAfterSec, field)
}
