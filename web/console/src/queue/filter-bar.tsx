import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BookmarkPlus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { ask } from '../../../shared/ask'
import {
  deleteFilterDocument,
  type ReviewCaseFilterInput,
  reviewersDocument,
  savedFiltersDocument,
  saveFilterDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { codesOf } from '../codes'
import { useMember } from '../member'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Choice, Field } from '../ui/field'
import { Failure } from '../ui/states'
import { type Filters, filtersOf } from './filter'

const HOURS = ['1', '4', '12', '24', '72']

type Props = {
  filters: Filters
  input: ReviewCaseFilterInput
  onShow(filters: Filters): void
}

/** Narrows the queue, and keeps a filter under a name. */
export function FilterBar({ filters, input, onShow }: Props) {
  const t = useText()
  const { can } = useMember()
  const set = (name: keyof Filters) => (value: string) => {
    const { [name]: _, ...rest } = filters
    onShow(value === '' ? rest : { ...rest, [name]: value })
  }
  const any = { value: '', label: t('queue.any') }
  const choice = (name: keyof Filters, options: { value: string; label: string }[]) => (
    <Choice
      label={t(`queue.filter.${name}`)}
      value={filters[name] ?? ''}
      onChange={set(name)}
      options={[any, ...options]}
    />
  )
  return (
    <div className="filter-bar">
      {choice('reason', codesOf(t, 'reason'))}
      {choice('documentType', codesOf(t, 'document'))}
      <Country value={filters.country ?? ''} onChange={set('country')} />
      {choice(
        'hours',
        HOURS.map((hours) => ({ value: hours, label: t('queue.hours', { count: Number(hours) }) })),
      )}
      {can('CASES_DECIDE') && (
        <>
          <Assignee value={filters.assignee ?? ''} onChange={set('assignee')} />
          <Saved input={input} onShow={onShow} isNarrow={Object.keys(filters).length > 0} />
        </>
      )}
    </div>
  )
}

type OneProps = { value: string; onChange(value: string): void }

/** Takes effect on Enter or when it is left: half a code finds nothing. */
function Country({ value, onChange }: OneProps) {
  const t = useText()
  const [text, setText] = useState(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange(text.trim().toUpperCase())
  }
  return (
    <form onSubmit={submit} className="country">
      <Field
        label={t('queue.filter.country')}
        value={text}
        onChange={setText}
        onBlur={() => text !== value && onChange(text.trim().toUpperCase())}
        maxLength={3}
        placeholder={t('queue.any')}
      />
    </form>
  )
}

function Assignee({ value, onChange }: OneProps) {
  const t = useText()
  const { id } = useMember()
  const reviewers = useReviewers()
  const others = reviewers.filter((reviewer) => reviewer.id !== id)
  return (
    <Choice
      label={t('queue.filter.assignee')}
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: t('queue.any') },
        { value: 'me', label: t('queue.me') },
        ...others.map((reviewer) => ({ value: reviewer.id, label: reviewer.email })),
      ]}
    />
  )
}

/** Who may decide cases; nobody for whoever may not ask. */
export function useReviewers() {
  const { can } = useMember()
  const { data } = useQuery({
    queryKey: ['reviewers'],
    queryFn: () => ask(reviewersDocument, {}),
    enabled: can('CASES_DECIDE'),
    staleTime: 300_000,
  })
  return data?.reviewers ?? []
}

type SavedProps = Pick<Props, 'input' | 'onShow'> & { isNarrow: boolean }

function Saved({ input, onShow, isNarrow }: SavedProps) {
  const t = useText()
  const client = useQueryClient()
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const saved = useQuery({
    queryKey: ['saved-filters'],
    queryFn: () => ask(savedFiltersDocument, {}),
  })
  const anew = () => client.invalidateQueries({ queryKey: ['saved-filters'] })
  const save = useMutation({
    mutationFn: () => act(saveFilterDocument, { name: name.trim(), filter: input }),
    onSuccess: () => {
      setNaming(false)
      return anew()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => act(deleteFilterDocument, { id }),
    onSuccess: anew,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <>
      <Button isDisabled={!isNarrow} onPress={() => setNaming(true)}>
        <BookmarkPlus size={16} aria-hidden="true" /> {t('queue.save')}
      </Button>
      {(saved.data?.reviewFilters.length ?? 0) > 0 && (
        <ul className="chips" aria-label={t('queue.saved')}>
          {saved.data?.reviewFilters.map((filter) => (
            <li key={filter.id}>
              <button
                type="button"
                onClick={() => onShow(filtersOf(filter.filter as ReviewCaseFilterInput))}
              >
                {filter.name}
              </button>
              <button
                type="button"
                aria-label={t('queue.delete-filter', { name: filter.name })}
                onClick={() => remove.mutate(filter.id)}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Dialog title={t('queue.save')} open={naming} onClose={() => setNaming(false)}>
        <form onSubmit={submit}>
          <Field
            label={t('queue.filter-name')}
            value={name}
            onChange={setName}
            maxLength={60}
            isRequired
            autoFocus
          />
          {save.isError && <Failure error={save.error} />}
          <footer>
            <Button onPress={() => setNaming(false)}>{t('cancel')}</Button>
            <Button type="submit" look="primary" busy={save.isPending} isDisabled={!name.trim()}>
              {t('save')}
            </Button>
          </footer>
        </form>
      </Dialog>
    </>
  )
}
