import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide-react'
import { ask } from '../../../shared/ask'
import { type Mode, type ScoreDriftQuery, scoreDriftDocument } from '../../generated/graphql'
import { useFormats } from '../metrics/formats'
import { usePreferences } from '../preferences'
import { useText } from '../text'
import { Scroll } from '../ui/scroll'
import { Empty, waiting } from '../ui/states'
import { DriftBadge, DriftList } from './drift-list'
import { MODELS } from './use-models'
import { Windows } from './windows'

type Drift = ScoreDriftQuery['scoreDrift']
type Score = Drift['scores'][number]['score']

/** Whether what the checks score and decide looks as it did; it needs nothing of risk. */
export function ScoreDrift({ mode }: { mode: Mode }) {
  const t = useText()
  const asked = useQuery({
    queryKey: [MODELS, 'scores', mode],
    queryFn: async () => (await ask(scoreDriftDocument, { mode })).scoreDrift,
  })
  return (
    <section className="card drift" aria-label={t('scores.title')}>
      <header>
        <div>
          <h2>{t('scores.title')}</h2>
          <p className="hint">{t('scores.why')}</p>
        </div>
      </header>
      {waiting(asked, 4)}
      {asked.data && <Measured drift={asked.data} />}
    </section>
  )
}

function Measured({ drift }: { drift: Drift }) {
  const t = useText()
  const say = useSay()
  const { reference, recent, scores, outcomes } = drift
  return (
    <>
      <Windows reference={reference} recent={recent} />
      {outcomes.state === 'NOT_ENOUGH' ? (
        <Empty
          title={t('drift.not-enough')}
          icon={<ChartNoAxesColumn size={28} aria-hidden="true" />}
        >
          {t('drift.not-enough-why', { reference: reference.sessions, recent: recent.sessions })}
        </Empty>
      ) : (
        <>
          <Outcomes outcomes={outcomes} />
          <DriftList
            watched={scores.map(({ score, psi = null, state, bins }) => ({
              ...{ name: t(`score.${score}`), psi, state, bins, say: say(score) },
            }))}
          />
        </>
      )}
    </>
  )
}

/** How a value of each score is written. */
function useSay() {
  const { percent, decimal } = useFormats()
  const { language } = usePreferences()
  const short = new Intl.NumberFormat(language, { notation: 'compact' })
  const oneIn = (value: number) => `1 : ${short.format(10 ** value)}`
  const ways: Record<Score, (value: number) => string> = {
    FACE_MATCH: oneIn,
    PASSIVE_LIVENESS: percent,
    ACTIVE_LIVENESS: decimal,
    DOCUMENT_CONFIDENCE: percent,
  }
  return (score: Score) => ways[score]
}

/** What the checks decided, then and now; each bar is a share of its time. */
function Outcomes({ outcomes }: Pick<Drift, 'outcomes'>) {
  const t = useText()
  const { number, percent } = useFormats()
  const { shares, state } = outcomes
  const total = (window: 'reference' | 'recent') =>
    Math.max(
      1,
      shares.reduce((sum, share) => sum + share[window], 0),
    )
  const [then, now] = [total('reference'), total('recent')]
  return (
    <div className="outcomes">
      <h3 className="inside row">
        {t('scores.outcomes')} <DriftBadge state={state} />
      </h3>
      <Scroll label={t('scores.outcomes')}>
        <table className="weights">
          <thead>
            <tr>
              <th scope="col">{t('scores.outcome')}</th>
              <th scope="col">
                <span className="unseen">{t('policy.drawn')}</span>
              </th>
              <th scope="col" className="end">
                {t('drift.reference')}
              </th>
              <th scope="col" className="end">
                {t('drift.recent')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shares.map(({ outcomes: kinds, reference, recent }) => (
              <tr key={kinds.join()}>
                <th scope="row">{kinds.map((kind) => t(`outcome.${kind}`)).join(', ')}</th>
                <td className="drawn">
                  <svg viewBox="0 0 1 22" preserveAspectRatio="none" aria-hidden="true">
                    <rect className="then" y="2" height="8" width={reference / then} />
                    <rect className="now" y="12" height="8" width={recent / now} />
                  </svg>
                </td>
                <td className="number end">
                  {percent(reference / then)} <span className="hint">{number(reference)}</span>
                </td>
                <td className="number end">
                  {percent(recent / now)} <span className="hint">{number(recent)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  )
}
