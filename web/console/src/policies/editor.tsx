import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { AskError } from '../../../shared/ask'
import { changePolicyDocument, draftPolicyDocument } from '../../generated/graphql'
import { act } from '../act'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Failure } from '../ui/states'
import { BarsForm } from './bars-form'
import type { Definition } from './definition'
import { Differences } from './differences'
import { DryRun } from './dry-run'
import { FacesForm } from './faces-form'
import type { Ground } from './ground'
import { OverridesForm } from './overrides-form'
import { type Problem, ProblemContext, sendable, useCheck } from './problem'
import { RulesForm } from './rules-form'
import '../styles/policy-form.css'

type Props = {
  ground: Ground
  /** The draft that is changed; null: there is none yet. */
  id: string | null
  start: { definition: Definition; note: string }
  onSaved(id: string): void
}

/** A draft as one writes it. The server reads it after every pause, and says what is wrong where it is. */
export function Editor({ ground, id, start, onSaved }: Props) {
  const t = useText()
  const client = useQueryClient()
  const [definition, setDefinition] = useState(start.definition)
  const [note, setNote] = useState(start.note)
  const [saved, setSaved] = useState(start)
  const set = (change: Partial<Definition>) => setDefinition({ ...definition, ...change })
  const { problem, isChecking, error } = useCheck(definition)
  const save = useMutation({
    mutationFn: () => {
      const content = { definition: sendable(definition), note: note.trim() }
      return id === null
        ? act(draftPolicyDocument, content)
        : act(changePolicyDocument, { id, ...content })
    },
    onSuccess: async (written) => {
      setSaved({ definition, note })
      await client.invalidateQueries({ queryKey: ['policies'] })
      if (written) onSaved(written.id)
    },
  })
  const isChanged = definition !== saved.definition || note !== saved.note
  useLeaveGuard(isChanged)
  const card = (title: string, why: string, content: React.ReactNode) => (
    <section className="card" aria-label={title}>
      <header>
        <div>
          <h2>{title}</h2>
          <p className="hint">{why}</p>
        </div>
      </header>
      <div className="inside">{content}</div>
    </section>
  )
  return (
    <ProblemContext value={problem ?? problemIn(save.error)}>
      {card(
        t('policy.faces'),
        t('policy.faces-why'),
        <FacesForm definition={definition} ground={ground} onChange={set} />,
      )}
      {card(
        t('policy.bars'),
        t('policy.bars-why'),
        <BarsForm bars={definition.bars} ground={ground} onChange={(bars) => set({ bars })} />,
      )}
      {card(
        t('policy.overrides'),
        t('policy.overrides-why'),
        <OverridesForm
          definition={definition}
          ground={ground}
          onChange={(overrides) => set({ overrides })}
        />,
      )}
      {card(
        t('policy.rules'),
        t('policy.rules-why'),
        <RulesForm rules={definition.rules} onChange={(rules) => set({ rules })} />,
      )}
      <Differences ground={ground} definition={definition} />
      <DryRun definition={definition} ready={problem === null && !isChecking} />
      {card(
        t('policy.note'),
        t('policy.note-why'),
        <Field label={t('policy.note-label')} value={note} onChange={setNote} maxLength={2000} />,
      )}
      <section className="card save-bar" aria-label={t('save')}>
        {(save.isError || error) && !problemIn(save.error) && (
          <Failure error={save.error ?? error} />
        )}
        <div className="row">
          <Verdict
            problem={problem ?? problemIn(save.error)}
            isChecking={isChecking}
            isSaved={save.isSuccess && !isChanged}
          />
          <Button
            look="primary"
            busy={save.isPending}
            isDisabled={problem !== null || (id !== null && !isChanged)}
            onPress={() => save.mutate()}
          >
            {t('policy.save')}
          </Button>
        </div>
      </section>
    </ProblemContext>
  )
}

function problemIn(error: unknown): Problem | null {
  if (!(error instanceof AskError) || !error.field?.startsWith('definition')) return null
  return { field: error.field, message: error.message }
}

type VerdictProps = { problem: Problem | null; isChecking: boolean; isSaved: boolean }

function Verdict({ problem, isChecking, isSaved }: VerdictProps) {
  const t = useText()
  const well = isSaved ? 'policy.saved' : 'policy.no-problem'
  return (
    <p className="verdict" role="status">
      {problem ? (
        <span className="wrong">
          <CircleAlert size={16} aria-hidden="true" /> {problem.message}
        </span>
      ) : (
        <span className="hint">
          {!isChecking && <CircleCheck size={16} aria-hidden="true" />}{' '}
          {t(isChecking ? 'policy.checking' : well)}
        </span>
      )}
    </p>
  )
}

/** Asks before the tab closes over what was not saved. */
function useLeaveGuard(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isOn])
}
