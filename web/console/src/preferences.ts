import { useSyncExternalStore } from 'react'

/** What somebody chose on this browser; nothing about anybody else is ever kept here. */
const DEFAULTS = {
  theme: 'system' as 'system' | 'dark' | 'light',
  language: (navigator.language.startsWith('de') ? 'de' : 'en') as 'en' | 'de',
  shortcuts: true,
}

export type Preferences = typeof DEFAULTS

const KEY = 'countersign.console'
const listeners = new Set<() => void>()
let current: Preferences = { ...DEFAULTS, ...stored() }

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}')
  } catch {
    return {} // storage may be closed to us, or hold what another version wrote
  }
}

export function prefer(changes: Partial<Preferences>): void {
  current = { ...current, ...changes }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // then it holds for this tab
  }
  show(current)
  for (const listener of listeners) listener()
}

function show({ theme, language }: Preferences): void {
  document.documentElement.dataset['theme'] = theme
  document.documentElement.lang = language
}
show(current)

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}

export const preferences = () => current
