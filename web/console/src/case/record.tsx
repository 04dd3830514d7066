import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../../../shared/ask'
import {
  addNoteDocument,
  type CaseBodyQuery,
  type CaseHeadFragment,
  replayStateDocument,
  startReplayDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { nameOf } from '../codes'
import { AssigneeName } from '../queue/case-table'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Failure } from '../ui/states'
import { When } from '../ui/time'

type Session = NonNullable<CaseBodyQuery['reviewCase']>['session']

type NotesProps = {
  head: CaseHeadFragment
  canWrite: boolean
  onChange(head: CaseHeadFragment | null): void
}

/** What reviewers wrote down, and a place to write. */
export function Notes({ head, canWrite, onChange }: NotesProps) {
  const t = useText()
  const [text, setText] = useState('')
  const add = useMutation({
    mutationFn: () => act(addNoteDocument, { caseId: head.id, text: text.trim() }),
    onSuccess: (changed) => {
      setText('')
      onChange(changed)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <section className="card notes">
      <header>
        <h2>{t('notes.title')}</h2>
      </header>
      <div className="inside">
        {head.notes.length === 0 && <p className="hint">{t('notes.none')}</p>}
        <ul>
          {head.notes.map((note) => (
            <li key={note.id}>
              <p>{note.text}</p>
              <p className="hint">
                <AssigneeName id={note.authorId} />, <When at={note.at} />
              </p>
            </li>
          ))}
        </ul>
        {canWrite && (
          <form onSubmit={submit} id="note">
            <Field
              label={t('notes.text')}
              hint={t('notes.hint')}
              value={text}
              onChange={setText}
              rows={2}
              maxLength={4000}
            />
            {add.isError && <Failure error={add.error} />}
            <Button type="submit" size="small" busy={add.isPending} isDisabled={text.trim() === ''}>
              {t('notes.add')}
            </Button>
          </form>
        )}
      </div>
    </section>
  )
}

/** What was said of the case, and what happened to the session. */
export function History({ head, session }: { head: CaseHeadFragment; session: Session }) {
  const t = useText()
  return (
    <section className="card history">
      <header>
        <h2>{t('history.title')}</h2>
        {session.decision && (
          <span className="hint">
            {t('history.policy', { policy: session.decision.policyVersion })}
          </span>
        )}
      </header>
      <ol className="inside">
        {session.history?.map(({ sequence, to, at, actor }) => (
          <li key={sequence}>
            <span>{t(`session-status.${to}`)}</span>
            <span className="hint">
              <When at={at} /> · <Actor id={actor} />
            </span>
          </li>
        ))}
        {head.reviews.map((review) => (
          <li key={review.id}>
            <span>
              <Badge tone={review.outcome === 'APPROVE' ? 'good' : 'warn'}>
                {t(`outcome.${review.outcome}`)}
              </Badge>{' '}
              {review.reasons.map((code) => nameOf(t, 'reason', code)).join(', ')}
            </span>
            <span className="hint">
              <When at={review.at} /> · <AssigneeName id={review.reviewerId} /> ·{' '}
              {t(`step.${review.step}`)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Actor({ id }: { id: string }) {
  const t = useText()
  if (id.startsWith('mem_')) return <AssigneeName id={id} />
  return <span title={id}>{id.startsWith('key_') ? t('history.key') : id}</span>
}

const LOOK_AGAIN_MS = 1500

/** Runs the checks once more and tells what differs. */
export function Replay({ sessionId }: { sessionId: string }) {
  const t = useText()
  const state = useQuery({
    queryKey: ['replay', sessionId],
    queryFn: () => ask(replayStateDocument, { sessionId }),
    refetchInterval: ({ state: { data } }) =>
      data?.sessionReplay?.state === 'PENDING' ? LOOK_AGAIN_MS : false,
  })
  const start = useMutation({
    mutationFn: () => act(startReplayDocument, { sessionId }),
    onSuccess: () => state.refetch(),
  })
  const replay = state.data?.sessionReplay
  return (
    <section className="card replay">
      <header>
        <h2>{t('replay.title')}</h2>
        <Button
          size="small"
          busy={start.isPending || replay?.state === 'PENDING'}
          onPress={() => start.mutate()}
        >
          {t('replay.start')}
        </Button>
      </header>
      <div className="inside" role="status">
        {start.isError && <Failure error={start.error} />}
        {replay && <ReplayResult {...replay} />}
      </div>
    </section>
  )
}

function ReplayResult({ state, differences }: { state: string; differences: readonly string[] }) {
  const t = useText()
  if (state === 'PENDING') return <p className="hint">{t('replay.pending')}</p>
  if (state === 'FAILED') return <p className="wrong">{t('replay.failed')}</p>
  if (differences.length === 0) return <Badge tone="good">{t('replay.same')}</Badge>
  return (
    <>
      <p>{t('replay.differs')}</p>
      <ul>
        {differences.map((each) => (
          <li key={each}>
            <code>{each}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
