type Given<T> = { [key in keyof T]: Exclude<T[key], null | undefined> }

/** An input without the fields that were left out or null. */
export function given<T extends object>(input: T): Given<T> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined && value !== null),
  ) as Given<T>
}
