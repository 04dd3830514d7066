import type { Client } from 'pg'
import type { Mode } from '../sessions/session'
import type { Transaction } from './database'
import { withClient } from './with-client'

/** Of so many whose codes are nearest the templates are compared (docs/risk.md has what that finds). */
export const CANDIDATES = 300

export type CodeQuery = {
  tenantId: string
  mode: Mode
  model: string
  code: string
  applicantId: string
}

export type Found = { sessionId: string; applicantId: string; template: Uint8Array }

export const INDEX = 'RiskFace_code_hnsw'

/** pgvector goes on looking where an organisation is a part of the table (`hnsw.iterative_scan`) from this version on. */
const OLDEST = [0, 8]

/**
 * Makes the index over the codes of faces (HNSW: Malkov and Yashunin 2018) where the server has pgvector. Where it has not, or
 * has an older one, or does not let this user take it in, faces are found without. No face is added while it is made.
 * @returns whether it is there
 */
export async function makeFaceIndex(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    `select string_to_array(coalesce(installed_version, default_version), '.')::int[] >= $1 as usable
     from pg_available_extensions where name = 'vector'`,
    [OLDEST],
  )
  if (rows[0]?.usable !== true) return false
  try {
    await client.query('create extension if not exists vector')
  } catch {
    return false
  }
  await client.query(
    `create index if not exists "${INDEX}" on "RiskFace" using hnsw (code bit_hamming_ops) with (m = 32, ef_construction = 200)`,
  )
  return true
}

/** Whether faces may be found by the index in this database. */
export function hasFaceIndex(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const asked = 'select to_regclass($1) is not null as known'
    return (await client.query(asked, [`"${INDEX}"`])).rows[0].known
  })
}

/**
 * Those whose codes differ in the fewest signs (Hamming), by the index where it is worth it.
 * @param among how many there are in all of this organisation, mode and model
 */
export async function nearestCodes(
  tx: Transaction,
  query: CodeQuery,
  among: number,
): Promise<Found[]> {
  return (await isIndexWorthIt(tx, among)) ? nearestByIndex(tx, query) : nearestOfAll(tx, query)
}

/** Up to here every code is looked at, in half a second: the index misses more of those who are there (docs/risk.md). */
const FEW = 1_000_000
/** So many the index is to find, of whom the CANDIDATES nearest are taken: those it finds first are not all of the nearest. */
const FOLLOWED = 3000
/** To so many faces it is followed at most, of whichever organisation. */
const MOST_VISITED = 100_000

/** An organisation that is a small part of the table would find few of its own by following the index. */
async function isIndexWorthIt(tx: Transaction, among: number): Promise<boolean> {
  if (among <= FEW) return false
  const [table] = await tx.$queryRaw<{ rows: number; isIndexed: boolean }[]>`
    select greatest(reltuples, 1)::float8 as rows, to_regclass(${`"${INDEX}"`}) is not null as "isIndexed"
    from pg_class where oid = to_regclass('"RiskFace"')`
  return table?.isIndexed === true && among / table.rows > (2 * FOLLOWED) / MOST_VISITED
}

/** Every code of the organisation is looked at. */
export function nearestOfAll(
  tx: Transaction,
  { tenantId, mode, model, code, applicantId }: CodeQuery,
): Promise<Found[]> {
  return tx.$queryRaw<Found[]>`
    select "sessionId", "applicantId", template from "RiskFace"
    where "tenantId" = ${tenantId} and mode = ${mode}::"Mode" and model = ${model} and "applicantId" <> ${applicantId}
    order by bit_count(code # ${code}::bit(1536)), "sessionId" limit ${CANDIDATES}`
}

/** The index is followed from face to face towards those that are like this one. */
export async function nearestByIndex(
  tx: Transaction,
  { tenantId, mode, model, code, applicantId }: CodeQuery,
): Promise<Found[]> {
  await tx.$executeRaw`
    select set_config('hnsw.ef_search', ${String(SEARCH_WIDTH)}, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
      set_config('hnsw.max_scan_tuples', ${String(MOST_VISITED)}, true), set_config('hnsw.scan_mem_multiplier', '16', true),
      set_config('enable_sort', 'off', true)`
  return tx.$queryRaw<Found[]>`
    with followed as materialized (
      select "sessionId", "applicantId", template, code from "RiskFace"
      where "tenantId" = ${tenantId} and mode = ${mode}::"Mode" and model = ${model} and "applicantId" <> ${applicantId}
      order by code <~> ${code}::bit(1536) limit ${FOLLOWED})
    select "sessionId", "applicantId", template from followed
    order by bit_count(code # ${code}::bit(1536)), "sessionId" limit ${CANDIDATES}`
}

/** Of so many faces the likest are remembered while the index is followed (`ef`; the most that pgvector allows). */
const SEARCH_WIDTH = 1000
