import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../../../shared/ask'
import {
  type ApiKeysQuery,
  apiKeysDocument,
  revokeKeyDocument,
  rotateKeyDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { Confirm } from '../case/confirm'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Scroll } from '../ui/scroll'
import { Empty, waiting } from '../ui/states'
import { When } from '../ui/time'
import { Told } from '../ui/told'
import { NewKey } from './new-key'

type ApiKey = ApiKeysQuery['apiKeys'][number]

/** The keys of the organisation's programs. */
export function KeysSection() {
  const t = useText()
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [about, setAbout] = useState<{ deed: 'rotate' | 'revoke'; key: ApiKey } | null>(null)
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => ask(apiKeysDocument, {}) })
  const anew = () => void keys.refetch()
  const label = about?.key.label ?? ''
  const close = () => setAbout(null)
  return (
    <section className="card">
      <header>
        <h2>{t('settings.keys')}</h2>
        <Button look="primary" size="small" onPress={() => setMaking(true)}>
          <Plus size={16} aria-hidden="true" /> {t('keys.create')}
        </Button>
      </header>
      {waiting(keys)}
      {keys.data?.apiKeys.length === 0 && <Empty title={t('keys.none')} />}
      <KeyTable
        keys={keys.data?.apiKeys ?? []}
        onRotate={(key) => setAbout({ deed: 'rotate', key })}
        onRevoke={(key) => setAbout({ deed: 'revoke', key })}
      />
      <NewKey
        open={making}
        onClose={() => setMaking(false)}
        onSecret={(told) => {
          setMaking(false)
          setSecret(told)
          anew()
        }}
      />
      <Confirm
        open={about?.deed === 'rotate'}
        title={t('keys.rotate-title', { label })}
        why={t('keys.rotate-why')}
        look="primary"
        label={t('keys.rotate')}
        onClose={close}
        onConfirm={async () => {
          const issued = await act(rotateKeyDocument, { id: about?.key.id ?? '' })
          setSecret(issued?.secret ?? null)
          anew()
        }}
      />
      <Confirm
        open={about?.deed === 'revoke'}
        title={t('keys.revoke-title', { label })}
        why={t('keys.revoke-why')}
        look="danger"
        label={t('keys.revoke')}
        onClose={close}
        onConfirm={async () => {
          await act(revokeKeyDocument, { id: about?.key.id ?? '' })
          anew()
        }}
      />
      <Told
        title={t('keys.secret-title')}
        why={t('keys.secret')}
        value={secret}
        onClose={() => setSecret(null)}
      />
    </section>
  )
}

type TableProps = {
  keys: readonly ApiKey[]
  onRotate(key: ApiKey): void
  onRevoke(key: ApiKey): void
}

function KeyTable({ keys, onRotate, onRevoke }: TableProps) {
  const t = useText()
  return (
    <Scroll label={t('settings.keys')}>
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">{t('keys.label')}</th>
            <th scope="col">{t('keys.mode')}</th>
            <th scope="col">{t('keys.scopes')}</th>
            <th scope="col">{t('keys.used')}</th>
            <th scope="col">{t('keys.state')}</th>
            <th scope="col">
              <span className="unseen">{t('keys.rotate')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} className={key.revokedAt ? 'gone' : undefined}>
              <td className="wide">
                <strong>{key.label}</strong>
              </td>
              <td>{t(`keys.mode.${key.mode}`)}</td>
              <td className="wide">
                <span className="scopes hint">{key.scopes.join(', ')}</span>
              </td>
              <td data-label={t('keys.used')}>
                {key.lastUsedAt ? <When at={key.lastUsedAt} /> : t('members.never')}
              </td>
              <td>
                <KeyState apiKey={key} />
              </td>
              <td className="end">
                {!key.revokedAt && (
                  <div className="row">
                    <Button size="small" onPress={() => onRotate(key)}>
                      {t('keys.rotate')}
                    </Button>
                    <Button size="small" onPress={() => onRevoke(key)}>
                      {t('keys.revoke')}
                    </Button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function KeyState({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKey }) {
  const t = useText()
  if (revokedAt) return <Badge>{t('keys.revoked')}</Badge>
  return (
    <Badge tone="good">
      {t('keys.active')}
      {expiresAt && (
        <>
          {' · '}
          <When at={expiresAt} />
        </>
      )}
    </Badge>
  )
}
