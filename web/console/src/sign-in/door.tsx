import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { ME, type Member } from '../member'
import { PreferenceMenus } from '../preference-menus'
import { Mark } from '../ui/mark'

type Props = { title: string; lead: string; children: ReactNode }

/** A page for somebody who is not in yet. */
export function Door({ title, lead, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Countersign`
  }, [title])
  return (
    <div className="door">
      <main>
        <Mark />
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        {children}
      </main>
      <PreferenceMenus />
    </div>
  )
}

/** Runs a step of logging in; whoever is in afterwards is known to the whole page. */
export function useAdmission(step: () => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: step as () => Promise<Member>,
    onSuccess: (member) => client.setQueryData(ME, member),
  })
}
