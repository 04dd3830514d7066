import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeOrganisationDocument } from '../../generated/graphql'
import { act } from '../act'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Failure } from '../ui/states'
import { type Organisation, WithOrganisation } from './organisation-query'

/** For how long what is kept. */
export function RetentionSection() {
  return (
    <WithOrganisation>{(found, anew) => <Form found={found} onDone={anew} />}</WithOrganisation>
  )
}

const daysOf = (text: string) => (text.trim() === '' ? null : Number(text))

type Days = Pick<Organisation, 'imageRetentionDays' | 'retentionDays' | 'webhookHistoryDays'>

function Form({ found, onDone }: { found: Organisation; onDone(): void }) {
  const t = useText()
  const { imageRetentionDays, retentionDays, webhookHistoryDays } = found
  const [now, setNow] = useState<Days>({ imageRetentionDays, retentionDays, webhookHistoryDays })
  const set = (changes: Partial<Days>) => setNow({ ...now, ...changes })
  const save = useMutation({
    mutationFn: () => act(changeOrganisationDocument, now),
    onSuccess: onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const days = (name: 'imageRetentionDays' | 'retentionDays', label: string) => (
    <Field
      label={label}
      hint={t('org.for-ever')}
      type="number"
      value={now[name]?.toString() ?? ''}
      onChange={(text) => set({ [name]: daysOf(text) })}
    />
  )
  return (
    <section className="card">
      <header>
        <div>
          <h2>{t('org.retention')}</h2>
          <p className="hint">{t('retention.why')}</p>
        </div>
      </header>
      <form className="inside" onSubmit={submit}>
        {days('imageRetentionDays', t('org.images'))}
        {days('retentionDays', t('org.data'))}
        <Field
          label={t('retention.webhooks')}
          hint={t('retention.webhooks-why')}
          type="number"
          value={String(now.webhookHistoryDays)}
          onChange={(text) => set({ webhookHistoryDays: Number(text) })}
          isRequired
        />
        {save.isError && <Failure error={save.error} />}
        <span role="status">
          {save.isSuccess && <p className="notice good">{t('org.saved')}</p>}
        </span>
        <Button type="submit" look="primary" busy={save.isPending}>
          {t('org.save')}
        </Button>
      </form>
    </section>
  )
}
