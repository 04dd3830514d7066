import { useId } from 'react'

type Props = {
  label: string
  value: string
  error: string | null
  onChange(value: string): void
}

/** Lines of code with their numbers; what the server has against them stands below, at the place it names. */
export function CodeField({ label, value, error, onChange }: Props) {
  const id = useId()
  const lines = value.split('\n')
  const place = placeIn(error)
  const line = place && lines[place.line - 1]
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="code-field" data-invalid={error === null ? undefined : ''}>
        <ol aria-hidden="true">
          {lines.map((_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <li key={at} className={place?.line === at + 1 ? 'bad' : undefined}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          id={id}
          wrap="off"
          rows={Math.max(lines.length, 2)}
          value={value}
          maxLength={500}
          spellCheck={false}
          autoCapitalize="none"
          aria-invalid={error !== null}
          aria-describedby={`${id}-wrong`}
          onChange={({ target }) => onChange(target.value)}
        />
      </div>
      <div id={`${id}-wrong`} role="status">
        {error && <p className="wrong">{error}</p>}
        {error && place && line !== undefined && line !== null && (
          <pre className="pointed" aria-hidden="true">
            {line}
            {'\n'}
            {' '.repeat(place.column - 1)}^
          </pre>
        )}
      </div>
    </div>
  )
}

/** Where a message of the server's says that it is: "…, at line 1, column 5." */
function placeIn(message: string | null): { line: number; column: number } | null {
  const [, line, column] = /line (\d+), column (\d+)/.exec(message ?? '') ?? []
  return line && column ? { line: Number(line), column: Number(column) } : null
}
