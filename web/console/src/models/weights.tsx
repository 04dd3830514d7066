import type { RiskModelQuery } from '../../generated/graphql'
import { nameOf } from '../codes'
import { useFormats } from '../metrics/formats'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Scroll } from '../ui/scroll'
import { Legend } from './compared'
import type { Candidate } from './use-models'

type Props = { candidate: Candidate; inForce: RiskModelQuery }

type Line = { name: string; isOn: boolean; before: number; after: number }

/** What every signal adds at most, as a share of what it takes for a person to look: so two models are on one scale. */
function linesOf({ candidate, inForce: { riskModelInForce, riskSettings } }: Props): Line[] {
  const of = (model: { bar?: number | null; weights: Candidate['weights'] }) =>
    new Map(model.weights.map(({ name, weight }) => [name, weight / (model.bar ?? 1)]))
  const [then, now] = [of(riskModelInForce), of(candidate)]
  const all = [...riskModelInForce.weights, ...candidate.weights]
  const on = new Set<string>(riskSettings.groups)
  const groups = new Map(all.map(({ name, group }) => [name, group]))
  return [...groups]
    .map(([name, group]) => ({
      ...{ name, isOn: on.has(group) },
      ...{ before: then.get(name) ?? 0, after: now.get(name) ?? 0 },
    }))
    .sort((a, b) => Number(b.isOn) - Number(a.isOn) || b.after - a.after || b.before - a.before)
}

/** What either model makes of each signal, side by side. */
export function Weights(props: Props) {
  const t = useText()
  const { percent } = useFormats()
  const lines = linesOf(props)
  const most = Math.max(1, ...lines.flatMap(({ before, after }) => [before, after]))
  return (
    <section className="card" aria-label={t('models.weights')}>
      <header>
        <div>
          <h2>{t('models.weights')}</h2>
          <p className="hint">{t('models.weights-why')}</p>
        </div>
        <Legend than={t('models.now')} />
      </header>
      <Scroll label={t('models.weights')}>
        <table className="weights">
          <thead>
            <tr>
              <th scope="col">{t('models.signal')}</th>
              <th scope="col">
                <span className="unseen">{t('policy.drawn')}</span>
              </th>
              <th scope="col" className="end">
                {t('models.now')}
              </th>
              <th scope="col" className="end">
                {t('models.this')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, isOn, before, after }) => (
              <tr key={name} className={isOn ? undefined : 'same'}>
                <th scope="row">
                  {nameOf(t, 'signal', name)} {!isOn && <Badge>{t('models.is-off')}</Badge>}
                </th>
                <td className="drawn">
                  <svg viewBox={`0 0 ${most} 22`} preserveAspectRatio="none" aria-hidden="true">
                    <rect className="then" y="2" height="8" width={before} />
                    <rect className="now" y="12" height="8" width={after} />
                    <path className="ticks" d="M1 0 V22" />
                  </svg>
                </td>
                <td className="number end">{percent(before)}</td>
                <td className="number end">
                  <strong>{percent(after)}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
