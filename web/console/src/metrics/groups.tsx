import { nameOf } from '../codes'
import { type Translate, useText } from '../text'
import { Scroll } from '../ui/scroll'
import { waiting } from '../ui/states'
import { useFormats } from './formats'
import { type Share, ShareBar } from './interval'
import { type Metrics, type Time, useMetrics } from './use-metrics'

const GROUPS = ['COUNTRY', 'DOCUMENT_TYPE', 'POLICY_VERSION', 'MODEL'] as const
type GroupBy = (typeof GROUPS)[number]

/** By what sessions have in common. */
export function Groups({ time }: { time: Time }) {
  return GROUPS.map((groupBy) => <Group key={groupBy} time={time} groupBy={groupBy} />)
}

function nameOfGroup(t: Translate, groupBy: GroupBy, group: string | null): string {
  if (group === null) return t('metrics.unknown')
  if (groupBy === 'DOCUMENT_TYPE') return nameOf(t, 'document', group)
  if (groupBy !== 'MODEL') return group
  const [name = '', sha256 = ''] = group.split('@')
  return `${name} · ${sha256.slice(0, 8)}`
}

function Group({ time, groupBy }: { time: Time; groupBy: GroupBy }) {
  const t = useText()
  const metrics = useMetrics(time, groupBy)
  const title = t(`metrics.by.${groupBy}`)
  return (
    <section className="card" aria-label={title}>
      <header>
        <div>
          <h2>{title}</h2>
          {groupBy === 'MODEL' && <p className="hint">{t('metrics.several-models')}</p>}
        </div>
      </header>
      {waiting(metrics, 3)}
      {metrics.data?.length === 0 && <p className="inside hint">{t('metrics.none')}</p>}
      {metrics.data && metrics.data.length > 0 && (
        <Scroll label={title}>
          <table className="metrics">
            <thead>
              <tr>
                <th scope="col">{t(`metrics.group.${groupBy}`)}</th>
                <th scope="col" className="end">
                  {t('metrics.sessions')}
                </th>
                <th scope="col">{t('metrics.pass-rate')}</th>
                <th scope="col">{t('metrics.review-load')}</th>
                <th scope="col" className="end">
                  {t('metrics.time-p50')}
                </th>
                <th scope="col" className="end">
                  {t('metrics.time-p95')}
                </th>
              </tr>
            </thead>
            <tbody>
              {metrics.data.map((each) => (
                <Row
                  key={each.group}
                  name={nameOfGroup(t, groupBy, each.group ?? null)}
                  found={each}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}

function Row({ name, found }: { name: string; found: Metrics }) {
  const { number, duration } = useFormats()
  const { group, sessions, passRate, reviewLoad, pass, review } = found
  return (
    <tr>
      <th scope="row" title={group ?? undefined}>
        {name}
      </th>
      <td className="number end">{number(sessions)}</td>
      <td>
        <ShareCell rate={passRate ?? null} share={pass} />
      </td>
      <td>
        <ShareCell rate={reviewLoad} share={review} />
      </td>
      <td className="number end">{duration(found.decisionSecP50 ?? null)}</td>
      <td className="number end">{duration(found.decisionSecP95 ?? null)}</td>
    </tr>
  )
}

/** A share drawn, in numbers, and with its interval. */
function ShareCell({ rate, share }: { rate: number | null; share: Share }) {
  const t = useText()
  const { percent } = useFormats()
  if (share.of === 0) return t('none')
  const interval = { low: percent(share.low), high: percent(share.high) }
  return (
    <div className="share-cell">
      <span className="number">
        <strong>{percent(rate)}</strong>{' '}
        <span className="hint">{t('metrics.n', { count: share.of })}</span>
      </span>
      <ShareBar share={share} />
      <span className="hint number">{t('metrics.interval', interval)}</span>
    </div>
  )
}
