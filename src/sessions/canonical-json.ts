/**
 * JSON with the keys of every object in their order, so that equal values give equal text; keys named in `without` are
 * left out wherever they stand. Numbers are written so that different ones differ, -0, NaN and the infinities too.
 */
export function canonicalJson(value: unknown, without: readonly string[] = []): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (without.includes(key)) return undefined
    if (typeof item === 'number') return numberOrName(item)
    return isRecord(item) ? inOrder(item) : item
  })
}

function numberOrName(number: number): number | string {
  if (Object.is(number, -0)) return 'number -0'
  return Number.isFinite(number) ? number : `number ${number}`
}

function isRecord(item: unknown): item is Record<string, unknown> {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
}

function inOrder(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
