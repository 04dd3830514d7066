import { nameOf } from '../codes'
import { usePreferences } from '../preferences'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Scroll } from '../ui/scroll'
import { Empty } from '../ui/states'
import { type Cases, Examples, useCases } from './examples'
import type { DryRun } from './flow'
import { FlowChart, inOrder } from './flow-chart'

/** What would have changed: in numbers, drawn, and as tables with some of the sessions. */
export function DryRunResult({ run }: { run: DryRun }) {
  const t = useText()
  const { language } = usePreferences()
  const { sessions, unknown, changed, hasMore } = run
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const moved = run.outcomes.filter(({ before, after }) => before !== after)
  const cases = useCases([...moved, ...run.reasons].flatMap(({ examples }) => examples))
  if (sessions === 0)
    return <Empty title={t('policy.no-sessions')}>{t('policy.no-sessions-why')}</Empty>
  const known = sessions - unknown
  return (
    <div className="result" role="status">
      <dl className="figures">
        <Figure label={t('policy.tried')} value={sessions} />
        <Figure
          label={t('policy.would-change')}
          value={changed}
          remark={known > 0 ? share.format(changed / known) : null}
        />
        <Figure label={t('policy.unknown')} value={unknown} />
      </dl>
      {hasMore && <p className="notice info">{t('policy.has-more')}</p>}
      {unknown > 0 && <p className="hint">{t('policy.unknown-why')}</p>}
      {known > 0 && changed === 0 && <p className="notice good">{t('policy.nothing-changes')}</p>}
      {known > 0 && (
        <>
          <FlowChart
            shifts={run.outcomes}
            title={t('policy.flow', { changed, sessions })}
            nameOf={(outcome) => t(`outcome.${outcome}`)}
          />
          <OutcomeTable run={run} cases={cases} />
          <ReasonTable run={run} cases={cases} />
        </>
      )}
    </div>
  )
}

/** One figure of a run. */
export function Figure(props: { label: string; value: number; remark?: string | null }) {
  const { language } = usePreferences()
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        {new Intl.NumberFormat(language).format(props.value)}
        {props.remark && <span className="hint"> {props.remark}</span>}
      </dd>
    </div>
  )
}

type TableProps = { run: DryRun; cases: Cases }

function OutcomeTable({ run, cases }: TableProps) {
  const t = useText()
  const { language } = usePreferences()
  const number = new Intl.NumberFormat(language)
  return (
    <Scroll label={t('policy.by-outcome')}>
      <table>
        <caption>{t('policy.by-outcome')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('policy.before')}</th>
            <th scope="col">{t('policy.after')}</th>
            <th scope="col" className="end">
              {t('policy.sessions')}
            </th>
            <th scope="col">{t('policy.examples')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(run.outcomes).map(({ before, after, count, examples }) => (
            <tr key={`${before} ${after}`} className={before === after ? 'same' : undefined}>
              <td>{t(`outcome.${before}`)}</td>
              <td>
                {before === after ? (
                  <span className="hint">{t('policy.the-same')}</span>
                ) : (
                  <strong>{t(`outcome.${after}`)}</strong>
                )}
              </td>
              <td className="number end">{number.format(count)}</td>
              <td>{before !== after && <Examples sessions={examples} cases={cases} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Reasons that stand in more decisions, or in fewer; the bars show both numbers on one scale. */
function ReasonTable({ run, cases }: TableProps) {
  const t = useText()
  const { language } = usePreferences()
  const number = new Intl.NumberFormat(language)
  const moved = run.reasons.filter(({ before, after }) => before !== after)
  const most = Math.max(1, ...moved.flatMap(({ before, after }) => [before, after]))
  if (moved.length === 0) return null
  return (
    <Scroll label={t('policy.by-reason')}>
      <table>
        <caption>{t('policy.by-reason')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('queue.filter.reason')}</th>
            <th scope="col">
              <span className="unseen">{t('policy.drawn')}</span>
            </th>
            <th scope="col" className="end">
              {t('policy.before')}
            </th>
            <th scope="col" className="end">
              {t('policy.after')}
            </th>
            <th scope="col">{t('policy.examples')}</th>
          </tr>
        </thead>
        <tbody>
          {moved.map(({ code, rule, before, after, examples }) => (
            <tr key={`${code} ${rule}`}>
              <td>
                {nameOf(t, 'reason', code)} {rule && <Badge>{rule}</Badge>}
              </td>
              <td className="drawn">
                <svg viewBox="0 0 120 22" preserveAspectRatio="none" aria-hidden="true">
                  <rect className="then" y="2" height="8" width={(before / most) * 120} />
                  <rect className="now" y="12" height="8" width={(after / most) * 120} />
                </svg>
              </td>
              <td className="number end">{number.format(before)}</td>
              <td className="number end">
                <strong>{number.format(after)}</strong>
              </td>
              <td>
                <Examples sessions={examples} cases={cases} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
