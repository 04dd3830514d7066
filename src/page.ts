import { AppError } from './errors'

/** Relay's connection arguments; a cursor is the id of a row, since ids sort by time. */
export type PageArgs = { first?: number; after?: string; last?: number; before?: string }

export type Page<T> = { rows: T[]; hasNextPage: boolean; hasPreviousPage: boolean }

export const MAX_PAGE = 100
const DEFAULT_PAGE = 20

type Query = {
  where?: never
  take: number
  orderBy: { id: 'asc' | 'desc' }
  cursor?: { id: string }
  skip?: number
}

/**
 * One page, newest first, or in whatever order `read` takes `desc` for. Reads one row more than asked to learn whether there is another page.
 * @throws AppError INVALID for sizes outside 1..100 or both directions at once
 */
export async function readPage<T>(
  args: PageArgs,
  read: (query: Query) => Promise<T[]>,
): Promise<Page<T>> {
  const { first, after, last, before } = args
  const backward = last !== undefined || before !== undefined
  if (backward && (first !== undefined || after !== undefined))
    throw new AppError('INVALID', 'Ask for first/after or for last/before, not for both.', 'first')
  const size = backward ? pageSize(last, 'last') : pageSize(first, 'first')
  const cursor = backward ? before : after
  const start = cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }
  const rows = await read({ take: size + 1, orderBy: { id: backward ? 'asc' : 'desc' }, ...start })
  const ahead = rows.length > size
  const behind = cursor !== undefined
  const page = rows.slice(0, size)
  if (!backward) return { rows: page, hasNextPage: ahead, hasPreviousPage: behind }
  return { rows: page.reverse(), hasNextPage: behind, hasPreviousPage: ahead }
}

function pageSize(size: number | undefined, field: string): number {
  if (size === undefined) return DEFAULT_PAGE
  if (size < 1 || size > MAX_PAGE)
    throw new AppError('INVALID', `${field} must be from 1 to ${MAX_PAGE}.`, field)
  return size
}
