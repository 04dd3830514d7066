import { useText } from '../text'
import { useFormats } from './formats'

export type Share = { count: number; of: number; low: number; high: number }

/** Between what a share lies, with 95 % confidence, where that is worth saying: few say little. */
export function Interval({ share }: { share: Share }) {
  const t = useText()
  const { percent } = useFormats()
  if (share.of === 0) return null
  return (
    <span className="hint">
      {t('metrics.interval', { low: percent(share.low), high: percent(share.high) })}
    </span>
  )
}

/** A share as a bar, and its interval as a whisker over it. The numbers stand beside it. */
export function ShareBar({ share }: { share: Share }) {
  const { count, of, low, high } = share
  if (of === 0) return null
  const at = (part: number) => part * 100
  return (
    <svg className="share" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect className="ground" width="100" height="12" />
      <rect className="filled" width={at(count / of)} height="12" />
      <path
        className="whisker"
        d={`M${at(low)} 6 H${at(high)} M${at(low)} 3 v6 M${at(high)} 3 v6`}
      />
    </svg>
  )
}

/** One model's figure among others on one axis: where it lies, between what, and how it is drawn. */
export type Mark = {
  look: 'then' | 'now'
  value: number | null
  low: number | null
  high: number | null
}

type DotsProps = { marks: readonly Mark[]; from?: number; to?: number; ticks: readonly number[] }

const ROW = 14

/**
 * Figures as dots with their intervals, one below the other on one axis. Round is new and square is what was, so that colour
 * is not needed. The numbers stand beside it.
 */
export function IntervalDots({ marks, from = 0, to = 1, ticks }: DotsProps) {
  const at = (value: number) => (100 * (Math.min(Math.max(value, from), to) - from)) / (to - from)
  const height = ROW * marks.length
  return (
    <svg
      className="intervals"
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      style={{ height }}
    >
      <path className="ticks" d={ticks.map((tick) => `M${at(tick)} 0 V${height}`).join(' ')} />
      {marks.map(({ look, value, low, high }, row) => {
        const y = (row + 0.5) * ROW
        return (
          <g key={look} className={look}>
            {low !== null && high !== null && (
              <path className="whisker" d={`M${at(low)} ${y} H${at(high)}`} />
            )}
            {value !== null && <path className="dot" d={`M${at(value)} ${y} h0.001`} />}
          </g>
        )
      })}
    </svg>
  )
}
