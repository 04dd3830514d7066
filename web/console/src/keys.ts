import { useEffect, useRef } from 'react'
import { usePreferences } from './preferences'

/** What a key does; `KeyboardEvent.key`, in lower case. */
export type Keys = Record<string, ((event: KeyboardEvent) => void) | undefined>

/**
 * Keys that act on the whole page. They rest while somebody writes, while a dialog is open, and where somebody turned them off
 * (WCAG 2.1.4); with Ctrl, Alt or Meta they are the browser's.
 */
export function useKeys(keys: Keys): void {
  const { shortcuts } = usePreferences()
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!shortcuts || event.defaultPrevented || isElsewhere(event)) return
      const act = latest.current[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act(event)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [shortcuts])
}

const WRITING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'
const DIALOG = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'

function isElsewhere({ ctrlKey, altKey, metaKey, target }: KeyboardEvent): boolean {
  if (ctrlKey || altKey || metaKey) return true
  if (target instanceof Element && target.closest(WRITING)) return true
  return document.querySelector(DIALOG) !== null
}
