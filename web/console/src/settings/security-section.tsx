import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Confirm } from '../case/confirm'
import { rest } from '../rest'
import { PasskeyForm } from '../sign-in/passkey-steps'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Failure, waiting } from '../ui/states'
import { useMoment } from '../ui/time'

type Passkey = { id: string; label: string; backedUp: boolean; lastUsedAt: string | null }

/** One's own passkeys and password. */
export function SecuritySection() {
  return (
    <>
      <Passkeys />
      <Password />
    </>
  )
}

function Passkeys() {
  const t = useText()
  const moment = useMoment()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Passkey | null>(null)
  const passkeys = useQuery({
    queryKey: ['passkeys'],
    queryFn: () => rest<Passkey[]>('GET', '/auth/passkeys'),
  })
  const used = ({ lastUsedAt }: Passkey) =>
    lastUsedAt ? t('security.used', { when: moment(lastUsedAt) }) : t('security.unused')
  return (
    <section className="card">
      <header>
        <h2>{t('security.passkeys')}</h2>
        <Button size="small" onPress={() => setAdding(true)}>
          {t('security.add')}
        </Button>
      </header>
      <div className="inside">
        <p className="hint">{t('security.passkeys-why')}</p>
        {waiting(passkeys, 1)}
        {passkeys.data?.length === 0 && <p>{t('security.none')}</p>}
        <ul className="passkeys">
          {passkeys.data?.map((passkey) => (
            <li key={passkey.id}>
              <span>
                <strong>{passkey.label}</strong>{' '}
                {passkey.backedUp && <Badge>{t('security.synced')}</Badge>}
                <span className="hint"> {used(passkey)}</span>
              </span>
              <Button size="small" onPress={() => setRemoving(passkey)}>
                {t('security.remove')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <Dialog title={t('security.add')} open={adding} onClose={() => setAdding(false)}>
        <PasskeyForm
          onDone={() => {
            setAdding(false)
            void passkeys.refetch()
          }}
        />
      </Dialog>
      <Confirm
        open={removing !== null}
        title={t('security.remove-title', { label: removing?.label ?? '' })}
        why={t('security.remove-why')}
        look="danger"
        label={t('security.remove')}
        onClose={() => setRemoving(null)}
        onConfirm={async () => {
          await rest('DELETE', `/auth/passkeys/${removing?.id}`)
          await passkeys.refetch()
        }}
      />
    </section>
  )
}

function Password() {
  const t = useText()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useMutation({
    mutationFn: () => rest('POST', '/auth/password', { current, password }),
    onSuccess: () => {
      setCurrent('')
      setPassword('')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <section className="card">
      <header>
        <h2>{t('password.title')}</h2>
      </header>
      <form onSubmit={submit} className="inside">
        <Field
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          isRequired
        />
        <Field
          label={t('password.new')}
          hint={t('password.hint')}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          minLength={12}
          isRequired
        />
        {change.isError && <Failure error={change.error} />}
        <span role="status">
          {change.isSuccess && <p className="notice good">{t('password.done')}</p>}
        </span>
        <Button type="submit" look="primary" busy={change.isPending}>
          {t('password.submit')}
        </Button>
      </form>
    </section>
  )
}
