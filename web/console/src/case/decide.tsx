import { Ban, Check, CornerUpLeft, RefreshCw, Siren, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { CaptureKind, CaseHeadFragment, ReasonCode } from '../../generated/graphql'
import { useKeys } from '../keys'
import { useText } from '../text'
import { Button } from '../ui/button'
import { AskAgain } from './ask-again'
import { Confirm } from './confirm'
import { Reject } from './reject'

/** What a reviewer may be about to do. */
type Intent = 'approve' | 'reject' | 'again' | 'escalate' | 'confirm' | 'sendBack'

export type Verdict = {
  outcome: 'APPROVE' | 'REJECT' | 'RETAKE'
  reasonCodes?: ReasonCode[]
  captureKind?: CaptureKind
  note?: string | null
}

type Props = {
  head: CaseHeadFragment
  blind: boolean
  kinds: CaptureKind[]
  locale: string | null
  fourEyes: 'NONE' | 'REJECTIONS' | 'ALL'
  onDecide(verdict: Verdict): Promise<unknown>
  onConfirm(): Promise<unknown>
  onSendBack(note: string | null): Promise<unknown>
  onEscalate(): Promise<unknown>
  onRelease(): void
}

/** The bar of what can be done with the case in hand. Everything that decides asks once more. */
export function Decide(props: Props) {
  const t = useText()
  const [intent, setIntent] = useState<Intent | null>(null)
  const { head, blind, onRelease } = props
  const second = head.status === 'AWAITING_SECOND'
  const [approve, reject]: [Intent, Intent] = second
    ? ['confirm', 'sendBack']
    : ['approve', 'reject']
  const mayAskAgain = !second
  const mayEscalate = !blind && !second
  const on = (wanted: Intent) => () => setIntent(wanted)
  useKeys({
    a: on(approve),
    r: on(reject),
    q: mayAskAgain ? on('again') : undefined,
    e: mayEscalate ? on('escalate') : undefined,
  })
  return (
    <section className="decide" aria-label={t('decide.bar')}>
      <Button look="good" shortcut="A" onPress={on(approve)}>
        <Check size={18} aria-hidden="true" /> {t(second ? 'decide.confirm' : 'decide.approve')}
      </Button>
      <Button look="danger" shortcut="R" onPress={on(reject)}>
        {second ? (
          <CornerUpLeft size={18} aria-hidden="true" />
        ) : (
          <Ban size={18} aria-hidden="true" />
        )}
        {t(second ? 'decide.send-back' : 'decide.reject')}
      </Button>
      {mayAskAgain && (
        <Button shortcut="Q" onPress={on('again')}>
          <RefreshCw size={18} aria-hidden="true" /> {t('decide.again')}
        </Button>
      )}
      <span className="gap" />
      {mayEscalate && (
        <Button look="ghost" shortcut="E" onPress={on('escalate')}>
          <Siren size={18} aria-hidden="true" /> {t('decide.escalate')}
        </Button>
      )}
      {!blind && (
        <Button look="ghost" onPress={onRelease}>
          <Undo2 size={18} aria-hidden="true" /> {t('decide.release')}
        </Button>
      )}
      <Dialogs {...props} intent={intent} onClose={() => setIntent(null)} />
    </section>
  )
}

function Dialogs({
  intent,
  onClose,
  head,
  blind,
  kinds,
  locale,
  fourEyes,
  ...does
}: Props & { intent: Intent | null; onClose(): void }) {
  const t = useText()
  const first = head.reviews.find(({ step, round }) => step === 'FIRST' && round === head.round)
  const waits = { APPROVE: fourEyes === 'ALL', REJECT: fourEyes !== 'NONE' }
  const noted = (outcome: 'APPROVE' | 'REJECT') =>
    !blind && waits[outcome] ? t('decide.needs-second') : null
  const common = { onClose }
  return (
    <>
      <Confirm
        {...common}
        open={intent === 'approve'}
        title={t('decide.approve-title')}
        why={t('decide.approve-why')}
        remark={noted('APPROVE')}
        look="good"
        label={t('decide.approve')}
        note
        onConfirm={(note) => does.onDecide({ outcome: 'APPROVE', note })}
      />
      <Reject
        {...common}
        open={intent === 'reject'}
        suggested={head.reasons}
        remark={noted('REJECT')}
        onReject={(reasonCodes, note) => does.onDecide({ outcome: 'REJECT', reasonCodes, note })}
      />
      <AskAgain
        {...common}
        open={intent === 'again'}
        kinds={kinds}
        locale={locale}
        onAsk={(captureKind, note) => does.onDecide({ outcome: 'RETAKE', captureKind, note })}
      />
      <Confirm
        {...common}
        open={intent === 'escalate'}
        title={t('decide.escalate-title')}
        why={t('decide.escalate-why')}
        look="primary"
        label={t('decide.escalate')}
        onConfirm={() => does.onEscalate()}
      />
      <Confirm
        {...common}
        open={intent === 'confirm'}
        title={t('decide.confirm-title', { outcome: first ? t(`outcome.${first.outcome}`) : '' })}
        why={t('decide.confirm-why')}
        look="good"
        label={t('decide.confirm')}
        onConfirm={() => does.onConfirm()}
      />
      <Confirm
        {...common}
        open={intent === 'sendBack'}
        title={t('decide.send-back-title')}
        why={t('decide.send-back-why')}
        look="danger"
        label={t('decide.send-back')}
        note
        onConfirm={(note) => does.onSendBack(note)}
      />
    </>
  )
}
