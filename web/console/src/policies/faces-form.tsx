import { nameOf } from '../codes'
import { useText } from '../text'
import { Choice } from '../ui/field'
import { type Definition, SIGNALS, type Weight } from './definition'
import type { Ground } from './ground'
import { useProblem } from './problem'
import { oneIn } from './statements'

type Change = Pick<Definition, 'targetFalseMatchRate' | 'tamperSignals'>
type Props = { definition: Definition; ground: Ground; onChange(change: Partial<Change>): void }

/** How alike faces have to look, and which traces of tampering weigh. */
export function FacesForm({ definition, ground, onChange }: Props) {
  const t = useText()
  const { targetFalseMatchRate: rate, tamperSignals } = definition
  const problem = useProblem('definition.targetFalseMatchRate')
  const weigh = (signal: string, weight: string) => {
    const { [signal]: _, ...others } = tamperSignals
    onChange({
      tamperSignals: weight === 'OFF' ? others : { ...others, [signal]: weight as Weight },
    })
  }
  return (
    <div className="faces-form">
      <div>
        <Choice
          label={t('policy.rate')}
          value={String(rate)}
          onChange={(value) => onChange({ targetFalseMatchRate: Number(value) })}
          options={rateOptions(ground.rates, rate).map((value) => ({
            value: String(value),
            label: oneIn(t, value),
          }))}
        />
        <p className="hint">{t('policy.rate-why')}</p>
        {problem && <p className="wrong">{problem}</p>}
      </div>
      {SIGNALS.map((signal) => (
        <Choice
          key={signal}
          label={nameOf(t, 'signal', signal)}
          value={tamperSignals[signal] ?? 'OFF'}
          onChange={(weight) => weigh(signal, weight)}
          options={(['OFF', 'WARN', 'REFER'] as const).map((value) => ({
            value,
            label: t(`weight.${value}`),
          }))}
        />
      ))}
      <p className="hint">{t('policy.signals-why')}</p>
    </div>
  )
}

/** The usual rates, and the one that is set where it is another. */
export function rateOptions(rates: readonly number[], set: number): number[] {
  return [...new Set([...rates, set])].sort((a, b) => b - a)
}
