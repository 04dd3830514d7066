import { ChevronRight, CircleCheck, CircleHelp, MoveRight, TriangleAlert } from 'lucide-react'
import type { RiskDriftState } from '../../generated/graphql'
import { useFormats } from '../metrics/formats'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { type Bin, Histogram } from './histogram'

/** Something that is watched: how far it moved, how it was spread; `say`: a value of it in words. */
export type Watched = {
  name: string
  psi: number | null
  state: RiskDriftState
  bins: readonly Bin[]
  say(value: number): string
}

/** From where on it has moved, and drifted (src/risk/stability.ts), and where the drawing ends. */
const BARS = [0.1, 0.25]
const END = 0.5

/** Each of what is watched: its state, its index on one scale, and, unfolded, how it was spread. */
export function DriftList(props: { watched: readonly Watched[] }) {
  const watched = props.watched.map(({ bins, ...rest }) => ({
    ...rest,
    bins: bins.filter(({ reference, recent }) => reference + recent > 0),
  }))
  return (
    <ul className="drift-list">
      {watched.map((each, at) => (
        <li key={each.name}>
          {each.bins.length > 0 ? (
            <details open={at === 0}>
              <summary>
                <ChevronRight size={16} aria-hidden="true" />
                <Line {...each} />
              </summary>
              <Histogram title={each.name} bins={each.bins} say={each.say} />
            </details>
          ) : (
            <div className="line">
              <Line {...each} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function Line({ name, psi, state }: Watched) {
  const t = useText()
  const { decimal } = useFormats()
  return (
    <>
      <strong>{name}</strong>
      <DriftBadge state={state} />
      <svg
        className="index"
        viewBox={`0 0 ${END} 12`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect className="ground" width={END} height="12" />
        <rect className={state} width={Math.min(psi ?? 0, END)} height="12" />
        <path className="ticks" d={BARS.map((bar) => `M${bar} -2 V14`).join(' ')} />
      </svg>
      <span className="number">
        <span className="unseen">{t('drift.psi')} </span>
        {decimal(psi)}
      </span>
    </>
  )
}

const TONES: Record<RiskDriftState, Tone> = {
  STABLE: 'good',
  MOVED: 'warn',
  DRIFTED: 'bad',
  NOT_ENOUGH: 'plain',
}

const ICONS = {
  STABLE: CircleCheck,
  MOVED: MoveRight,
  DRIFTED: TriangleAlert,
  NOT_ENOUGH: CircleHelp,
}

/** An icon and a word; the colour only helps. */
export function DriftBadge({ state }: { state: RiskDriftState }) {
  const t = useText()
  const Icon = ICONS[state]
  return (
    <Badge tone={TONES[state]}>
      <Icon size={14} aria-hidden="true" /> {t(`drift.state.${state}`)}
    </Badge>
  )
}
