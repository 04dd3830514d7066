import { useState } from 'react'
import { type CaseHeadFragment, correctFieldDocument } from '../../generated/graphql'
import { act } from '../act'
import { nameOf } from '../codes'
import { useText } from '../text'
import { Field } from '../ui/field'
import { Confirm } from './confirm'

type Props = {
  caseId: string
  /** Null: nothing is being corrected. */
  field: string | null
  onClose(): void
  onChange(head: CaseHeadFragment | null): void
}

/** Says what a field says, and why; what was read stays beside it. */
export function Correct({ field, onClose, ...rest }: Props) {
  if (field === null) return null
  return <CorrectOne key={field} field={field} onClose={onClose} {...rest} />
}

function CorrectOne({ caseId, field, onClose, onChange }: Props & { field: string }) {
  const t = useText()
  const [value, setValue] = useState('')
  const [reason, setReason] = useState('')
  const ready = value.trim() !== '' && reason.trim() !== ''
  return (
    <Confirm
      open
      title={t('correct.title', { field: nameOf(t, 'field', field) })}
      why={t('correct.why')}
      look="primary"
      label={t('correct.save')}
      ready={ready}
      onClose={onClose}
      onConfirm={async () =>
        onChange(await act(correctFieldDocument, { caseId, field, value, reason }))
      }
    >
      <Field
        label={t('correct.value')}
        hint={field.endsWith('_DATE') ? t('correct.date') : undefined}
        value={value}
        onChange={setValue}
        maxLength={200}
        autoFocus
      />
      <Field
        label={t('correct.reason')}
        hint={t('correct.for-good')}
        value={reason}
        onChange={setReason}
        maxLength={1000}
      />
    </Confirm>
  )
}
