import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../../shared/ask'
import {
  type CaseBodyQuery,
  type CaseHeadFragment,
  caseBodyDocument,
  rulesDocument,
} from '../../generated/graphql'
import { useKeys } from '../keys'
import { useMember } from '../member'
import { Failure, waiting } from '../ui/states'
import { Attachments } from './attachments'
import { Banner } from './banner'
import { Decide } from './decide'
import { DocumentImages } from './document-image'
import { Duplicates } from './duplicates'
import { Faces } from './faces'
import { Fields } from './fields'
import { Filmstrip } from './filmstrip'
import { CaseBar } from './head'
import { LookProvider } from './look'
import { Opening } from './opening'
import { type Place, PlaceContext } from './place'
import { Checks, Reasons } from './reasons'
import { History, Notes, Replay } from './record'
import { TakeOut } from './take-out'
import { useWork, type Work } from './work'

type Props = {
  head: CaseHeadFragment
  blind: boolean
  onChange(head: CaseHeadFragment | null): void
}

/** The desk on which a case lies: taken in hand when it is opened, unless somebody has it. */
export function CaseDesk({ head, blind, onChange }: Props) {
  const { can, id: me } = useMember()
  const work = useWork(head, blind, onChange)
  // Whoever has just judged blindly sees nothing more than before until they come back.
  const [hidden] = useState(blind)
  const body = useQuery({
    queryKey: ['case-body', head.id, hidden, head.status],
    queryFn: () =>
      ask(caseBodyDocument, { id: head.id, decides: can('CASES_DECIDE'), blind: hidden }),
    placeholderData: (before) => before,
  })
  const inHand = head.assigneeId === me
  const found = body.data?.reviewCase
  return (
    <div className="desk">
      <CaseBar head={head} mode={found?.session.mode ?? null} />
      <Banner head={head} blind={blind} work={work} />
      {body.isPending ? <Opening /> : waiting(body)}
      {found && (
        <LookProvider sessionId={found.session.id} open={inHand && can('IMAGES_READ')}>
          <Panes head={head} found={found} inHand={inHand} work={work} blind={hidden} />
        </LookProvider>
      )}
    </div>
  )
}

type PanesProps = {
  head: CaseHeadFragment
  found: NonNullable<CaseBodyQuery['reviewCase']>
  inHand: boolean
  blind: boolean
  work: Work
}

function Panes({ head, found, inHand, blind, work }: PanesProps) {
  const [place, point] = useState<Place | null>(null)
  const { session, findings = null } = found
  const ready = session.captures.filter(({ status }) => status === 'READY')
  const of = (...kinds: string[]) => ready.filter(({ kind }) => kinds.includes(kind))
  const kinds = [...new Set(ready.map(({ kind }) => kind))]
  const rules = useQuery({ queryKey: ['rules'], queryFn: () => ask(rulesDocument, {}) })
  useKeys({ n: () => document.querySelector<HTMLElement>('#note textarea')?.focus() })
  return (
    <PlaceContext value={{ place, point }}>
      <div className="panes">
        <div className="look">
          <Faces findings={findings} selfieId={of('SELFIE', 'LIVENESS')[0]?.id ?? null} />
          <Filmstrip steps={of('LIVENESS')} />
          <DocumentImages pictures={of('DOCUMENT_FRONT', 'DOCUMENT_BACK')} />
        </div>
        <Known head={head} found={found} inHand={inHand} work={work} blind={blind} />
      </div>
      {rules.isError && <Failure error={rules.error} />}
      {inHand && rules.data && (
        <Decide
          head={head}
          blind={blind}
          kinds={kinds}
          locale={session.consentLocale ?? null}
          fourEyes={rules.data.organization.fourEyes}
          onDecide={work.decide}
          onConfirm={work.confirm}
          onSendBack={work.sendBack}
          onEscalate={work.escalate}
          onRelease={work.release}
        />
      )}
    </PlaceContext>
  )
}

/** What the server knows of the case, to be read. */
function Known({ head, found, inHand, blind, work }: PanesProps) {
  const { can } = useMember()
  const client = useQueryClient()
  const onCorrected = (changed: CaseHeadFragment | null) => {
    void client.invalidateQueries({ queryKey: ['case-body', head.id] })
    work.onChange(changed)
  }
  const { session, findings = null } = found
  return (
    <div className="know">
      <Reasons
        checks={session.checks}
        rules={found.explanation?.rules.map(({ reason }) => reason) ?? []}
        codes={head.reasons}
      />
      {findings && (
        <Fields
          caseId={head.id}
          findings={findings}
          corrections={found.corrections ?? []}
          canReveal={inHand}
          canCorrect={inHand && head.status !== 'CLOSED'}
          onChange={onCorrected}
        />
      )}
      {can('CASES_DECIDE') && !blind && <Duplicates caseId={head.id} />}
      <div className="halves">
        <div className="stack">
          <Checks checks={session.checks} />
          {!blind && <TakeOut caseId={head.id} />}
        </div>
        <Added head={head} session={session} inHand={inHand} blind={blind} work={work} />
      </div>
    </div>
  )
}

type AddedProps = Omit<PanesProps, 'found'> & Pick<PanesProps['found'], 'session'>

/** What people put to the case, and what happened to it. */
function Added({ head, session, inHand, blind, work }: AddedProps) {
  const { can } = useMember()
  return (
    <div className="stack">
      <Notes head={head} canWrite={inHand && !blind} onChange={work.onChange} />
      {!blind && (
        <>
          <Attachments
            head={head}
            canAdd={inHand && head.status !== 'CLOSED'}
            canOpen={inHand && can('IMAGES_READ')}
            onChange={work.onChange}
          />
          <History head={head} session={session} />
          <Replay sessionId={session.id} />
        </>
      )}
    </div>
  )
}
