import { createClient } from 'graphql-ws'
import { useEffect, useRef, useState } from 'react'
import type { Document } from '../../shared/ask'

const { protocol, host } = window.location

/** One socket for every subscription, opened by the first and closed after the last. The cookie says who listens. */
const socket = createClient({
  url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
})

/**
 * Hears a subscription while the component is there. After a break it starts anew, and so gives the present state.
 * @returns the latest news; null before the first
 */
export function useLive<Result, Variables>(
  document: Document<Result, Variables>,
  onNews?: (news: Result) => void,
): Result | null {
  const [news, setNews] = useState<Result | null>(null)
  const latest = useRef(onNews)
  latest.current = onNews
  useEffect(
    () =>
      socket.subscribe<Result>(
        { query: document },
        {
          next: ({ data }) => {
            if (!data) return
            setNews(data)
            latest.current?.(data)
          },
          error: () => undefined, // what is shown stays, and is read again on the next visit
          complete: () => undefined,
        },
      ),
    [document],
  )
  return news
}
