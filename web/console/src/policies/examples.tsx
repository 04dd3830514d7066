import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ask } from '../../../shared/ask'
import { casesOfSessionsDocument } from '../../generated/graphql'
import { useText } from '../text'

export type Cases = Map<string, string>

/** The newest case of each of these sessions: only those that a person looked at have one. */
export function useCases(examples: readonly string[]): Cases {
  const sessions = [...new Set(examples)].sort().slice(0, 100)
  const { data } = useQuery({
    queryKey: ['cases-of', sessions],
    queryFn: () => ask(casesOfSessionsDocument, { sessions }),
    enabled: sessions.length > 0,
  })
  const oldestFirst = [...(data?.reviewCases.nodes ?? [])].sort((a, b) =>
    a.openedAt.localeCompare(b.openedAt),
  )
  return new Map(oldestFirst.map(({ id, session }) => [session.id, id]))
}

/** Some sessions, each with the way to its case. */
export function Examples({ sessions, cases }: { sessions: readonly string[]; cases: Cases }) {
  const t = useText()
  return (
    <ul className="examples">
      {sessions.map((session) => {
        const caseId = cases.get(session)
        const short = `…${session.slice(-6)}`
        return (
          <li key={session}>
            {caseId ? (
              <Link href={`/case/${caseId}`} title={session}>
                <code>{short}</code>
              </Link>
            ) : (
              <code className="hint" title={`${session} · ${t('policy.no-case')}`}>
                {short}
              </code>
            )}
          </li>
        )
      })}
    </ul>
  )
}
