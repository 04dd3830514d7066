import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { CheckboxGroup, Label } from 'react-aria-components'
import { type AccessScope, createKeyDocument, type Mode } from '../../generated/graphql'
import { act } from '../act'
import { useMember } from '../member'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Check } from '../ui/check'
import { Dialog } from '../ui/dialog'
import { Choice, Field } from '../ui/field'
import { Failure } from '../ui/states'

type Props = { open: boolean; onClose(): void; onSecret(secret: string): void }

/** A key with a name, and no more rights than its maker has; cases are decided by people. */
export function NewKey({ open, onClose, onSecret }: Props) {
  const t = useText()
  return (
    <Dialog title={t('keys.create')} open={open} onClose={onClose} wide>
      <Form onClose={onClose} onSecret={onSecret} />
    </Dialog>
  )
}

function Form({ onClose, onSecret }: Omit<Props, 'open'>) {
  const t = useText()
  const { may } = useMember()
  const [label, setLabel] = useState('')
  const [mode, setMode] = useState<Mode>('TEST')
  const [addresses, setAddresses] = useState('')
  const [scopes, setScopes] = useState<AccessScope[]>(['SESSIONS_WRITE', 'SESSIONS_READ'])
  const create = useMutation({
    mutationFn: () => {
      const allowedAddresses = addresses.split(/\s+/).filter(Boolean)
      return act(createKeyDocument, { label: label.trim(), mode, scopes, allowedAddresses })
    },
    onSuccess: (issued) => issued && onSecret(issued.secret),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={t('keys.label')}
        value={label}
        onChange={setLabel}
        maxLength={100}
        isRequired
        autoFocus
      />
      <Choice
        label={t('keys.mode')}
        value={mode}
        onChange={(value) => setMode(value as Mode)}
        options={(['TEST', 'LIVE'] as const).map((value) => ({
          value,
          label: t(`keys.mode.${value}`),
        }))}
      />
      <CheckboxGroup
        value={scopes}
        onChange={(chosen) => setScopes(chosen as AccessScope[])}
        className="scope-choices"
      >
        <Label>{t('keys.scopes')}</Label>
        {may
          .filter((action) => action !== 'CASES_DECIDE')
          .map((action) => (
            <Check key={action} value={action}>
              <code>{action}</code>
            </Check>
          ))}
      </CheckboxGroup>
      <Field
        label={t('keys.addresses')}
        value={addresses}
        onChange={setAddresses}
        placeholder="203.0.113.0/24"
      />
      {create.isError && <Failure error={create.error} />}
      <footer>
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button
          type="submit"
          look="primary"
          busy={create.isPending}
          isDisabled={!label.trim() || scopes.length === 0}
        >
          {t('keys.create')}
        </Button>
      </footer>
    </form>
  )
}
