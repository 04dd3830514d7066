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
