/** A limit on a measured value: `passesWhen` a value AT_MOST or AT_LEAST the limit is good. */
export type Limit = { limit: number; unit: string; passesWhen: 'AT_MOST' | 'AT_LEAST' }

/** Whether the value is good; not a number is not. */
export function meets({ limit, passesWhen }: Limit, value: number): boolean {
  return passesWhen === 'AT_MOST' ? value <= limit : value >= limit
}
