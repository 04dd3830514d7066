import { useState } from 'react'
import { Link } from 'wouter'
import { codesOf } from '../codes'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Choice, Field } from '../ui/field'
import { waiting } from '../ui/states'
import { useMoment } from '../ui/time'
import type { Origin } from './definition'
import { type Ground, useHolds } from './ground'
import { Person } from './person'
import { Says } from './says'

/** Which policy decides now, and what it asks of a document of one kind and state. */
export function InForce({ ground }: { ground: Ground }) {
  const t = useText()
  const { inForce, current, version } = ground
  const [origin, setOrigin] = useState<Origin>({ documentType: '', country: '' })
  const { documentType, country } = origin
  const title = inForce ? t('policy.number', { number: inForce.number }) : t('policy.default')
  return (
    <section className="card in-force" aria-label={t('policy.in-force')}>
      <header>
        <div>
          <h2>
            <Link href={`/policies/${inForce?.id ?? 'default'}`}>{title}</Link>{' '}
            <Badge tone="good">{t('policy.in-force')}</Badge>
          </h2>
          {inForce ? <Since ground={ground} /> : <p className="hint">{version}</p>}
        </div>
        {inForce && (
          <Link href="/policies/default" className="hint">
            {t('policy.see-default')}
          </Link>
        )}
      </header>
      <div className="inside stack">
        <div className="origin">
          <Choice
            label={t('policy.for-document')}
            value={documentType}
            onChange={(value) => setOrigin({ ...origin, documentType: value })}
            options={[{ value: '', label: t('policy.any-document') }, ...codesOf(t, 'document')]}
          />
          <Field
            label={t('policy.for-country')}
            value={country}
            onChange={(value) => setOrigin({ ...origin, country: value.toUpperCase() })}
            maxLength={3}
            placeholder={t('policy.any-country')}
          />
          {current.overrides.length === 0 && <p className="hint">{t('policy.same-everywhere')}</p>}
        </div>
        {current.overrides.length === 0 ? (
          <Says definition={current} than={current} ground={ground} />
        ) : (
          <Holds ground={ground} origin={origin} />
        )}
      </div>
    </section>
  )
}

/** Of a policy with exceptions, those that are meant made part of it. */
function Holds({ ground, origin }: { ground: Ground; origin: Origin }) {
  const holds = useHolds(ground, origin)
  const { data } = holds
  return data ? (
    <Says definition={data} than={ground.current} ground={ground} />
  ) : (
    waiting(holds, 12)
  )
}

function Since({ ground: { inForce } }: { ground: Ground }) {
  const t = useText()
  const moment = useMoment()
  if (!inForce) return null
  const { createdBy, publishedBy, publishedAt, note } = inForce
  return (
    <>
      <p className="hint">
        {publishedAt && t('policy.since', { at: moment(publishedAt) })} · {t('policy.author')}:{' '}
        <Person id={createdBy} />
        {publishedBy && (
          <>
            {' '}
            · {t('policy.publisher')}: <Person id={publishedBy} />
          </>
        )}
      </p>
      {note && <p className="note">{note}</p>}
    </>
  )
}
