import type { ReactNode } from 'react'

/** What may be wider than its place; it has a name and a tab stop, so that the keyboard reaches what scrolls. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
