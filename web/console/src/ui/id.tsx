const TAIL = 8

/** An id of ours: what it is of and its end, for its beginning is the time and much the same in all. Whole when it is copied. */
export function Id({ value }: { value: string }) {
  const from = value.indexOf('_') + 1
  if (from === 0 || value.length < from + 2 * TAIL) return <code>{value}</code>
  return (
    <code className="id" title={value}>
      {value.slice(0, from)}
      <span className="middle">{value.slice(from, -TAIL)}</span>
      {value.slice(-TAIL)}
    </code>
  )
}
