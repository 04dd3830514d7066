import { useEffect, useRef } from 'react'

/** Of a row that is wider than the screen: what is chosen in it is brought into sight. `chosen`: which it is. */
export function useShown(chosen: string) {
  const row = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for anew when another is chosen
  useEffect(() => {
    row.current
      ?.querySelector('[aria-current], [aria-pressed="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen])
  return row
}
