import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { ask } from '../../../shared/ask'
import {
  changeRiskSettingsDocument,
  type RiskGroup,
  type RiskSettingsQuery,
  type RiskTrainEvery,
  riskSettingsDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { codesOf, nameOf } from '../codes'
import { MODELS } from '../models/use-models'
import { type Key, useText } from '../text'
import { Button } from '../ui/button'
import { Toggle } from '../ui/check'
import { Choice, Field } from '../ui/field'
import { waiting } from '../ui/states'
import { RiskConfirm } from './risk-confirm'
import '../styles/risk-settings.css'

type RiskSettings = RiskSettingsQuery['riskSettings']

/** What of risk is on, and what to look up before it is. */
export function RiskSection() {
  const settings = useQuery({
    queryKey: ['risk-settings'],
    queryFn: async () => (await ask(riskSettingsDocument, {})).riskSettings,
  })
  const { data: found } = settings
  return found ? <Form found={found} /> : waiting(settings)
}

/** The same text for the same settings. */
const sayAll = ({ groups, ...rest }: RiskSettings) =>
  JSON.stringify([[...groups].sort(), Object.entries(rest).sort()])

const yearsOf = (text: string) => (text.trim() === '' ? null : Number(text))

/** Groups that this page does not know stay as they are. */
function Form({ found }: { found: RiskSettings }) {
  const t = useText()
  const client = useQueryClient()
  const [now, setNow] = useState(found)
  const [asks, setAsks] = useState(false)
  const [saved, setSaved] = useState(false)
  const set = (changes: Partial<RiskSettings>) => {
    setSaved(false)
    setNow({ ...now, ...changes })
  }
  const turn = (group: RiskGroup, isOn: boolean) =>
    set({ groups: [...now.groups.filter((each) => each !== group), ...(isOn ? [group] : [])] })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsks(true)
  }
  const age = (name: 'leastAge' | 'mostAge', label: Key) => (
    <Field
      label={t(label)}
      type="number"
      value={now[name]?.toString() ?? ''}
      onChange={(text) => set({ [name]: yearsOf(text) })}
      isDisabled={!now.groups.includes('DETAILS')}
    />
  )
  return (
    <section className="card">
      <header>
        <div>
          <h2>{t('risk-set.title')}</h2>
          <p className="hint">{t('risk-set.why')}</p>
        </div>
      </header>
      <form className="inside risk-settings" onSubmit={submit}>
        <div className="notice info">
          <Scale size={20} aria-hidden="true" />
          <p>{t('risk-set.law')}</p>
        </div>
        <h3>{t('risk-set.groups')}</h3>
        <ul className="risk-groups">
          {codesOf(t, 'risk-group').map(({ value, label }) => (
            <li key={value}>
              <Toggle
                isSelected={now.groups.some((group) => group === value)}
                onChange={(isOn) => turn(value as RiskGroup, isOn)}
              >
                {label}
              </Toggle>
              <p className="hint">
                {t('risk-set.keeps', { what: nameOf(t, 'risk-keeps', value) })}
              </p>
              <p className="law">{nameOf(t, 'risk-law', value)}</p>
            </li>
          ))}
        </ul>
        <h3>{t('risk-set.ages')}</h3>
        <p className="hint">{t('risk-set.ages-why')}</p>
        <div className="row ages">
          {age('leastAge', 'risk-set.least-age')}
          {age('mostAge', 'risk-set.most-age')}
        </div>
        <h3>{t('risk-set.learning')}</h3>
        <div>
          <Toggle
            isSelected={now.learnFromReviews}
            onChange={(learnFromReviews) => set({ learnFromReviews })}
          >
            {t('risk-set.reviews')}
          </Toggle>
          <p className="hint">{t('risk-set.reviews-why')}</p>
        </div>
        <div>
          <Choice
            label={t('risk-set.train-every')}
            value={now.trainEvery ?? 'NEVER'}
            onChange={(value) =>
              set({ trainEvery: value === 'NEVER' ? null : (value as RiskTrainEvery) })
            }
            options={(['NEVER', 'WEEKLY', 'MONTHLY'] as const).map((value) => ({
              value,
              label: t(`train-every.${value}`),
            }))}
          />
          <p className="hint">{t('risk-set.train-why')}</p>
        </div>
        <span role="status">{saved && <p className="notice good">{t('risk-set.saved')}</p>}</span>
        <Button type="submit" look="primary" isDisabled={sayAll(now) === sayAll(found)}>
          {t('risk-set.save')}
        </Button>
      </form>
      <RiskConfirm
        open={asks}
        before={found.groups}
        after={now.groups}
        onClose={() => setAsks(false)}
        onConfirm={async () => {
          await act(changeRiskSettingsDocument, now)
          setSaved(true)
          await client.invalidateQueries({ queryKey: ['risk-settings'] })
          await client.invalidateQueries({ queryKey: [MODELS] })
        }}
      />
    </section>
  )
}
