import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { dryRunDocument } from '../../generated/graphql'
import { tryOut } from '../act'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Choice } from '../ui/field'
import { Empty, Failure } from '../ui/states'
import type { Definition } from './definition'
import { DryRunResult } from './dry-run-result'
import { DAYS, lastDays } from './last-days'
import { sendable } from './problem'
import { Trying } from './trying'
import '../styles/charts.css'

/** Tries a policy on past sessions. What is shown is of the definition as it was when it was tried. */
export function DryRun({ definition, ready }: { definition: Definition; ready: boolean }) {
  const t = useText()
  const [days, setDays] = useState('30')
  const run = useMutation({
    mutationFn: async () => {
      const wish = { definition: sendable(definition), ...lastDays(days) }
      const result = await tryOut(dryRunDocument, wish)
      return { result, definition }
    },
  })
  const { data } = run
  return (
    <section className="card dry-run" aria-label={t('policy.dry-run')}>
      <header>
        <div>
          <h2>{t('policy.dry-run')}</h2>
          <p className="hint">{t('policy.dry-run-why')}</p>
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
            {t('policy.not-tried-why')}
          </Empty>
        )}
        {data?.result && (
          <>
            {data.definition !== definition && (
              <p className="notice warn">{t('policy.tried-before')}</p>
            )}
            <DryRunResult run={data.result} />
          </>
        )}
      </div>
    </section>
  )
}
