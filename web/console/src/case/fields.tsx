import { useMutation } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useEffect, useState } from 'react'
import {
  type CaseHeadFragment,
  type CorrectionFragment,
  type FindingsFragment,
  revealFieldsDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { nameOf } from '../codes'
import { useKeys } from '../keys'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { Button } from '../ui/button'
import { Failure } from '../ui/states'
import { Correct } from './correct'
import { FieldRow } from './field-row'

const SOURCES = ['VIZ', 'MRZ', 'BARCODE', 'CHIP'] as const

type Props = {
  caseId: string
  findings: FindingsFragment
  corrections: readonly CorrectionFragment[]
  canReveal: boolean
  canCorrect: boolean
  onChange(head: CaseHeadFragment | null): void
}

/** What was read, source by source. Values are hidden until the reviewer holds the button or V; each look is logged once. */
export function Fields({ caseId, findings, corrections, canReveal, ...rest }: Props) {
  const { canCorrect, onChange } = rest
  const t = useText()
  const names = [...new Set(findings.fields.map(({ name }) => name))]
  const sources = SOURCES.filter((source) => findings.fields.some((each) => each.source === source))
  const [correcting, correct] = useState<string | null>(null)
  const { shown, hold, release, error } = useReveal(caseId, canReveal)
  useKeys({ v: (event) => event.repeat || hold(names) })
  useEffect(() => {
    const up = ({ key }: KeyboardEvent) => key.toLowerCase() === 'v' && release()
    document.addEventListener('keyup', up)
    return () => document.removeEventListener('keyup', up)
  }, [release])
  return (
    <section className="card fields">
      <header>
        <h2>{t('fields.title')}</h2>
        <div className="tools">
          <Digits digits={findings.checkDigits} />
          {canReveal && (
            <Button size="small" shortcut="V" onPressStart={() => hold(names)} onPressEnd={release}>
              <Eye size={16} aria-hidden="true" /> {t('fields.hold')}
            </Button>
          )}
        </div>
      </header>
      {error && <Failure error={error} />}
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('fields.field')}</th>
              {sources.map((source) => (
                <th key={source} scope="col">
                  {t(`source.${source}`)}
                </th>
              ))}
              <th scope="col">{t('fields.agreement')}</th>
              {canReveal && (
                <th scope="col">
                  <span className="unseen">{t('fields.hold')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <FieldRow
                key={name}
                name={name}
                sources={sources}
                findings={findings}
                shown={shown}
                correction={corrections.find(({ field }) => field === name) ?? null}
                {...(canCorrect && { onCorrect: () => correct(name) })}
                {...(canReveal && { onHold: () => hold([name]), onRelease: release })}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Correct
        caseId={caseId}
        field={correcting}
        onClose={() => correct(null)}
        onChange={onChange}
      />
      {canReveal && <p className="hint foot">{t('fields.logged')}</p>}
    </section>
  )
}

/** The values by `field source` that are shown now; what was once revealed in this look is not asked for again. */
function useReveal(caseId: string, allowed: boolean) {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map())
  const [held, setHeld] = useState<readonly string[]>([])
  const reveal = useMutation({
    mutationFn: (names: string[]) => act(revealFieldsDocument, { caseId, names }),
    onSuccess: (result) =>
      setKnown((before) => {
        const found = result?.fields ?? []
        return new Map([
          ...before,
          ...found.map(({ name, source, value }) => [`${name} ${source}`, value] as const),
          ...(result?.corrections ?? []).map(
            ({ field, id, value }) => [`${field} ${id}`, value] as const,
          ),
        ])
      }),
  })
  const hold = (names: string[]) => {
    if (!allowed) return
    setHeld(names)
    const unknown = names.filter(
      (name) => ![...known.keys()].some((key) => key.startsWith(`${name} `)),
    )
    if (unknown.length > 0) reveal.mutate(unknown)
  }
  const [release] = useState(() => () => setHeld([]))
  const shown = new Map([...known].filter(([key]) => held.includes(key.split(' ')[0] ?? '')))
  return { shown, hold, release, error: reveal.error }
}

function Digits({ digits }: { digits: FindingsFragment['checkDigits'] }) {
  const t = useText()
  if (digits.length === 0) return null
  const wrong = digits.filter(({ valid }) => !valid)
  const tone: Tone = wrong.length > 0 ? 'bad' : 'good'
  const says =
    wrong.length > 0
      ? wrong.map(({ field }) => nameOf(t, 'field', field)).join(', ')
      : t('fields.digits-right')
  return (
    <Badge tone={tone}>
      {t('fields.digits')}: {wrong.length > 0 ? t('fields.digit-wrong', { field: says }) : says}
    </Badge>
  )
}
