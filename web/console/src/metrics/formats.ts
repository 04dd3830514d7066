import { useMemo } from 'react'
import { usePreferences } from '../preferences'
import { useText } from '../text'

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** Numbers as people of the language write them; what is not known is a dash. */
export function useFormats() {
  const { language } = usePreferences()
  const t = useText()
  return useMemo(() => {
    const none = t('none')
    const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
    const point = new Intl.NumberFormat(language, {
      maximumFractionDigits: 1,
      signDisplay: 'exceptZero',
    })
    const two = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
    const whole = new Intl.NumberFormat(language)
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
    const length = (seconds: number) => {
      const [unit, size] = UNITS.find(([, each]) => seconds >= each) ?? ['second', 1]
      const format = { style: 'unit', unit, maximumFractionDigits: seconds < 10 * size ? 1 : 0 }
      return new Intl.NumberFormat(language, format as Intl.NumberFormatOptions).format(
        seconds / size,
      )
    }
    return {
      number: (value: number) => whole.format(value),
      percent: (value: number | null) => (value === null ? none : share.format(value)),
      /** A difference of shares, in percentage points. */
      points: (value: number) => t('metrics.points', { value: point.format(100 * value) }),
      decimal: (value: number | null) => (value === null ? none : two.format(value)),
      duration: (seconds: number | null) => (seconds === null ? none : length(seconds)),
      day: (at: string) => day.format(new Date(`${at}T00:00:00Z`)),
    }
  }, [language, t])
}
