import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { AskError } from '../../shared/ask'
import { rest } from './rest'

/** What somebody may be allowed to do: the names of the schema's `AccessScope`. */
export type Action =
  | 'RESULTS_READ'
  | 'IMAGES_READ'
  | 'CASES_DECIDE'
  | 'POLICIES_MANAGE'
  | 'WEBHOOKS_READ'
  | 'WEBHOOKS_WRITE'
  | 'JOBS_REPLAY'
  | 'API_KEYS_MANAGE'
  | 'MEMBERS_MANAGE'
  | 'SETTINGS_MANAGE'
  | 'AUDIT_READ'
  | 'SESSIONS_READ'

/** Who is logged in. `next`: what has to be done before anything else. */
export type Member = {
  id: string
  email: string
  roles: string[]
  may: Action[]
  next?: 'SHOW_PASSKEY' | 'REGISTER_PASSKEY'
}

export const ME = ['me']

/** Who is logged in; null: nobody. */
export function useMe() {
  return useQuery({ queryKey: ME, queryFn: whoAmI, staleTime: Number.POSITIVE_INFINITY })
}

async function whoAmI(): Promise<Member | null> {
  try {
    return await rest<Member>('GET', '/auth/me')
  } catch (error) {
    if (error instanceof AskError && error.code === 'UNAUTHENTICATED') return null
    throw error
  }
}

const NOBODY: Member = { id: '', email: '', roles: [], may: [] }

export const MemberContext = createContext<Member>(NOBODY)

/** Whoever uses the page, and `can`: whether they may do something. */
export function useMember() {
  const member = use(MemberContext)
  return { ...member, can: (action: Action) => member.may.includes(action) }
}
