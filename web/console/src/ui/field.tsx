import type { ReactNode } from 'react'
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components'

type Props = TextFieldProps & {
  label: string
  hint?: string | undefined
  error?: string | null
  rows?: number
  placeholder?: string
}

/** A line of text, or several with `rows`; what is wrong with it stands below it, and is announced. */
export function Field({ label, hint, error = null, rows, placeholder = '', ...rest }: Props) {
  return (
    <TextField {...rest} isInvalid={error !== null} validationBehavior="aria" className="field">
      <Label>{label}</Label>
      {rows === undefined ? (
        <Input placeholder={placeholder} />
      ) : (
        <TextArea rows={rows} placeholder={placeholder} />
      )}
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="wrong">{error}</FieldError>
    </TextField>
  )
}

type ChoiceProps = {
  label: string
  value: string
  onChange(value: string): void
  options: { value: string; label: string }[]
  hideLabel?: boolean
  children?: ReactNode
}

/** One of a few: the browser's own control, which every phone and screen reader knows. */
export function Choice({ label, value, onChange, options, hideLabel = false }: ChoiceProps) {
  return (
    <label className="field">
      <span className={hideLabel ? 'unseen' : undefined}>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
