import { useId, useState } from 'react'

type Props = {
  label: string
  value: number | null
  /** Null: the field is empty, where it may be. NaN: what stands there is no number. */
  onChange(value: number | null): void
  mayBeEmpty?: boolean
  wrong?: boolean
  placeholder?: string
}

const textOf = (value: number | null) =>
  value === null || Number.isNaN(value) ? '' : String(value)

function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.')
  return plain === '' ? Number.NaN : Number(plain)
}

/** A number as one types it, with a comma or a point; what is half typed stays as it is. */
export function NumberInput({ label, value, onChange, mayBeEmpty, wrong, placeholder }: Props) {
  const id = useId()
  const [text, setText] = useState(textOf(value))
  const meant = mayBeEmpty && text.trim() === '' ? null : numberOf(text)
  const shown = Object.is(meant, value) ? text : textOf(value)
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        placeholder={placeholder}
        aria-invalid={wrong || Number.isNaN(meant) || undefined}
        onChange={({ target }) => {
          setText(target.value)
          onChange(mayBeEmpty && target.value.trim() === '' ? null : numberOf(target.value))
        }}
      />
    </div>
  )
}
