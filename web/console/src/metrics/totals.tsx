import type { AgreementQuery } from '../../generated/graphql'
import { useText } from '../text'
import { useFormats } from './formats'
import { Interval } from './interval'
import type { Metrics } from './use-metrics'

type Agreement = AgreementQuery['reviewAgreement']

type Props = { total: Metrics; agreement: Agreement | null }

/** All sessions of the time in five figures, each with how many it rests on. */
export function Totals({ total, agreement }: Props) {
  const t = useText()
  const { percent, number, duration, decimal } = useFormats()
  const { sessions, passRate, pass, review, reviewLoad, decisionSecP50, decisionSecP95 } = total
  const decided = t('metrics.of-decided', { count: pass.of })
  return (
    <dl className="totals">
      <Tile label={t('metrics.sessions')} value={number(sessions)} />
      <Tile
        label={t('metrics.pass-rate')}
        value={percent(passRate ?? null)}
        remark={decided}
        interval={<Interval share={pass} />}
      />
      <Tile
        label={t('metrics.review-load')}
        value={percent(reviewLoad)}
        remark={t('metrics.of', { count: review.of })}
        interval={<Interval share={review} />}
      />
      <Tile
        label={t('metrics.time')}
        value={duration(decisionSecP50 ?? null)}
        remark={`${t('metrics.p95', { time: duration(decisionSecP95 ?? null) })}, ${decided}`}
      />
      <Tile
        label={t('metrics.kappa')}
        value={decimal(agreement?.kappa ?? null)}
        remark={sayAgreement(t, agreement, percent)}
        interval={<Kappa agreement={agreement} />}
      />
    </dl>
  )
}

function sayAgreement(
  t: ReturnType<typeof useText>,
  agreement: Agreement | null,
  percent: (share: number | null) => string,
): string {
  if (!agreement || agreement.n === 0) return t('metrics.no-pairs')
  const share = percent(agreement.agreement ?? null)
  return t('metrics.pairs', { share, count: agreement.n })
}

function Kappa({ agreement }: { agreement: Agreement | null }) {
  const t = useText()
  const { decimal } = useFormats()
  const { low = null, high = null } = agreement ?? {}
  if (low === null || high === null) return null
  return (
    <span className="hint">
      {t('metrics.interval', { low: decimal(low), high: decimal(high) })}
    </span>
  )
}

type TileProps = { label: string; value: string; remark?: string; interval?: React.ReactNode }

function Tile({ label, value, remark, interval }: TileProps) {
  return (
    <div className="card tile">
      <dt>{label}</dt>
      <dd>
        <strong className="number">{value}</strong>
        {remark && <span className="hint">{remark}</span>}
        {interval}
      </dd>
    </div>
  )
}
