import { Eye, Pencil } from 'lucide-react'
import type { CorrectionFragment, FindingsFragment } from '../../generated/graphql'
import { nameOf } from '../codes'
import { usePreferences } from '../preferences'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { Button } from '../ui/button'
import { CorrectionRow } from './correction-row'
import { usePointing } from './place'

type Field = FindingsFragment['fields'][number]
type Agreement = FindingsFragment['agreements'][number]

type Props = {
  name: string
  sources: readonly Field['source'][]
  findings: FindingsFragment
  shown: ReadonlyMap<string, string>
  correction: CorrectionFragment | null
  onCorrect?: () => void
  onHold?: () => void
  onRelease?: () => void
}

/** One field in every source that has it. */
export function FieldRow({ name, sources, findings, shown, correction, ...does }: Props) {
  const t = useText()
  const label = nameOf(t, 'field', name)
  return (
    <>
      <tr className={correction ? 'struck' : undefined}>
        <th scope="row">{label}</th>
        {sources.map((source) => (
          <td key={source}>
            {findings.fields
              .filter((field) => field.name === name && field.source === source)
              .map((field) => (
                <Value
                  key={`${field.captureId} ${field.box?.[0]?.x} ${field.box?.[0]?.y}`}
                  field={field}
                  value={shown.get(`${name} ${source}`) ?? null}
                />
              ))}
          </td>
        ))}
        <td>
          <Agreements all={findings.agreements.filter(({ field }) => field === name)} />
        </td>
        <Tools label={label} {...does} />
      </tr>
      {correction && (
        <CorrectionRow
          correction={correction}
          value={shown.get(`${name} ${correction.id}`) ?? null}
          columns={sources.length + (does.onHold ? 2 : 1)}
        />
      )}
    </>
  )
}

type ToolsProps = Pick<Props, 'onHold' | 'onRelease' | 'onCorrect'> & { label: string }

function Tools({ label, onHold, onRelease, onCorrect }: ToolsProps) {
  const t = useText()
  if (!onHold) return null
  return (
    <td className="end">
      <Button
        look="ghost"
        size="small"
        aria-label={t('fields.hold-one', { field: label })}
        onPressStart={onHold}
        onPressEnd={() => onRelease?.()}
      >
        <Eye size={16} aria-hidden="true" />
      </Button>
      {onCorrect && (
        <Button
          look="ghost"
          size="small"
          aria-label={t('correct.title', { field: label })}
          onPress={onCorrect}
        >
          <Pencil size={16} aria-hidden="true" />
        </Button>
      )}
    </td>
  )
}

const MOST_DOTS = 14

/** A value, or as many dots; how sure the reader is stands below. It can be moved to, so that its place shows. */
function Value({ field, value }: { field: Field; value: string | null }) {
  const t = useText()
  const pointing = usePointing(field.captureId, field.box)
  const { language } = usePreferences()
  const percent = new Intl.NumberFormat(language, { style: 'percent' })
  const sure = t('fields.confidence', { percent: Math.round(field.confidence * 100) })
  const hidden = t('fields.masked', { source: t(`source.${field.source}`), count: field.length })
  return (
    <button type="button" className="value" {...pointing}>
      {value === null ? (
        <>
          <span aria-hidden="true" className="dots">
            {field.length === 0 ? t('none') : '•'.repeat(Math.min(field.length, MOST_DOTS))}
          </span>
          <span className="unseen">{hidden}</span>
        </>
      ) : (
        <span className="mono">{value}</span>
      )}
      <span className={field.uncertain ? 'sure not' : 'sure'} title={sure}>
        {field.uncertain ? `${t('fields.uncertain')}, ` : ''}
        {percent.format(field.confidence)}
      </span>
    </button>
  )
}

const RANK = ['DIFFERS', 'DOUBTFUL', 'AGREES', 'MISSING'] as const
const TONES: Record<Agreement['result'], Tone> = {
  DIFFERS: 'bad',
  DOUBTFUL: 'warn',
  AGREES: 'good',
  MISSING: 'plain',
}

/** The worst of how the sources compare; which ones is told where they do not agree. */
function Agreements({ all }: { all: readonly Agreement[] }) {
  const t = useText()
  const worst = RANK.find((rank) => all.some(({ result }) => result === rank))
  if (!worst) return <span className="hint">{t('none')}</span>
  const pairs = all
    .filter(({ result }) => result === worst)
    .map(({ left, right }) => `${t(`source.${left}`)} – ${t(`source.${right}`)}`)
  return (
    <>
      <Badge tone={TONES[worst]}>{t(`agreement.${worst}`)}</Badge>
      {(worst === 'DIFFERS' || worst === 'DOUBTFUL') && (
        <div className="hint">{pairs.join(', ')}</div>
      )}
    </>
  )
}
