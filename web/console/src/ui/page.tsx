import { type ReactNode, useEffect } from 'react'

type Props = { title: string; actions?: ReactNode; wide?: boolean; children: ReactNode }

/** A page: its heading, what can be done on it, and its content. The heading is the tab's title as well. */
export function Page({ title, actions, wide = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Countersign`
  }, [title])
  return (
    <div className={wide ? 'page wide' : 'page'}>
      <header className="page-head">
        <h1>{title}</h1>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
