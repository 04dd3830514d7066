import { useMemo, useSyncExternalStore } from 'react'
import { preferences, usePreferences } from '../preferences'

const SECOND = 1000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** The time, told to everybody who shows it every ten seconds by one clock. */
export function useNow(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      timer ??= setInterval(tick, 10 * SECOND)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    () => now,
  )
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** `in 3 hours`, `2 days ago`, `now`, in the language of the page. */
export function relative(at: string, from: number, language: string): string {
  const seconds = Math.round((Date.parse(at) - from) / SECOND)
  const found = UNITS.find(([, each]) => Math.abs(seconds) >= each)
  if (!found) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second')
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' })
  const [unit, length] = found
  return format.format(Math.trunc(seconds / length), unit)
}

/** A moment as people of the language write it. */
export function useMoment() {
  const { language } = usePreferences()
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
    return (at: string) => format.format(new Date(at))
  }, [language])
}

/** A moment, exactly; how long ago it was on hover. */
export function When({ at }: { at: string }) {
  const moment = useMoment()
  return (
    <time dateTime={at} title={relative(at, Date.now(), preferences().language)}>
      {moment(at)}
    </time>
  )
}
