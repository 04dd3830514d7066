import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn, TriangleAlert } from 'lucide-react'
import { Link } from 'wouter'
import { ask } from '../../../shared/ask'
import { type Mode, type RiskDriftQuery, riskDriftDocument } from '../../generated/graphql'
import { nameOf } from '../codes'
import { useFormats } from '../metrics/formats'
import { useText } from '../text'
import { Empty, waiting } from '../ui/states'
import { useMoment } from '../ui/time'
import { DriftHistory } from './drift-history'
import { DriftList } from './drift-list'
import { MODELS, shortOf } from './use-models'
import { Windows } from './windows'

type Drift = RiskDriftQuery['riskDrift']

/** Whether sessions still look like those when the model in force began. */
export function RiskDrift({ mode }: { mode: Mode }) {
  const t = useText()
  const asked = useQuery({
    queryKey: [MODELS, 'drift', mode],
    queryFn: () => ask(riskDriftDocument, { mode }),
  })
  const { riskDrift, riskDriftHistory, riskSettings } = asked.data ?? {}
  return (
    <section className="card drift" aria-label={t('drift.title')}>
      <header>
        <div>
          <h2>{t('drift.title')}</h2>
          <p className="hint">{t('drift.why')}</p>
        </div>
      </header>
      {waiting(asked, 5)}
      {riskSettings?.groups.length === 0 && (
        <Empty
          title={t('drift.nothing-on')}
          icon={<ChartNoAxesColumn size={28} aria-hidden="true" />}
        >
          {t('drift.nothing-on-why')}
        </Empty>
      )}
      {riskDrift && riskSettings && riskSettings.groups.length > 0 && (
        <>
          <Measured drift={riskDrift} />
          <DriftHistory history={riskDriftHistory ?? []} />
        </>
      )}
    </section>
  )
}

function Measured({ drift }: { drift: Drift }) {
  const t = useText()
  const { decimal } = useFormats()
  const { model, reference, recent, signals, watched } = drift
  const isEnough = signals.some(({ state }) => state !== 'NOT_ENOUGH')
  const isTrained = model.startsWith('cnd_')
  return (
    <>
      <Windows reference={reference} recent={recent}>
        <div>
          <dt>{t('models.in-force')}</dt>
          <dd>
            {isTrained ? (
              <Link href={`/models/candidate/${model}`}>
                {t('models.candidate', { id: shortOf(model) })}
              </Link>
            ) : (
              t('models.rules')
            )}
          </dd>
        </div>
      </Windows>
      {watched?.driftedSince && <Alarm since={watched.driftedSince} />}
      {isEnough ? (
        <DriftList
          watched={signals.map(({ signal = null, psi = null, state, bins }) => ({
            name: signal === null ? t('drift.score') : nameOf(t, 'signal', signal),
            ...{ psi, state, bins },
            // As on the page of a case: of a hundred, for it is no probability.
            say: (value: number) => decimal(signal === null ? 100 * value : value),
          }))}
        />
      ) : (
        <Empty
          title={t('drift.not-enough')}
          icon={<ChartNoAxesColumn size={28} aria-hidden="true" />}
        >
          {t('drift.not-enough-why', {
            reference: reference.sessions,
            recent: recent.sessions,
          })}
        </Empty>
      )}
    </>
  )
}

function Alarm({ since }: { since: string }) {
  const t = useText()
  const moment = useMoment()
  return (
    <div className="notice bad">
      <TriangleAlert size={20} aria-hidden="true" />
      <p>{t('drift.since', { at: moment(since) })}</p>
    </div>
  )
}
