import { nameOf } from '../codes'
import { usePreferences } from '../preferences'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Scroll } from '../ui/scroll'
import { type Bar, type Definition, GROUPS, SIGNALS, sameBar } from './definition'
import type { Ground, Range } from './ground'
import { oneIn, overrideParts, sayModel, scopeOf } from './statements'

type Props = {
  definition: Definition
  /** What is marked is what differs from this. */
  than: Definition
  ground: Ground
}

/** What a policy says, as one reads it. */
export function Says({ definition, than, ground }: Props) {
  const t = useText()
  const { targetFalseMatchRate: rate, tamperSignals, overrides, rules, riskModel } = definition
  const mark = (differs: boolean) => (differs ? 'differs' : undefined)
  return (
    <div className="says">
      <dl className="facts">
        <div className={mark(rate !== than.targetFalseMatchRate)}>
          <dt>{t('policy.rate')}</dt>
          <dd>{oneIn(t, rate)}</dd>
        </div>
        {SIGNALS.map((signal) => (
          <div key={signal} className={mark(tamperSignals[signal] !== than.tamperSignals[signal])}>
            <dt>{nameOf(t, 'signal', signal)}</dt>
            <dd>{t(`weight.${tamperSignals[signal] ?? 'OFF'}`)}</dd>
          </div>
        ))}
        <div className={mark(riskModel?.candidate !== than.riskModel?.candidate)}>
          <dt>{t('policy.risk-model')}</dt>
          <dd>{sayModel(t, riskModel)}</dd>
        </div>
      </dl>
      <BarTable bars={definition.bars} than={than.bars} ranges={ground.ranges} />
      {overrides.length > 0 && (
        <section className="exceptions">
          <h3>{t('policy.overrides')}</h3>
          <ul>
            {overrides.map((override, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an exception is its place
              <li key={at}>
                <strong>{scopeOf(t, override)}</strong>
                <ul>
                  {overrideParts(t, override).map(({ about, says }) => (
                    <li key={about}>
                      {about}: {says}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
      )}
      {rules.length > 0 && (
        <section className="exceptions">
          <h3>{t('policy.rules')}</h3>
          <ul>
            {rules.map(({ name, when, outcome, text }) => (
              <li key={name}>
                <strong>{name}</strong>{' '}
                <Badge tone={outcome === 'REJECT' ? 'bad' : 'warn'}>
                  {t(`consequence.${outcome}`)}
                </Badge>
                <code className="cel">{when}</code>
                <p className="hint">{text}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

type TableProps = {
  bars: Record<string, Bar>
  than: Record<string, Bar>
  ranges: Map<string, Range>
}

function BarTable({ bars, than, ranges }: TableProps) {
  const t = useText()
  return (
    <Scroll label={t('policy.bars')}>
      <table className="bars">
        <thead>
          <tr>
            <th scope="col">{t('policy.check')}</th>
            <th scope="col">{t('policy.pass')}</th>
            <th scope="col">{t('policy.warn')}</th>
            <th scope="col">{t('policy.otherwise')}</th>
            <th scope="col">{t('policy.needed')}</th>
          </tr>
        </thead>
        {Object.entries(GROUPS).map(([group, checks]) => (
          <tbody key={group}>
            {checks.map((check) => (
              <BarRow
                key={check}
                check={check}
                bar={bars[check]}
                differs={!sameBar(bars[check], than[check])}
                range={ranges.get(check)}
              />
            ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  )
}

type RowProps = { check: string; bar: Bar | undefined; differs: boolean; range: Range | undefined }

function BarRow({ check, bar, differs, range }: RowProps) {
  const t = useText()
  const { language } = usePreferences()
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 })
  if (!bar || !range) return null
  const isYesOrNo = range.least === range.most
  return (
    <tr className={differs ? 'differs' : undefined}>
      <th scope="row">
        {nameOf(t, 'check', check)}
        {!isYesOrNo && <span className="unit">{nameOf(t, 'unit', check)}</span>}
      </th>
      <td className="number">{isYesOrNo ? t('yes') : number.format(bar.pass)}</td>
      <td className="number">{bar.warn === null ? t('none') : number.format(bar.warn)}</td>
      <td>{t(`consequence.${bar.otherwise}`)}</td>
      <td>{t(bar.optional ? 'policy.optional' : 'policy.required')}</td>
    </tr>
  )
}
