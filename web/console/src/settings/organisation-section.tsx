import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeOrganisationDocument, type FourEyes } from '../../generated/graphql'
import { act } from '../act'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Toggle } from '../ui/check'
import { Choice, Field } from '../ui/field'
import { Failure } from '../ui/states'
import { type Organisation, WithOrganisation } from './organisation-query'

/** What holds for the whole organisation. */
export function OrganisationSection() {
  return (
    <WithOrganisation>{(found, anew) => <Form found={found} onDone={anew} />}</WithOrganisation>
  )
}

const FOUR_EYES: FourEyes[] = ['NONE', 'REJECTIONS', 'ALL']

function Form({ found, onDone }: { found: Organisation; onDone(): void }) {
  const t = useText()
  const [now, setNow] = useState(found)
  const set = (changes: Partial<Organisation>) => setNow({ ...now, ...changes })
  const save = useMutation({
    mutationFn: () => {
      const { fourEyes, reviewSlaHours, secondReviewPercent, passkeyRequired, consentRequired } =
        now
      const review = { fourEyes, reviewSlaHours, secondReviewPercent }
      return act(changeOrganisationDocument, { ...review, passkeyRequired, consentRequired })
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
          {t('org.passkey')} <span className="hint below">{t('org.passkey-why')}</span>
        </Toggle>
        <Toggle
          isSelected={now.consentRequired}
          onChange={(consentRequired) => set({ consentRequired })}
        >
          {t('org.consent')}
        </Toggle>
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
