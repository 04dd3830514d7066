import { nameOf } from '../codes'
import { useText } from '../text'
import { Check } from '../ui/check'
import { Choice } from '../ui/field'
import { type Bar, CONSEQUENCES, type Consequence, GROUPS, sameBar } from './definition'
import type { Ground, Range } from './ground'
import { NumberInput } from './number-input'
import { useProblem } from './problem'
import { sayBar } from './statements'

type Bars = Record<string, Bar>

type Props = { bars: Bars; ground: Ground; onChange(bars: Bars): void }

/** The bar of every check, by what it looks at. */
export function BarsForm({ bars, ground, onChange }: Props) {
  const t = useText()
  return (
    <div className="bars-form">
      {Object.entries(GROUPS).map(([group, checks]) => (
        <section key={group}>
          <h3>{nameOf(t, 'policy.group', group)}</h3>
          <Heads />
          {checks.map((check) => (
            <BarFields
              key={check}
              place={`definition.bars.${check}`}
              check={check}
              bar={bars[check]}
              standard={ground.standard.bars[check]}
              range={ground.ranges.get(check)}
              onChange={(bar) => onChange({ ...bars, [check]: bar })}
            />
          ))}
        </section>
      ))}
    </div>
  )
}

export function Heads() {
  const t = useText()
  return (
    <div className="bar-row heads" aria-hidden="true">
      <span>{t('policy.check')}</span>
      <span>{t('policy.pass')}</span>
      <span>{t('policy.warn')}</span>
      <span>{t('policy.otherwise')}</span>
      <span>{t('policy.needed')}</span>
    </div>
  )
}

type FieldsProps = {
  place: string
  check: string
  bar: Bar | undefined
  standard: Bar | undefined
  range: Range | undefined
  onChange(bar: Bar): void
  onRemove?: React.ReactNode
}

/** The bar of one check: what cannot be set otherwise stands there as words. */
export function BarFields(props: FieldsProps) {
  const { place, check, bar, standard, range, onChange, onRemove } = props
  const t = useText()
  const problem = useProblem(place)
  if (!bar || !standard || !range) return null
  const set = (change: Partial<Bar>) => onChange({ ...bar, ...change })
  const differs = !sameBar(bar, standard)
  const isYesOrNo = range.least === range.most
  return (
    <fieldset className={differs ? 'bar-row differs' : 'bar-row'}>
      <legend className="unseen">{nameOf(t, 'check', check)}</legend>
      <div className="what">
        <strong aria-hidden="true">{nameOf(t, 'check', check)}</strong>
        {!isYesOrNo && (
          <span className="unit">
            {nameOf(t, 'unit', check)},{' '}
            {t('policy.range', { least: range.least, most: range.most })}
          </span>
        )}
        {differs && (
          <span className="unit">{t('policy.by-default', { says: sayBar(t, standard) })}</span>
        )}
        {onRemove}
      </div>
      {isYesOrNo ? (
        <p className="fixed">{t('yes')}</p>
      ) : (
        <NumberInput
          label={t('policy.pass')}
          value={bar.pass}
          wrong={problem !== null}
          onChange={(pass) => set({ pass: pass ?? Number.NaN })}
        />
      )}
      {isYesOrNo ? (
        <p className="fixed">{t('none')}</p>
      ) : (
        <NumberInput
          label={t('policy.warn')}
          value={bar.warn}
          mayBeEmpty
          placeholder={t('none')}
          wrong={problem !== null}
          onChange={(warn) => set({ warn })}
        />
      )}
      <Choice
        label={t('policy.otherwise')}
        value={bar.otherwise}
        onChange={(value) => set({ otherwise: value as Consequence })}
        options={CONSEQUENCES.filter((value) => value !== 'REJECT' || range.mayReject).map(
          (value) => ({ value, label: t(`consequence.${value}`) }),
        )}
      />
      {standard.optional ? (
        <Check isSelected={!bar.optional} onChange={(isNeeded) => set({ optional: !isNeeded })}>
          {t('policy.required')}
        </Check>
      ) : (
        <p className="fixed">{t('policy.always-required')}</p>
      )}
      {problem && (
        <p className="wrong" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  )
}
