import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Choice } from '../ui/field'
import { Empty, Failure } from '../ui/states'
import { DAYS, lastDays } from './last-days'
import { Trying } from './trying'
import '../styles/charts.css'

type Props<Result> = {
  why: string
  /** What is said before it was tried. */
  untried: string
  ready?: boolean
  tryOn(range: ReturnType<typeof lastDays>): Promise<Result>
  children(result: Result): ReactNode
}

/** Tries something on past sessions of a time that is chosen, and shows what came of it. */
export function DryRunCard<Result>({ why, untried, ready = true, tryOn, children }: Props<Result>) {
  const t = useText()
  const [days, setDays] = useState('30')
  const run = useMutation({ mutationFn: () => tryOn(lastDays(days)) })
  return (
    <section className="card dry-run" aria-label={t('policy.dry-run')}>
      <header>
        <div>
          <h2>{t('policy.dry-run')}</h2>
          <p className="hint">{why}</p>
        </div>
        <div className="row">
          <Choice
            label={t('policy.period')}
            hideLabel
            value={days}
            onChange={setDays}
            options={DAYS.map((value) => ({
              value,
              label: t('policy.last-days', { count: Number(value) }),
            }))}
          />
          <Button isDisabled={!ready} busy={run.isPending} onPress={() => run.mutate()}>
            {!run.isPending && <FlaskConical size={16} aria-hidden="true" />}{' '}
            {t('policy.dry-run-start')}
          </Button>
        </div>
      </header>
      <div className="inside">
        {run.isPending && <Trying />}
        {run.isError && <Failure error={run.error} />}
        {run.isIdle && (
          <Empty title={t('policy.not-tried')} icon={<FlaskConical size={28} aria-hidden="true" />}>
            {untried}
          </Empty>
        )}
        {run.isSuccess && children(run.data)}
      </div>
    </section>
  )
}
