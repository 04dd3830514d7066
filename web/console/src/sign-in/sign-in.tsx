import { useMutation, useQuery } from '@tanstack/react-query'
import { KeyRound, LogIn } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { AskError } from '../../../shared/ask'
import { rest } from '../rest'
import { type Translate, useText } from '../text'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { explain } from '../ui/states'
import { Door, useAdmission } from './door'
import { explainPasskey, showPasskey } from './passkeys'

/** The way in: password, passkey, or the organisation's own provider where one is set up. */
export function SignIn() {
  const t = useText()
  const ways = useQuery({
    queryKey: ['ways'],
    queryFn: () => rest<{ provider: boolean }>('GET', '/auth/ways'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Door title={t('sign-in.title')} lead={t('sign-in.lead')}>
      <PasswordForm />
      <div className="or">{t('sign-in.or')}</div>
      <PasskeyButton />
      {ways.data?.provider && (
        <a className="button quiet normal" href="/auth/oidc/start">
          <LogIn size={18} aria-hidden="true" /> {t('sign-in.provider')}
        </a>
      )}
      <p className="hint">{t('sign-in.invited')}</p>
    </Door>
  )
}

function PasswordForm() {
  const t = useText()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useAdmission(() => rest('POST', '/auth/login', { email, password }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={t('sign-in.email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        isRequired
        autoFocus
      />
      <Field
        label={t('sign-in.password')}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
      />
      {enter.isError && (
        <p className="wrong" role="alert">
          {whyNot(t, enter.error)}
        </p>
      )}
      <Button type="submit" look="primary" busy={enter.isPending}>
        {t('sign-in.submit')}
      </Button>
    </form>
  )
}

function whyNot(t: Translate, error: unknown): string {
  const code = error instanceof AskError ? error.code : ''
  if (code === 'INVALID' || code === 'BAD_REQUEST') return t('sign-in.wrong')
  return code === 'TOO_MANY_ATTEMPTS' ? t('sign-in.paused') : explain(t, error)
}

/** Logs in with a passkey, whoever's it is. */
export function PasskeyButton({ primary = false }: { primary?: boolean }) {
  const t = useText()
  const enter = useAdmission(showPasskey)
  return (
    <>
      <Button
        look={primary ? 'primary' : 'quiet'}
        busy={enter.isPending}
        onPress={() => enter.mutate()}
      >
        <KeyRound size={18} aria-hidden="true" />
        {t(primary ? 'passkey.show' : 'sign-in.passkey')}
      </Button>
      {enter.isError && (
        <p className="wrong" role="alert">
          {explainPasskey(t, enter.error)}
        </p>
      )}
    </>
  )
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => rest('POST', '/auth/logout'),
    // Nothing that was shown stays in memory.
    onSettled: () => window.location.assign('/console/'),
  })
}
