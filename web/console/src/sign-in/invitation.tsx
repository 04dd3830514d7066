import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { rest } from '../rest'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { explain } from '../ui/states'
import { Door, useAdmission } from './door'

/** /console/invitation#<token>: behind the #, so that the token reaches no log of a server. */
export function Invitation() {
  const t = useText()
  const [token] = useState(() => window.location.hash.slice(1))
  if (token === '')
    return (
      <Door title={t('invitation.missing')} lead={t('invitation.missing-why')}>
        {null}
      </Door>
    )
  return (
    <Door title={t('invitation.title')} lead={t('invitation.lead')}>
      <Accept token={token} />
    </Door>
  )
}

function Accept({ token }: { token: string }) {
  const t = useText()
  const [, go] = useLocation()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const join = useAdmission(() => rest('POST', '/auth/invitation', { token, password }))
  const differs = again !== '' && again !== password
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (password === again) join.mutate(undefined, { onSuccess: () => go('/', { replace: true }) })
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={t('invitation.password')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        isRequired
        minLength={12}
        autoFocus
      />
      <Field
        label={t('invitation.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        isRequired
        error={differs ? t('invitation.differs') : null}
      />
      {join.isError && (
        <p className="wrong" role="alert">
          {explain(t, join.error)}
        </p>
      )}
      <Button type="submit" look="primary" busy={join.isPending} isDisabled={password !== again}>
        {t('invitation.submit')}
      </Button>
    </form>
  )
}
