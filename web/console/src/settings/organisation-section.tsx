import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../../../shared/ask'
import {
  changeOrganisationDocument,
  type FourEyes,
  type OrganisationQuery,
  organisationDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Toggle } from '../ui/check'
import { Choice, Field } from '../ui/field'
import { Failure, waiting } from '../ui/states'

type Organisation = OrganisationQuery['organization']

/** What holds for the whole organisation. */
export function OrganisationSection() {
  const organisation = useQuery({
    queryKey: ['organisation'],
    queryFn: () => ask(organisationDocument, {}),
  })
  const found = organisation.data?.organization
  return found ? (
    <Form found={found} onDone={() => void organisation.refetch()} />
  ) : (
    waiting(organisation)
  )
}

const FOUR_EYES: FourEyes[] = ['NONE', 'REJECTIONS', 'ALL']

const daysOf = (text: string) => (text.trim() === '' ? null : Number(text))

function Form({ found, onDone }: { found: Organisation; onDone(): void }) {
  const t = useText()
  const [now, setNow] = useState(found)
  const set = (changes: Partial<Organisation>) => setNow({ ...now, ...changes })
  const save = useMutation({
    mutationFn: () => {
      const { id: _, name: _name, ...settings } = now
      return act(changeOrganisationDocument, settings)
    },
    onSuccess: onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const number = (name: 'reviewSlaHours' | 'secondReviewPercent', label: string) => (
    <Field
      label={label}
      type="number"
      value={String(now[name])}
      onChange={(text) => set({ [name]: Number(text) })}
      isRequired
    />
  )
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
        <h2>{found.name}</h2>
      </header>
      <form className="inside" onSubmit={submit}>
        <h3>{t('org.rules')}</h3>
        <Choice
          label={t('org.four-eyes')}
          value={now.fourEyes}
          onChange={(value) => set({ fourEyes: value as FourEyes })}
          options={FOUR_EYES.map((value) => ({ value, label: t(`four-eyes.${value}`) }))}
        />
        {number('reviewSlaHours', t('org.sla'))}
        {number('secondReviewPercent', t('org.percent'))}
        <Toggle
          isSelected={now.passkeyRequired}
          onChange={(passkeyRequired) => set({ passkeyRequired })}
        >
          {t('org.passkey')} <span className="hint">{t('org.passkey-why')}</span>
        </Toggle>
        <Toggle
          isSelected={now.consentRequired}
          onChange={(consentRequired) => set({ consentRequired })}
        >
          {t('org.consent')}
        </Toggle>
        <h3>{t('org.retention')}</h3>
        {days('imageRetentionDays', t('org.images'))}
        {days('retentionDays', t('org.data'))}
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
