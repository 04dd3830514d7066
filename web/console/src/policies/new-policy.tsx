import { Redirect, useLocation, useSearch } from 'wouter'
import { useMember } from '../member'
import { useText } from '../text'
import { Page } from '../ui/page'
import { waiting } from '../ui/states'
import { Back } from './back'
import type { Definition } from './definition'
import { Editor } from './editor'
import { useGround, usePolicy } from './ground'
import '../styles/policies.css'

/** A new draft, from a version or from what is in force. */
export function NewPolicyPage() {
  const t = useText()
  const { can } = useMember()
  const [, go] = useLocation()
  const from = new URLSearchParams(useSearch()).get('from')
  const isStored = from !== null && from !== 'default'
  const ground = useGround()
  const source = usePolicy(from ?? '', isStored)
  if (!can('POLICIES_MANAGE')) return <Redirect to="/policies" replace />
  const wait = waiting(ground, 8) ?? (isStored ? waiting(source, 8) : null)
  if (wait || !ground.data) return <Page title={t('policy.new')}>{wait}</Page>
  const { current, standard } = ground.data
  const given = from === 'default' ? standard : (source.data?.definition as Definition | undefined)
  return (
    <Page title={t('policy.new')} actions={<Back />}>
      <p className="hint lead">{t('policy.new-why')}</p>
      <Editor
        id={null}
        ground={ground.data}
        start={{ definition: given ?? current, note: '' }}
        onSaved={(id) => go(`/policies/${id}`)}
      />
    </Page>
  )
}
