import { useFormats } from '../metrics/formats'
import { IntervalDots, type Mark } from '../metrics/interval'
import { useText } from '../text'
import { Scroll } from '../ui/scroll'
import { type Effect, type Figure, shortOf } from './use-models'

const MEASURES = [
  'auc',
  'caught',
  'precision',
  'reviewLoad',
  'honestReferred',
  'fraudMissed',
] as const

const QUARTERS = [0, 0.25, 0.5, 0.75, 1]

type Props = { load: number; effect: Effect; saved: Candidate['loadSaved'] }
type Candidate = { loadSaved: Figure & { recall: number } }

/** What the candidate does beside the model that was in force when it was made, on labels that neither learned from. */
export function Compared({ load, effect, saved }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { fraud, honest } = effect.heldBack
  const title = t('models.compared')
  return (
    <section className="card compared" aria-label={title}>
      <header>
        <div>
          <h2>{title}</h2>
          <p className="hint">
            {t('models.compared-why', { fraud: number(fraud), honest: number(honest) })}
          </p>
        </div>
        <Legend than={t('models.current', { model: shortOf(effect.model) })} />
      </header>
      <div className="inside stack">
        <Verdict saved={saved} />
        <div className="measures">
          <Axis />
          {MEASURES.map((name) => (
            <Measure key={name} name={name} load={load} effect={effect} />
          ))}
        </div>
        <details className="as-table">
          <summary>{t('metrics.as-table')}</summary>
          <Table load={load} effect={effect} />
        </details>
        <p className="hint">{t('models.compared-limits')}</p>
      </div>
    </section>
  )
}

/** What was and what is new, by shape as well as by colour. */
export function Legend({ than }: { than: string }) {
  const t = useText()
  return (
    <ul className="legend">
      <li>
        <i className="then" aria-hidden="true" /> {than}
      </li>
      <li>
        <i className="now" aria-hidden="true" /> {t('models.this')}
      </li>
    </ul>
  )
}

/** In one sentence: whether a team has less to look at for the same fraud. */
function Verdict({ saved: { recall, value, low, high } }: Pick<Props, 'saved'>) {
  const t = useText()
  const { percent } = useFormats()
  if (value === null || low === null || high === null)
    return <p className="notice">{t('models.saves-unknown', { recall: percent(recall) })}</p>
  const says = low > 0 ? 'less' : high < 0 ? 'more' : 'same'
  const tones = { less: 'good', more: 'bad', same: 'info' }
  const values = {
    recall: percent(recall),
    share: percent(Math.abs(value)),
    ...(says === 'more'
      ? { low: percent(-high), high: percent(-low) }
      : { low: percent(low), high: percent(high) }),
  }
  return <p className={`notice ${tones[says]}`}>{t(`models.saves-${says}`, values)}</p>
}

function Axis() {
  const { percent } = useFormats()
  return (
    <div className="measure axis" aria-hidden="true">
      <span />
      <span className="axis-ends">
        {QUARTERS.map((each) => (
          <span key={each}>{percent(each)}</span>
        ))}
      </span>
      <span />
    </div>
  )
}

type MeasureProps = { name: (typeof MEASURES)[number]; load: number; effect: Effect }

function Measure({ name, load, effect }: MeasureProps) {
  const t = useText()
  const { percent } = useFormats()
  const [then, now] = [effect.before[name], effect.trained[name]]
  return (
    <div className="measure">
      <div>
        <strong>{t(`measure.${name}`, { load: percent(load) })}</strong>
        <span className="hint">{t(`measure-why.${name}`, { load: percent(load) })}</span>
      </div>
      <IntervalDots marks={[markOf('then', then), markOf('now', now)]} ticks={QUARTERS} />
      <div className="values number">
        <FigureText figure={then} />
        <FigureText figure={now} strong />
      </div>
    </div>
  )
}

export function markOf(look: Mark['look'], { value, low, high }: Figure): Mark {
  return { look, value: value ?? null, low: low ?? null, high: high ?? null }
}

/** A share and its interval, in numbers. */
export function FigureText({ figure, strong = false }: { figure: Figure; strong?: boolean }) {
  const t = useText()
  const { percent } = useFormats()
  const { value = null, low = null, high = null } = figure
  return (
    <span>
      {strong ? <strong>{percent(value)}</strong> : percent(value)}{' '}
      {low !== null && high !== null && (
        <span className="hint">
          {t('metrics.interval', { low: percent(low), high: percent(high) })}
        </span>
      )}
    </span>
  )
}

function Table({ load, effect }: { load: number; effect: Effect }) {
  const t = useText()
  const { percent } = useFormats()
  return (
    <Scroll label={t('models.compared')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('models.measure')}</th>
            <th scope="col">{t('models.current', { model: shortOf(effect.model) })}</th>
            <th scope="col">{t('models.this')}</th>
          </tr>
        </thead>
        <tbody>
          {MEASURES.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`measure.${name}`, { load: percent(load) })}</th>
              <td className="number">
                <FigureText figure={effect.before[name]} />
              </td>
              <td className="number">
                <FigureText figure={effect.trained[name]} strong />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
