import { useText } from '../text'
import { Scroll } from '../ui/scroll'
import { useFormats } from './formats'
import type { Metrics, Time } from './use-metrics'

const DAY_MS = 86_400_000
const HEIGHT = 120

type Day = { day: string; found: Metrics | null }

/** Every day of the time, also those on which nothing was decided, up to today. */
function everyDay(days: readonly Metrics[], { from, before }: Time): Day[] {
  const count = Math.round((Date.parse(before) - Date.parse(from)) / DAY_MS)
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(Date.parse(from) + at * DAY_MS).toISOString().slice(0, 10)
    return { day, found: days.find(({ group }) => group === day) ?? null }
  })
}

/** Sessions and pass rate day by day, drawn; the same as a table for whoever unfolds it. */
export function Days({ days, ...time }: Time & { days: readonly Metrics[] }) {
  const t = useText()
  const { percent } = useFormats()
  const all = everyDay(days, time)
  const most = Math.max(1, ...days.map(({ sessions }) => sessions))
  return (
    <section className="card days" aria-label={t('metrics.days')}>
      <header>
        <h2>{t('metrics.days')}</h2>
      </header>
      <div className="inside">
        <div className="pair-of-charts">
          <Chart title={t('metrics.sessions-a-day')} top={String(most)} days={all}>
            {all.map(({ day, found }, at) => (
              <Column key={day} at={at} high={(found?.sessions ?? 0) / most} />
            ))}
          </Chart>
          <Chart title={t('metrics.pass-rate-a-day')} top={percent(1)} days={all}>
            {all.map(({ day, found }, at) =>
              found && found.pass.of > 0 ? <Point key={day} at={at} found={found} /> : null,
            )}
          </Chart>
        </div>
        <details>
          <summary>{t('metrics.as-table')}</summary>
          <Table days={days} />
        </details>
      </div>
    </section>
  )
}

type ChartProps = { title: string; top: string; days: Day[]; children: React.ReactNode }

function Chart({ title, top, days, children }: ChartProps) {
  const { day } = useFormats()
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? '']
  return (
    <figure className="chart">
      <h3>{title}</h3>
      <div className="plot">
        <span className="scale" aria-hidden="true">
          <span>{top}</span>
          <span>0</span>
        </span>
        <svg
          viewBox={`0 0 ${days.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={title}
          style={{ height: HEIGHT }}
        >
          <path
            className="grid"
            d={`M0 0.5 H${days.length} M0 ${HEIGHT / 2} H${days.length} M0 ${HEIGHT - 0.5} H${days.length}`}
          />
          {children}
        </svg>
      </div>
      <figcaption className="ends" aria-hidden="true">
        <span>{first && day(first)}</span>
        <span>{last && day(last)}</span>
      </figcaption>
    </figure>
  )
}

function Column({ at, high }: { at: number; high: number }) {
  return (
    <rect
      className="column"
      x={at + 0.15}
      width={0.7}
      y={HEIGHT * (1 - high)}
      height={HEIGHT * high}
    />
  )
}

/** The share, and its interval as a line from end to end. */
function Point({ at, found: { pass } }: { at: number; found: Metrics }) {
  const y = (share: number) => HEIGHT * (1 - share)
  return (
    <>
      <rect
        className="range"
        x={at + 0.3}
        width={0.4}
        y={y(pass.high)}
        height={Math.max(1, y(pass.low) - y(pass.high))}
      />
      <rect className="point" x={at + 0.1} width={0.8} y={y(pass.count / pass.of) - 2} height={4} />
    </>
  )
}

function Table({ days }: { days: readonly Metrics[] }) {
  const t = useText()
  const { day, number, percent, duration } = useFormats()
  const inOrder = days.toSorted((a, b) => (b.group ?? '').localeCompare(a.group ?? ''))
  return (
    <Scroll label={t('metrics.days')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('metrics.day')}</th>
            <th scope="col" className="end">
              {t('metrics.sessions')}
            </th>
            <th scope="col" className="end">
              {t('metrics.pass-rate')}
            </th>
            <th scope="col" className="end">
              {t('metrics.review-load')}
            </th>
            <th scope="col" className="end">
              {t('metrics.time-p50')}
            </th>
          </tr>
        </thead>
        <tbody>
          {inOrder.map(({ group, sessions, passRate, pass, reviewLoad, decisionSecP50 }) => (
            <tr key={group}>
              <th scope="row">{group ? day(group) : t('none')}</th>
              <td className="number end">{number(sessions)}</td>
              <td className="number end">
                {percent(passRate ?? null)}{' '}
                <span className="hint">{t('metrics.n', { count: pass.of })}</span>
              </td>
              <td className="number end">{percent(reviewLoad)}</td>
              <td className="number end">{duration(decisionSecP50 ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
