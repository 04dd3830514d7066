import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { AskError } from '../../shared/ask'
import { ME } from './member'

/** Whoever is no longer logged in sees the way in, at the address where they were. */
function noticeLogout(error: unknown): void {
  if (error instanceof AskError && error.code === 'UNAUTHENTICATED') client.setQueryData(ME, null)
}

const WORTH_ANOTHER_TRY = ['OFFLINE', 'INTERNAL_SERVER_ERROR']

/** All that the pages know of the server. Nothing of it outlives the tab. */
export const client = new QueryClient({
  queryCache: new QueryCache({ onError: noticeLogout }),
  mutationCache: new MutationCache({ onError: noticeLogout }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 2 && error instanceof AskError && WORTH_ANOTHER_TRY.includes(error.code),
    },
  },
})
