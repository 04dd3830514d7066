import { type KeyboardEvent, useState } from 'react'
import { CheckboxGroup, Label } from 'react-aria-components'
import type { ReasonCode } from '../../generated/graphql'
import { codesOf, nameOf } from '../codes'
import { useText } from '../text'
import { Check } from '../ui/check'
import { Choice } from '../ui/field'
import { Confirm } from './confirm'

/** What a person often finds that the checks do not say; they follow what the checks said, up to nine. */
const COMMON: ReasonCode[] = [
  'FACE_MISMATCH',
  'TAMPER_SUSPECTED',
  'DOCUMENT_EXPIRED',
  'FIELD_MISMATCH',
  'MRZ_CHECK_DIGIT_MISMATCH',
  'LIVENESS_LOW',
  'RECAPTURE_MOIRE',
  'DOCUMENT_NUMBER_UNUSUAL',
  'SIDES_DIFFER',
]
const MOST = 9

type Props = {
  open: boolean
  suggested: readonly ReasonCode[]
  remark: string | null
  onClose(): void
  onReject(reasons: ReasonCode[], note: string | null): Promise<unknown>
}

/** Rejecting takes a reason; the first nine have a key. */
export function Reject({ open, suggested, remark, onClose, onReject }: Props) {
  const t = useText()
  const [chosen, setChosen] = useState<ReasonCode[]>([])
  const offered = [...new Set([...suggested, ...COMMON])].slice(0, MOST)
  const shown = [...new Set([...offered, ...chosen])]
  const close = () => {
    setChosen([])
    onClose()
  }
  const toggle = (code: ReasonCode) =>
    setChosen((now) => (now.includes(code) ? now.filter((each) => each !== code) : [...now, code]))
  const press = (event: KeyboardEvent) => {
    const code = offered[Number(event.key) - 1]
    const writing = (event.target as Element).closest('input:not([type=checkbox]), select')
    if (code === undefined || writing) return
    event.preventDefault()
    toggle(code)
  }
  return (
    <Confirm
      open={open}
      title={t('decide.reject-title')}
      why={t('decide.reject-why')}
      remark={remark}
      look="danger"
      label={t('decide.reject')}
      note
      ready={chosen.length > 0}
      onClose={close}
      onConfirm={async (note) => {
        await onReject(chosen, note)
        setChosen([])
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears keys on their way up from the boxes in it */}
      <div className="stack" onKeyDown={press} ref={focusFirst}>
        <CheckboxGroup
          value={chosen}
          onChange={(codes) => setChosen(codes as ReasonCode[])}
          className="choices"
        >
          <Label className="unseen">{t('decide.reasons')}</Label>
          {shown.map((code, at) => (
            <Check key={code} value={code}>
              {nameOf(t, 'reason', code)}
              {at < MOST && (
                <span className="key" aria-hidden="true">
                  {at + 1}
                </span>
              )}
            </Check>
          ))}
        </CheckboxGroup>
        <Choice
          label={t('decide.more')}
          value=""
          onChange={(code) => code && toggle(code as ReasonCode)}
          options={[
            { value: '', label: t('none') },
            ...codesOf(t, 'reason').filter(({ value }) => !shown.includes(value as ReasonCode)),
          ]}
        />
      </div>
    </Confirm>
  )
}

/** The keys of the reasons work from the first box on. */
function focusFirst(element: HTMLElement | null): void {
  element?.querySelector('input')?.focus()
}
