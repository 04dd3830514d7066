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

/** `model`: the candidate that scores risk under it, `none` for the rules; null: what did before. */
function withModel(definition: Definition, model: string | null): Definition {
  const { riskModel: _, ...rest } = definition
  if (model === null) return definition
  return model === 'none' ? rest : { ...rest, riskModel: { candidate: model } }
}

/** A new draft, from a version or from what is in force, with a model of risk where one was chosen. */
export function NewPolicyPage() {
  const t = useText()
  const { can } = useMember()
  const [, go] = useLocation()
  const asked = new URLSearchParams(useSearch())
  const from = asked.get('from')
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
        start={{ definition: withModel(given ?? current, asked.get('model')), note: '' }}
        onSaved={(id) => go(`/policies/${id}`)}
      />
    </Page>
  )
}
