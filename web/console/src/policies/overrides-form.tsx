import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { CheckboxGroup, Label } from 'react-aria-components'
import { codesOf, nameOf } from '../codes'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Check } from '../ui/check'
import { Choice, Field } from '../ui/field'
import { BarFields } from './bars-form'
import { type Bar, type Definition, GROUPS, type Override, SIGNALS } from './definition'
import { rateOptions } from './faces-form'
import type { Ground } from './ground'
import { useProblem } from './problem'
import { oneIn, scopeOf } from './statements'

type Props = { definition: Definition; ground: Ground; onChange(overrides: Override[]): void }

/** What holds for certain documents alone. */
export function OverridesForm({ definition, ground, onChange }: Props) {
  const t = useText()
  const { overrides } = definition
  return (
    <div className="items">
      {overrides.map((override, at) => (
        <OverrideForm
          // biome-ignore lint/suspicious/noArrayIndexKey: an exception is its place
          key={at}
          place={`definition.overrides.${at}`}
          override={override}
          definition={definition}
          ground={ground}
          onChange={(next) => onChange(overrides.with(at, next))}
          onRemove={() => onChange(overrides.toSpliced(at, 1))}
        />
      ))}
      <Button size="small" onPress={() => onChange([...overrides, {}])}>
        <Plus size={16} aria-hidden="true" /> {t('policy.add-override')}
      </Button>
    </div>
  )
}

type OneProps = {
  place: string
  override: Override
  definition: Definition
  ground: Ground
  onChange(override: Override): void
  onRemove(): void
}

function OverrideForm(props: OneProps) {
  const { place, override, ground, onChange, onRemove } = props
  const t = useText()
  const problem = useProblem(place)
  const set = (change: Override) => onChange({ ...override, ...change })
  const { documentTypes = [], countries = [], targetFalseMatchRate: rate, tamperSignals } = override
  const asAbove = { value: '', label: t('policy.as-above') }
  const weigh = (signal: string, weight: string) => {
    const { [signal]: _, ...others } = tamperSignals ?? {}
    const all = weight === '' ? others : { ...others, [signal]: weight as 'OFF' }
    set({ tamperSignals: Object.keys(all).length > 0 ? all : undefined })
  }
  return (
    <section className="item" aria-label={scopeOf(t, override)}>
      <header>
        <h3>{scopeOf(t, override)}</h3>
        <Button look="ghost" size="small" aria-label={t('policy.remove')} onPress={onRemove}>
          <X size={16} aria-hidden="true" />
        </Button>
      </header>
      <CheckboxGroup
        className="kinds"
        value={documentTypes}
        onChange={(types) => set({ documentTypes: types.length > 0 ? types : undefined })}
      >
        <Label>{t('policy.override-types')}</Label>
        {codesOf(t, 'document').map(({ value, label }) => (
          <Check key={value} value={value}>
            {label}
          </Check>
        ))}
      </CheckboxGroup>
      <Countries countries={countries} onChange={(list) => set({ countries: list })} />
      <div className="pairs">
        <Choice
          label={t('policy.rate')}
          value={rate === undefined ? '' : String(rate)}
          onChange={(value) =>
            set({ targetFalseMatchRate: value === '' ? undefined : Number(value) })
          }
          options={[
            asAbove,
            ...rateOptions(ground.rates, rate ?? ground.standard.targetFalseMatchRate).map(
              (value) => ({ value: String(value), label: oneIn(t, value) }),
            ),
          ]}
        />
        {SIGNALS.map((signal) => (
          <Choice
            key={signal}
            label={nameOf(t, 'signal', signal)}
            value={tamperSignals?.[signal] ?? ''}
            onChange={(weight) => weigh(signal, weight)}
            options={[
              asAbove,
              ...(['OFF', 'WARN', 'REFER'] as const).map((value) => ({
                value,
                label: t(`weight.${value}`),
              })),
            ]}
          />
        ))}
      </div>
      <OverrideBars {...props} />
      {problem && <p className="wrong">{problem}</p>}
    </section>
  )
}

/** Bars that are set otherwise for these documents. Once one is, it is set whole. */
function OverrideBars({ place, override, definition, ground, onChange }: OneProps) {
  const t = useText()
  const { bars = {} } = override
  const put = (next: Record<string, Partial<Bar>>) =>
    onChange({ ...override, bars: Object.keys(next).length > 0 ? next : undefined })
  const remove = (check: string) => {
    const { [check]: _, ...others } = bars
    put(others)
  }
  const wholeOf = (check: string) => {
    const base = definition.bars[check]
    return base && { ...base, ...bars[check] }
  }
  const others = Object.values(GROUPS)
    .flat()
    .filter((check) => !(check in bars))
  return (
    <div className="bars-form">
      {Object.keys(bars).map((check) => (
        <BarFields
          key={check}
          place={`${place}.bars.${check}`}
          check={check}
          bar={wholeOf(check)}
          standard={ground.standard.bars[check]}
          range={ground.ranges.get(check)}
          onChange={(bar) => put({ ...bars, [check]: bar })}
          onRemove={
            <button type="button" className="link" onClick={() => remove(check)}>
              {t('policy.as-above')}
            </button>
          }
        />
      ))}
      <Choice
        label={t('policy.override-check')}
        value=""
        onChange={(check) => check && put({ ...bars, [check]: wholeOf(check) ?? {} })}
        options={[
          { value: '', label: t('policy.choose-check') },
          ...others.map((check) => ({ value: check, label: nameOf(t, 'check', check) })),
        ]}
      />
    </div>
  )
}

type CountriesProps = {
  countries: string[]
  onChange(countries: string[] | undefined): void
}

/** Issuing states as one types them; half a code stays as it is. */
function Countries({ countries, onChange }: CountriesProps) {
  const t = useText()
  const [text, setText] = useState(countries.join(', '))
  return (
    <Field
      label={t('policy.override-countries')}
      hint={t('policy.override-countries-why')}
      value={text}
      onChange={(next) => {
        setText(next)
        const codes = next
          .toUpperCase()
          .split(/[\s,;]+/)
          .filter(Boolean)
        onChange(codes.length > 0 ? codes : undefined)
      }}
      placeholder={t('policy.any-country')}
    />
  )
}
