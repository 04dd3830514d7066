import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../../../shared/ask'
import { agreementDocument } from '../../generated/graphql'
import { useText } from '../text'
import { Choice } from '../ui/field'
import { Page } from '../ui/page'
import { Empty, waiting } from '../ui/states'
import { Days } from './days'
import { Groups } from './groups'
import { Totals } from './totals'
import { useMetrics } from './use-metrics'
import '../styles/metrics.css'

const PERIODS = ['7', '30', '90', '365']
const DAY_MS = 86_400_000

/** So many days until the end of today (UTC): the same question until midnight, so that it is asked once. */
function timeOf(days: string) {
  const before = new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS)
  const from = new Date(before.getTime() - Number(days) * DAY_MS)
  return { from: from.toISOString(), before: before.toISOString() }
}

/** How sessions came out: all, day by day, and by what they have in common. */
export function MetricsPage() {
  const t = useText()
  const [days, setDays] = useState('30')
  const time = timeOf(days)
  const all = useMetrics(time, 'ALL')
  const byDay = useMetrics(time, 'DAY')
  const agreement = useQuery({
    queryKey: ['agreement', time],
    queryFn: () => ask(agreementDocument, time),
    placeholderData: (before) => before,
  })
  const [total] = all.data ?? []
  const period = (
    <Choice
      label={t('metrics.period')}
      hideLabel
      value={days}
      onChange={setDays}
      options={PERIODS.map((value) => ({
        value,
        label: t('metrics.last-days', { count: Number(value) }),
      }))}
    />
  )
  return (
    <Page title={t('nav.metrics')} actions={period}>
      <p className="hint lead">{t('metrics.lead')}</p>
      {waiting(all, 6)}
      {all.data && !total && (
        <Empty title={t('metrics.none')} icon={<ChartNoAxesColumn size={28} aria-hidden="true" />}>
          {t('metrics.none-why')}
        </Empty>
      )}
      {total && (
        <>
          <Totals total={total} agreement={agreement.data?.reviewAgreement ?? null} />
          <Days days={byDay.data ?? []} {...time} />
          <Groups time={time} />
        </>
      )}
    </Page>
  )
}
