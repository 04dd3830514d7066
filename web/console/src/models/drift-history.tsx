import type { RiskDriftQuery } from '../../generated/graphql'
import { useFormats } from '../metrics/formats'
import { useText } from '../text'
import { Scroll } from '../ui/scroll'
import { When } from '../ui/time'
import { DriftBadge } from './drift-list'

type History = RiskDriftQuery['riskDriftHistory']

const HEIGHT = 100
const LINES = [0.1, 0.25]
const DAY_MS = 86_400_000

/** What the daily measurements said of the score: the index from day to day, and the same as a table. */
export function DriftHistory({ history }: { history: History }) {
  const t = useText()
  const { decimal, day } = useFormats()
  const known = history.flatMap(({ at, psi }) => (typeof psi === 'number' ? [{ at, psi }] : []))
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || known.length < 2)
    return <p className="inside hint">{t('drift.history-none')}</p>
  const start = Date.parse(first.at)
  const days = Math.max(1, (Date.parse(last.at) - start) / DAY_MS)
  const most = Math.max(0.3, ...known.map(({ psi }) => psi))
  const x = (at: string) => (Date.parse(at) - start) / DAY_MS
  const y = (psi: number) => HEIGHT * (1 - psi / most)
  const line = known.map(({ at, psi }) => `${x(at)} ${y(psi)}`).join(' L')
  return (
    <figure className="inside history-chart">
      <h3>{t('drift.history')}</h3>
      <p className="hint">{t('drift.limits')}</p>
      <div className="plot">
        <span className="axis-ends down" aria-hidden="true">
          <span>{decimal(most)}</span>
          <span>0</span>
        </span>
        <svg
          viewBox={`0 0 ${days} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t('drift.history')}
          style={{ height: HEIGHT }}
        >
          <path className="ticks" d={`M0 0.5 H${days} M0 ${HEIGHT - 0.5} H${days}`} />
          <path className="limits" d={LINES.map((limit) => `M0 ${y(limit)} H${days}`).join(' ')} />
          <path className="line" d={`M${line}`} />
        </svg>
      </div>
      <p className="ends" aria-hidden="true">
        <span>{day(first.at.slice(0, 10))}</span>
        <span>{day(last.at.slice(0, 10))}</span>
      </p>
      <details className="as-table">
        <summary>{t('metrics.as-table')}</summary>
        <Scroll label={t('drift.history')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('metrics.day')}</th>
                <th scope="col" className="end">
                  {t('drift.psi')}
                </th>
                <th scope="col">{t('drift.worst')}</th>
              </tr>
            </thead>
            <tbody>
              {history.toReversed().map(({ at, psi = null, state }) => (
                <tr key={at}>
                  <th scope="row">
                    <When at={at} />
                  </th>
                  <td className="number end">{decimal(psi)}</td>
                  <td>
                    <DriftBadge state={state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </figure>
  )
}
