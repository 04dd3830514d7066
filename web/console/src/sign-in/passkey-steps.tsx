import { type FormEvent, useState } from 'react'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Door, useAdmission } from './door'
import { explainPasskey, registerPasskey } from './passkeys'
import { PasskeyButton, useSignOut } from './sign-in'

/** For members of organisations that want a passkey as well: show it. */
export function ShowPasskey() {
  const t = useText()
  return (
    <Door title={t('passkey.show-title')} lead={t('passkey.show-why')}>
      <PasskeyButton primary />
      <Leave />
    </Door>
  )
}

/** … or make the first one. */
export function RegisterPasskey() {
  const t = useText()
  return (
    <Door title={t('passkey.register-title')} lead={t('passkey.register-why')}>
      <PasskeyForm />
      <Leave />
    </Door>
  )
}

export function PasskeyForm({ onDone }: { onDone?: () => void }) {
  const t = useText()
  const [label, setLabel] = useState('')
  const register = useAdmission(() => registerPasskey(label))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    register.mutate(undefined, { onSuccess: () => onDone?.() })
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={t('passkey.label')}
        hint={t('passkey.label-hint')}
        value={label}
        onChange={setLabel}
        maxLength={100}
        isRequired
      />
      {register.isError && (
        <p className="wrong" role="alert">
          {explainPasskey(t, register.error)}
        </p>
      )}
      <Button
        type="submit"
        look="primary"
        busy={register.isPending}
        isDisabled={label.trim() === ''}
      >
        {t('passkey.register')}
      </Button>
    </form>
  )
}

function Leave() {
  const t = useText()
  const signOut = useSignOut()
  return (
    <Button look="ghost" onPress={() => signOut.mutate()}>
      {t('nav.sign-out')}
    </Button>
  )
}
