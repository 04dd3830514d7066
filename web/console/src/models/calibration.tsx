import { useQuery } from '@tanstack/react-query'
import { ScanFace } from 'lucide-react'
import { ask } from '../../../shared/ask'
import {
  type MatchCalibrationQuery,
  type Mode,
  matchCalibrationDocument,
} from '../../generated/graphql'
import { useFormats } from '../metrics/formats'
import { useText } from '../text'
import { Scroll } from '../ui/scroll'
import { Empty, waiting } from '../ui/states'
import { MODELS } from './use-models'

type Calibration = MatchCalibrationQuery['matchCalibration']
type Bin = Calibration['bins'][number]

/** Whether the odds of the face match mean what they say, as far as labels and reviews tell. */
export function MatchCalibration({ mode }: { mode: Mode }) {
  const t = useText()
  const asked = useQuery({
    queryKey: [MODELS, 'calibration', mode],
    queryFn: async () => (await ask(matchCalibrationDocument, { mode })).matchCalibration,
  })
  const found = asked.data
  return (
    <section className="card" aria-label={t('calibration.title')}>
      <header>
        <div>
          <h2>{t('calibration.title')}</h2>
          <p className="hint">{t('calibration.why')}</p>
        </div>
      </header>
      {waiting(asked, 4)}
      {found && (
        <div className="inside stack">
          <Sources found={found} />
          {found.state === 'NOT_ENOUGH' ? (
            <Empty title={t('drift.not-enough')} icon={<ScanFace size={28} aria-hidden="true" />}>
              {t('calibration.not-enough')}
            </Empty>
          ) : (
            <Measured found={found} />
          )}
          <p className="hint">{t('calibration.limits')}</p>
        </div>
      )}
    </section>
  )
}

/** Who said what, and of how many comparisons. */
function Sources({ found: { labels, reviews, different, unclear } }: { found: Calibration }) {
  const t = useText()
  const { number } = useFormats()
  const fact = (label: string, value: number) => (
    <div>
      <dt>{label}</dt>
      <dd className="number">{number(value)}</dd>
    </div>
  )
  return (
    <dl className="facts">
      {fact(t('calibration.labels'), labels)}
      {fact(t('calibration.reviews'), reviews)}
      {fact(t('calibration.different'), different)}
      {fact(t('calibration.unclear'), unclear)}
    </dl>
  )
}

function Measured({ found: { bins, cllr, cllrMin } }: { found: Calibration }) {
  const t = useText()
  const { decimal } = useFormats()
  const { value = null, low = null, high = null } = cllr
  const lost = value !== null && typeof cllrMin === 'number' ? value - cllrMin : null
  return (
    <>
      <p>
        <strong>{t('calibration.cllr', { cllr: decimal(value) })}</strong>{' '}
        {low !== null && high !== null && (
          <span className="hint">
            {t('metrics.interval', { low: decimal(low), high: decimal(high) })}
          </span>
        )}
        {lost !== null && (
          <span className="hint below">
            {t('calibration.lost', { lost: decimal(lost), least: decimal(cllrMin ?? null) })}
          </span>
        )}
      </p>
      <div className="reliability">
        <Diagram bins={bins} />
        <Table bins={bins} />
      </div>
    </>
  )
}

const SIDE = 100
const x = (share: number) => share * SIDE
const y = (share: number) => SIDE - share * SIDE

/** What was stated to the right, what is known upwards, with its interval; on the diagonal they are the same. */
function Diagram({ bins }: { bins: readonly Bin[] }) {
  const t = useText()
  const { percent } = useFormats()
  const ends = [percent(0), percent(0.5), percent(1)]
  return (
    <figure className="diagram">
      <p className="hint" aria-hidden="true">
        {t('calibration.known')} ↑
      </p>
      <div className="plot">
        <span className="axis-ends down" aria-hidden="true">
          {ends.toReversed().map((end) => (
            <span key={end}>{end}</span>
          ))}
        </span>
        <svg viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={t('calibration.diagram')}>
          <path className="ticks" d={`M0 0 H${SIDE} V${SIDE} H0 Z M0 50 H${SIDE} M50 0 V${SIDE}`} />
          <path className="diagonal" d={`M0 ${SIDE} L${SIDE} 0`} />
          {bins.map(({ stated, observed, low, high }) => (
            <g key={stated} className="now">
              <path className="whisker" d={`M${x(stated)} ${y(low)} V${y(high)}`} />
              <circle cx={x(stated)} cy={y(observed)} r="1.8" />
            </g>
          ))}
        </svg>
      </div>
      <p className="axis-ends" aria-hidden="true">
        {ends.map((end) => (
          <span key={end}>{end}</span>
        ))}
      </p>
      <figcaption className="hint" aria-hidden="true">
        {t('calibration.stated')} →
      </figcaption>
    </figure>
  )
}

function Table({ bins }: { bins: readonly Bin[] }) {
  const t = useText()
  const { percent, number } = useFormats()
  return (
    <Scroll label={t('calibration.diagram')}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="end">
              {t('calibration.stated')}
            </th>
            <th scope="col">{t('calibration.known')}</th>
            <th scope="col" className="end">
              {t('calibration.of')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ stated, observed, low, high, same, of }) => (
            <tr key={stated}>
              <td className="number end">{percent(stated)}</td>
              <td className="number">
                <strong>{percent(observed)}</strong>{' '}
                <span className="hint">
                  {t('metrics.interval', { low: percent(low), high: percent(high) })}
                </span>
              </td>
              <td className="number end">
                {number(same)} / {number(of)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
