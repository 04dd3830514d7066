/**
 * The key at the top of the ladder, held where we cannot read it, or, for one machine, in a file. `context` is bound to what
 * is wrapped: it unwraps only with the same.
 */
export type RootKey = {
  /** Wraps a key of 32 bytes. */
  wrap(key: Uint8Array, context: string): Promise<Uint8Array>
  /** @throws Error when it was wrapped by another root key, for another context, or was changed */
  unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array>
}
