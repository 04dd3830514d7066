import { Link } from 'wouter'
import type { RiskModelQuery } from '../../generated/graphql'
import { codesOf, nameOf } from '../codes'
import { useMember } from '../member'
import { Person } from '../policies/person'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { useMoment } from '../ui/time'
import { shortOf } from './use-models'

/** Which model scores now, by which policy, and what it looks at. */
export function InForce({ riskModelInForce, riskSettings, policyInForce }: RiskModelQuery) {
  const t = useText()
  const { can } = useMember()
  const { model } = riskModelInForce
  const isTrained = model.startsWith('cnd_')
  const name = t(isTrained ? 'models.candidate' : 'models.rules', { id: shortOf(model) })
  return (
    <section className="card in-force" aria-label={t('models.in-force')}>
      <header>
        <div>
          <h2>
            {isTrained ? <Link href={`/models/candidate/${model}`}>{name}</Link> : name}{' '}
            <Badge tone="good">{t('models.in-force')}</Badge>
          </h2>
          <p className="hint">
            {isTrained ? <By policy={policyInForce} /> : t('models.rules-why')}
          </p>
        </div>
        <div className="row">
          {can('SETTINGS_MANAGE') && (
            <Link className="button quiet normal" href="/settings/risk">
              {t('models.settings')}
            </Link>
          )}
          {isTrained && can('POLICIES_MANAGE') && (
            <Link className="button quiet normal" href="/policies/new?model=none">
              {t('models.draft-without')}
            </Link>
          )}
        </div>
      </header>
      <Groups {...riskSettings} />
    </section>
  )
}

function By({ policy }: { policy: RiskModelQuery['policyInForce'] }) {
  const t = useText()
  const moment = useMoment()
  if (!policy) return null
  const { id, number, sha256, publishedAt, publishedBy } = policy
  return (
    <>
      {publishedAt && t('policy.since', { at: moment(publishedAt) })} ·{' '}
      <Link href={`/policies/${id}`}>{t('policy.number', { number })}</Link>{' '}
      <code title={sha256}>{sha256.slice(0, 12)}</code>
      {publishedBy && (
        <>
          {' '}
          · {t('policy.publisher')}: <Person id={publishedBy} />
        </>
      )}
    </>
  )
}

function Groups({ groups, learnFromReviews }: RiskModelQuery['riskSettings']) {
  const t = useText()
  const on = new Set<string>(groups)
  const off = codesOf(t, 'risk-group').filter(({ value }) => !on.has(value))
  return (
    <dl className="inside groups">
      <div>
        <dt>{t('models.looks-at')}</dt>
        <dd>
          {groups.length === 0 && <span>{t('models.nothing-on')}</span>}
          {groups.map((group) => (
            <Badge key={group} tone="info">
              {nameOf(t, 'risk-group', group)}
            </Badge>
          ))}
        </dd>
      </div>
      {groups.length > 0 && off.length > 0 && (
        <div>
          <dt>{t('models.off')}</dt>
          <dd className="hint">{off.map(({ label }) => label).join(', ')}</dd>
        </div>
      )}
      <div>
        <dt>{t('models.learns-from')}</dt>
        <dd>{t(learnFromReviews ? 'models.from-reviews' : 'models.from-labels')}</dd>
      </div>
    </dl>
  )
}
