import { type CandidateDryRunMutation, candidateDryRunDocument } from '../../generated/graphql'
import { tryOut } from '../act'
import { nameOf } from '../codes'
import { useFormats } from '../metrics/formats'
import { DryRunCard } from '../policies/dry-run-card'
import { Figure } from '../policies/dry-run-result'
import { type Cases, Examples, useCases } from '../policies/examples'
import type { Shift } from '../policies/flow'
import { FlowChart } from '../policies/flow-chart'
import { useText } from '../text'
import { Scroll } from '../ui/scroll'
import { Empty } from '../ui/states'

type Run = NonNullable<CandidateDryRunMutation['riskCandidateDryRun']['result']>

/** Tries a candidate on past sessions: whom it would send to a person for the risk alone, and whom no more. */
export function CandidateDryRun({ id }: { id: string }) {
  const t = useText()
  return (
    <DryRunCard
      why={t('models.dry-run-why')}
      untried={t('models.not-tried-why')}
      tryOn={(range) => tryOut(candidateDryRunDocument, { id, ...range })}
    >
      {(run) => run && <Result run={run} />}
    </DryRunCard>
  )
}

/** Not sent to a person for the risk is drawn as what passes, sent as what is reviewed. */
function shiftsOf({ sessions, before, newly, noMore }: Run): Shift[] {
  const stays = before - noMore.count
  const passes = sessions - before - newly.count
  const all: Shift[] = [
    { before: 'APPROVED', after: 'APPROVED', count: passes },
    { before: 'APPROVED', after: 'IN_REVIEW', count: newly.count },
    { before: 'IN_REVIEW', after: 'IN_REVIEW', count: stays },
    { before: 'IN_REVIEW', after: 'APPROVED', count: noMore.count },
  ]
  return all.filter(({ count }) => count > 0)
}

function Result({ run }: { run: Run }) {
  const t = useText()
  const { percent } = useFormats()
  const { sessions, before, after, newly, noMore, hasMore } = run
  const cases = useCases([...newly.examples, ...noMore.examples])
  if (sessions === 0)
    return <Empty title={t('models.no-sessions')}>{t('policy.no-sessions-why')}</Empty>
  const changed = newly.count + noMore.count
  return (
    <div className="result" role="status">
      <dl className="figures">
        <Figure label={t('policy.tried')} value={sessions} />
        <Figure label={t('models.sent-now')} value={before} remark={percent(before / sessions)} />
        <Figure label={t('models.sent-then')} value={after} remark={percent(after / sessions)} />
      </dl>
      {hasMore && <p className="notice info">{t('policy.has-more')}</p>}
      {changed === 0 && <p className="notice good">{t('models.nobody-else')}</p>}
      <FlowChart
        shifts={shiftsOf(run)}
        title={t('models.flow', { newly: newly.count, noMore: noMore.count, sessions })}
        nameOf={(outcome) => t(outcome === 'IN_REVIEW' ? 'models.a-person' : 'models.nobody')}
      />
      {changed > 0 && <MovedTable run={run} cases={cases} />}
      {run.signals.length > 0 && <SignalTable run={run} />}
    </div>
  )
}

function MovedTable({ run, cases }: { run: Run; cases: Cases }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <Scroll label={t('models.moved')}>
      <table>
        <caption>{t('models.moved')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('models.how')}</th>
            <th scope="col" className="end">
              {t('policy.sessions')}
            </th>
            <th scope="col">{t('policy.examples')}</th>
          </tr>
        </thead>
        <tbody>
          {(['newly', 'noMore'] as const).map((side) => (
            <tr key={side}>
              <th scope="row">{t(`models.${side}`)}</th>
              <td className="number end">{number(run[side].count)}</td>
              <td>
                <Examples sessions={run[side].examples} cases={cases} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** For which signals: to the left who is sent no more, to the right who is sent newly, on one scale. */
function SignalTable({ run: { signals } }: { run: Run }) {
  const t = useText()
  const { number } = useFormats()
  const most = Math.max(...signals.flatMap(({ newly, noMore }) => [newly, noMore]))
  return (
    <Scroll label={t('models.by-signal')}>
      <table>
        <caption>{t('models.by-signal')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('models.signal')}</th>
            <th scope="col" className="end">
              {t('models.noMore')}
            </th>
            <th scope="col">
              <span className="unseen">{t('policy.drawn')}</span>
            </th>
            <th scope="col">{t('models.newly')}</th>
          </tr>
        </thead>
        <tbody>
          {signals.map(({ name, newly, noMore }) => (
            <tr key={name}>
              <th scope="row">{nameOf(t, 'signal', name)}</th>
              <td className="number end">{number(noMore)}</td>
              <td className="drawn">
                <svg
                  viewBox={`${-most} 0 ${2 * most} 14`}
                  preserveAspectRatio="none"
                  aria-hidden="true"
                >
                  <rect className="then" x={-noMore} y="2" height="10" width={noMore} />
                  <rect className="now" y="2" height="10" width={newly} />
                  <path className="ticks" d="M0 0 V14" />
                </svg>
              </td>
              <td className="number">{number(newly)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
