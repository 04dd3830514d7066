import { Check as Mark } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox, type CheckboxProps, Switch, type SwitchProps } from 'react-aria-components'

type Props = Omit<CheckboxProps, 'children'> & { children: ReactNode }

export function Check({ children, ...rest }: Props) {
  return (
    <Checkbox {...rest} className="check">
      <span className="box" aria-hidden="true">
        <Mark size={14} strokeWidth={3} />
      </span>
      <span>{children}</span>
    </Checkbox>
  )
}

type ToggleProps = Omit<SwitchProps, 'children'> & { children: ReactNode }

export function Toggle({ children, ...rest }: ToggleProps) {
  return (
    <Switch {...rest} className="toggle">
      <span className="track" aria-hidden="true" />
      <span>{children}</span>
    </Switch>
  )
}
