import type { ReactNode } from 'react'
import type { DriftWindowFragment } from '../../generated/graphql'
import { usePreferences } from '../preferences'
import { useText } from '../text'

type Props = {
  reference: DriftWindowFragment
  recent: DriftWindowFragment
  children?: ReactNode
}

/** Which two times are compared, how they are drawn, and how many sessions there were in each. */
export function Windows({ reference, recent, children }: Props) {
  const t = useText()
  const { language } = usePreferences()
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const time = (look: 'then' | 'now', { from, before, sessions }: DriftWindowFragment) => (
    <div>
      <dt>
        <i className={look} aria-hidden="true" />{' '}
        {t(look === 'then' ? 'drift.reference' : 'drift.recent')}
      </dt>
      <dd className="number">
        {day.format(new Date(from))} – {day.format(new Date(before))}{' '}
        <span className="hint">{t('metrics.n', { count: sessions })}</span>
      </dd>
    </div>
  )
  return (
    <dl className="inside facts legend windows">
      {time('then', reference)}
      {time('now', recent)}
      {children}
    </dl>
  )
}
