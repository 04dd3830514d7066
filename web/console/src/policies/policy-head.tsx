import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import {
  type PolicyFragment,
  publishPolicyDocument,
  retirePolicyDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { Confirm } from '../case/confirm'
import { useMember } from '../member'
import { type Key, useText } from '../text'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { useMoment } from '../ui/time'
import type { Definition } from './definition'
import { GROUND, type Ground } from './ground'
import { Person } from './person'
import { StateBadge } from './state-badge'
import { differences } from './statements'

type Props = { policy: PolicyFragment | null; ground: Ground }

/** Who wrote it and who put it in force, and what can be done with it. */
export function PolicyHead({ policy, ground }: Props) {
  const t = useText()
  const { can } = useMember()
  return (
    <section className="card policy-head" aria-label={t('policy.about-it')}>
      <div className="inside stack">
        <div className="row">
          {policy ? <StateBadge policy={policy} /> : <DefaultBadge ground={ground} />}
          <code className="id" title={policy?.sha256 ?? ground.sha256}>
            {policy?.sha256 ?? ground.sha256}
          </code>
        </div>
        {policy?.note && <p className="note">{policy.note}</p>}
        {policy ? <Dates policy={policy} /> : <p className="hint">{t('policy.default-why')}</p>}
        {can('POLICIES_MANAGE') && <Deeds policy={policy} ground={ground} />}
      </div>
    </section>
  )
}

function DefaultBadge({ ground: { inForce, version } }: { ground: Ground }) {
  const t = useText()
  return (
    <>
      <Badge tone={inForce ? 'plain' : 'good'}>
        {t(inForce ? 'policy.not-in-force' : 'policy.in-force')}
      </Badge>
      <code>{version}</code>
    </>
  )
}

function Dates({ policy }: { policy: PolicyFragment }) {
  const t = useText()
  const moment = useMoment()
  const { createdBy, createdAt, updatedAt, publishedBy, publishedAt, retiredAt } = policy
  const fact = (label: Key, value: React.ReactNode) => (
    <div>
      <dt>{t(label)}</dt>
      <dd>{value}</dd>
    </div>
  )
  return (
    <dl className="facts">
      {fact('policy.author', <Person id={createdBy} />)}
      {fact('policy.drafted', moment(createdAt))}
      {updatedAt !== createdAt && fact('policy.changed', moment(updatedAt))}
      {publishedBy && fact('policy.publisher', <Person id={publishedBy} />)}
      {publishedAt && fact('policy.published', moment(publishedAt))}
      {retiredAt && fact('policy.retired', moment(retiredAt))}
    </dl>
  )
}

/** Why the caller cannot publish a draft; null: they can. */
function obstacleOf(policy: PolicyFragment, me: string): Key | null {
  if (policy.createdBy === me) return 'policy.own-draft'
  return policy.createdBy.startsWith('mem_') ? null : 'policy.nobodys-draft'
}

function Deeds({ policy, ground }: Props) {
  const t = useText()
  const client = useQueryClient()
  const { id: me } = useMember()
  const [deed, setDeed] = useState<'publish' | 'retire' | null>(null)
  const isDraft = policy?.state === 'DRAFT'
  const obstacle = isDraft ? obstacleOf(policy, me) : null
  const anew = async () => {
    await client.invalidateQueries({ queryKey: ['policies'] })
    await client.invalidateQueries({ queryKey: GROUND })
  }
  return (
    <>
      {obstacle && (
        <p className="notice info" id="obstacle">
          {t(obstacle)}
        </p>
      )}
      <div className="row deeds">
        {isDraft && (
          <Button
            look="primary"
            isDisabled={obstacle !== null}
            {...(obstacle && { 'aria-describedby': 'obstacle' })}
            onPress={() => setDeed('publish')}
          >
            {t('policy.publish')}
          </Button>
        )}
        <Link
          className="button quiet normal"
          href={`/policies/new?from=${policy?.id ?? 'default'}`}
        >
          {t('policy.draft-from')}
        </Link>
        {isDraft && <Button onPress={() => setDeed('retire')}>{t('policy.give-up')}</Button>}
      </div>
      {policy && (
        <>
          <Confirm
            open={deed === 'publish'}
            title={t('policy.publish-title', { number: policy.number })}
            why={t('policy.publish-why')}
            look="primary"
            label={t('policy.publish')}
            onClose={() => setDeed(null)}
            onConfirm={async () => {
              const { id, sha256 } = policy
              await act(publishPolicyDocument, { id, sha256 })
              await anew()
            }}
          >
            <Summary policy={policy} ground={ground} />
          </Confirm>
          <Confirm
            open={deed === 'retire'}
            title={t('policy.give-up-title', { number: policy.number })}
            why={t('policy.give-up-why')}
            look="danger"
            label={t('policy.give-up')}
            onClose={() => setDeed(null)}
            onConfirm={async () => {
              await act(retirePolicyDocument, { id: policy.id })
              await anew()
            }}
          />
        </>
      )}
    </>
  )
}

/** What somebody is about to put in force, once more. */
function Summary({ policy, ground }: { policy: PolicyFragment; ground: Ground }) {
  const t = useText()
  const found = differences(t, ground.current, policy.definition as Definition)
  if (found.length === 0) return <p className="hint">{t('policy.no-differences')}</p>
  return (
    <ul className="summary">
      {found.map(({ about, before, after }) => (
        <li key={about}>
          <strong>{about}</strong>
          <span>
            {before ?? t('none')} → {after ?? t('none')}
          </span>
        </li>
      ))}
    </ul>
  )
}
