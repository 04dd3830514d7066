import { useQuery } from '@tanstack/react-query'
import { createContext, use, useEffect, useState } from 'react'
import { AskError } from '../../../shared/ask'
import { dryRunDocument } from '../../generated/graphql'
import { tryOut } from '../act'
import type { Definition } from './definition'

/** What the server has against a definition: where, as a dotted path, and what. */
export type Problem = { field: string; message: string }

/** So long after the last keystroke the server is asked. */
const SETTLE_MS = 500

/** No session was decided then: a dry run on them reads the definition and nothing else. */
const NEVER = { from: '1970-01-01T00:00:00Z', before: '1970-01-01T00:00:01Z' }

/** What is no number is sent as a text, for JSON would make null of it, which means something. */
export function sendable(definition: Definition): object {
  return JSON.parse(
    JSON.stringify(definition, (_, value) => (Number.isNaN(value) ? 'not a number' : value)),
  )
}

/** What is wrong with a definition, as the server says it while one writes; `isChecking`: that is not known yet. */
export function useCheck(definition: Definition) {
  const settled = useSettled(definition)
  const check = useQuery({
    queryKey: ['policy-check', settled],
    queryFn: () => problemOf(sendable(settled)),
    staleTime: 60_000,
  })
  const isChecking = settled !== definition || check.isFetching
  return { problem: check.data ?? null, isChecking, error: check.error }
}

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

async function problemOf(definition: object): Promise<Problem | null> {
  try {
    await tryOut(dryRunDocument, { definition, ...NEVER })
    return null
  } catch (error) {
    if (error instanceof AskError && error.field?.startsWith('definition'))
      return { field: error.field, message: error.message }
    throw error
  }
}

export const ProblemContext = createContext<Problem | null>(null)

/** What is wrong at this place of the definition, or below it; null: nothing. */
export function useProblem(place: string): string | null {
  const problem = use(ProblemContext)
  if (problem === null) return null
  return problem.field === place || problem.field.startsWith(`${place}.`) ? problem.message : null
}
