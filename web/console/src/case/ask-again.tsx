import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import type { CaptureKind } from '../../generated/graphql'
import { textIn, useText } from '../text'
import { Confirm } from './confirm'

type Props = {
  open: boolean
  kinds: CaptureKind[]
  locale: string | null
  onClose(): void
  onAsk(kind: CaptureKind, note: string | null): Promise<unknown>
}

/** One capture is asked for again; the applicant's words are shown in the language in which they agreed. */
export function AskAgain({ open, kinds, locale, onClose, onAsk }: Props) {
  const t = useText()
  const [chosen, setChosen] = useState<CaptureKind | null>(null)
  const kind = chosen ?? kinds[0] ?? 'DOCUMENT_FRONT'
  const language = locale?.startsWith('de') ? 'de' : 'en'
  return (
    <Confirm
      open={open}
      title={t('decide.again-title')}
      why={t('decide.again-why')}
      look="primary"
      label={t('decide.again')}
      note
      onClose={onClose}
      onConfirm={(note) => onAsk(kind, note)}
    >
      <RadioGroup
        value={kind}
        onChange={(value) => setChosen(value as CaptureKind)}
        className="radios"
      >
        <Label>{t('decide.capture')}</Label>
        {kinds.map((each) => (
          <Radio key={each} value={each} className="radio">
            {t(`capture.${each}`)}
          </Radio>
        ))}
      </RadioGroup>
      <blockquote className="preview" lang={language}>
        <span className="hint">{t('decide.preview')}</span>
        <p>{textIn(language)(`ask.${kind}`)}</p>
      </blockquote>
    </Confirm>
  )
}
