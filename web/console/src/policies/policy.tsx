import { useQueryClient } from '@tanstack/react-query'
import { useParams } from 'wouter'
import type { PolicyFragment } from '../../generated/graphql'
import { useMember } from '../member'
import { useText } from '../text'
import { Page } from '../ui/page'
import { Empty, waiting } from '../ui/states'
import { Back } from './back'
import type { Definition } from './definition'
import { Differences } from './differences'
import { DryRun } from './dry-run'
import { Editor } from './editor'
import { type Ground, useGround, usePolicy } from './ground'
import { PolicyHead } from './policy-head'
import { Says } from './says'
import '../styles/policies.css'

/** One version: to read, and for its author to write on as long as it is a draft. */
export function PolicyPage() {
  const t = useText()
  const { id = '' } = useParams<{ id: string }>()
  const isOwn = id !== 'default'
  const ground = useGround()
  const policy = usePolicy(id, isOwn)
  const wait = waiting(ground, 8) ?? (isOwn ? waiting(policy, 8) : null)
  if (wait) return <Page title={t('nav.policies')}>{wait}</Page>
  if (isOwn && !policy.data)
    return (
      <Page title={t('nav.policies')}>
        <Empty title={t('error.NOT_FOUND')} />
      </Page>
    )
  return ground.data ? <Version policy={policy.data ?? null} ground={ground.data} /> : null
}

/** `policy`: null is the default. */
function Version({ policy, ground }: { policy: PolicyFragment | null; ground: Ground }) {
  const t = useText()
  const client = useQueryClient()
  const { can, id: me } = useMember()
  const definition = (policy?.definition as Definition | undefined) ?? ground.standard
  const isMine = policy?.state === 'DRAFT' && policy.createdBy === me && can('POLICIES_MANAGE')
  const isInForce = policy ? policy.id === ground.inForce?.id : ground.inForce === null
  return (
    <Page
      title={policy ? t('policy.number', { number: policy.number }) : t('policy.default')}
      actions={<Back />}
    >
      <PolicyHead policy={policy} ground={ground} />
      {isMine ? (
        <Editor
          key={policy.id}
          id={policy.id}
          ground={ground}
          start={{ definition, note: policy.note }}
          onSaved={() => void client.invalidateQueries({ queryKey: ['policies'] })}
        />
      ) : (
        <>
          {!isInForce && <Differences ground={ground} definition={definition} />}
          <section className="card" aria-label={t('policy.says')}>
            <header>
              <h2>{t('policy.says')}</h2>
            </header>
            <div className="inside">
              <Says definition={definition} than={ground.standard} ground={ground} />
            </div>
          </section>
          {can('POLICIES_MANAGE') && <DryRun definition={definition} ready />}
        </>
      )}
      <AsJson definition={definition} />
    </Page>
  )
}

/** For the command line and for other organisations. */
function AsJson({ definition }: { definition: Definition }) {
  const t = useText()
  return (
    <details className="card as-json">
      <summary>{t('policy.as-json')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre tabIndex={0}>{JSON.stringify(definition, null, 2)}</pre>
    </details>
  )
}
