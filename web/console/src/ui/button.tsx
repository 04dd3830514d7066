import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'

type Props = ButtonProps & {
  look?: 'primary' | 'quiet' | 'danger' | 'good' | 'ghost'
  size?: 'small' | 'normal'
  busy?: boolean
  shortcut?: string
  children: ReactNode
}

/** `shortcut`: the key that does the same, shown beside the words. */
export function Button({
  look = 'quiet',
  size = 'normal',
  busy = false,
  shortcut,
  children,
  ...rest
}: Props) {
  return (
    <AriaButton {...rest} isPending={busy} className={`button ${look} ${size}`}>
      {busy && <span className="spinner" aria-hidden="true" />}
      {children}
      {shortcut && (
        <span className="key" aria-hidden="true">
          {shortcut}
        </span>
      )}
    </AriaButton>
  )
}
