import { Client } from 'pg'
import { quantile } from '../../src/evaluation/interval'
import { openDatabase, scoped } from '../../src/storage/database'
import { migrate } from '../../src/storage/migrations'
import { CANDIDATES, nearestCodes } from '../../src/storage/risk-faces'
import { faceCodes } from '../../src/trust/protect-face'
import { alike, madeUpFaces } from './made-up-faces'

export type SizeReport = {
  people: number
  /** Of probes of people who are there: how often the likest by the search is the likest of all, and is the person. */
  recallAt1: number
  foundPerson: number
  exactFoundPerson: number
  /** Of strangers: how often the likest by the search is the likest of all. */
  strangersRecallAt1: number
  searchMsP50: number
  searchMsP95: number
  exactMsP50: number
  tableMb: number
  fillSeconds: number
}

const TENANT = 'org_bench'
const MODEL = 'bench'
const PROBES = 200
const STRANGERS = 50
const BATCH = 5000
/** As long as a sealed template of 192 numbers is. */
const SEALED_BYTES = 772 + 28 + 64

type Probe = { person: number; template: Float32Array }

/** Everybody in the table, in memory as well. */
type World = {
  faces: ReturnType<typeof madeUpFaces>
  width: number
  enrolled: Float32Array
  codeOf(template: Float32Array): string
  direct: Client
  probes: Probe[]
  filled: number
}

/** Grows one table from size to size and searches it; `onSize` is told of each. */
export async function measureSearch(
  url: string,
  sizes: readonly number[],
  onSize: (report: SizeReport) => void,
): Promise<{ noise: number }> {
  await migrate(url)
  const faces = madeUpFaces(1)
  const width = faces.size + 1
  const code = faceCodes(new Uint8Array(32).fill(7), faces.size)
  const direct = new Client({ connectionString: url })
  await direct.connect()
  await direct.query(`insert into "Organization" (id, name) values ('${TENANT}', 'bench')`)
  const world: World = {
    ...{ faces, width, direct, probes: [], filled: 0 },
    enrolled: new Float32Array((sizes.at(-1) ?? 0) * width),
    codeOf: (template) => code(template.subarray(0, -1)),
  }
  for (const size of sizes) onSize(await measureSize(world, url, size))
  await direct.end()
  return { noise: faces.noise }
}

async function measureSize(world: World, url: string, size: number): Promise<SizeReport> {
  const { faces, enrolled, width, direct, probes } = world
  const begun = performance.now()
  while (world.filled < size) await fillBatch(world, Math.min(BATCH, size - world.filled))
  await direct.query('vacuum analyze "RiskFace"')
  const fillSeconds = (performance.now() - begun) / 1000
  const strangers = Array.from({ length: STRANGERS }, () => {
    return { person: -1, template: faces.picture(faces.person()) }
  })
  const { search, close } = searcher(url, world.codeOf)
  const exact = exactScan(enrolled.subarray(0, size * width), width)
  const own = await compare({ search, exact, enrolled, width }, probes)
  const others = await compare({ search, exact, enrolled, width }, strangers)
  await close()
  const { rows } = await direct.query(`select pg_total_relation_size('"RiskFace"') as bytes`)
  return {
    people: size,
    recallAt1: own.agree,
    foundPerson: own.found,
    exactFoundPerson: own.exactFound,
    strangersRecallAt1: others.agree,
    searchMsP50: quantile(own.searchMs, 0.5),
    searchMsP95: quantile(own.searchMs, 0.95),
    exactMsP50: quantile(own.exactMs, 0.5),
    tableMb: Number(rows[0].bytes) / 1e6,
    fillSeconds,
  }
}

async function fillBatch(world: World, count: number): Promise<void> {
  const { faces, enrolled, width, filled, probes } = world
  const codes = Array.from({ length: count }, (_, index) => {
    const at = filled + index
    const person = faces.person()
    const template = faces.picture(person)
    enrolled.set(template, at * width)
    // The probes of every size are among the first.
    if (at < PROBES) probes.push({ person: at, template: faces.picture(person) })
    return world.codeOf(template)
  })
  await insert(world.direct, filled, codes)
  world.filled += count
}

async function insert(client: Client, from: number, codes: string[]): Promise<void> {
  const to = from + codes.length - 1
  const template = Buffer.alloc(SEALED_BYTES, 1)
  await client.query(
    `insert into "Applicant" (id, "tenantId") select 'a' || n, $1 from generate_series($2::int, $3::int) n`,
    [TENANT, from, to],
  )
  await client.query(
    `insert into "KycSession" (id, "tenantId", "applicantId", mode, status, "expiresAt", "touchedAt", "updatedAt")
     select 's' || n, $1, 'a' || n, 'LIVE', 'APPROVED', now(), now(), now() from generate_series($2::int, $3::int) n`,
    [TENANT, from, to],
  )
  await client.query(
    `insert into "RiskFace" ("sessionId", "tenantId", "applicantId", mode, model, code, template, at)
     select 's' || n, $1, 'a' || n, 'LIVE', $2, code::bit(1536), $3, now()
     from unnest($4::text[]) with ordinality as given (code, place), lateral (select $5::int + place - 1 as n) numbered`,
    [TENANT, MODEL, template, codes, from],
  )
}

type Search = (template: Float32Array) => Promise<number[]>

/** As a worker asks, in its role and under row-level security. */
function searcher(url: string, codeOf: (template: Float32Array) => string) {
  const client = openDatabase(url, 1)
  const db = scoped(client)
  const about = { tenantId: TENANT, mode: 'LIVE' as const, model: MODEL, applicantId: '-' }
  const search: Search = async (template) => {
    const query = { ...about, code: codeOf(template), limit: CANDIDATES }
    const rows = await db.asTenant(TENANT, (tx) => nearestCodes(tx, query))
    return rows.map(({ sessionId }) => Number(sessionId.slice(1)))
  }
  return { search, close: () => client.$disconnect() }
}

function exactScan(enrolled: Float32Array, width: number) {
  const people = enrolled.length / width
  return (template: Float32Array): number => {
    let [best, most] = [-1, Number.NEGATIVE_INFINITY]
    for (let person = 0; person < people; person++) {
      const score = alike(template, enrolled, person * width)
      if (score > most) [best, most] = [person, score]
    }
    return best
  }
}

type Compared = {
  search: Search
  exact(template: Float32Array): number
  enrolled: Float32Array
  width: number
}

async function compare({ search, exact, enrolled, width }: Compared, probes: readonly Probe[]) {
  const [searchMs, exactMs]: [number[], number[]] = [[], []]
  let [agree, found, exactFound] = [0, 0, 0]
  for (const { person, template } of probes) {
    const begun = performance.now()
    const candidates = await search(template)
    const ranked = candidates
      .map((at) => ({ at, score: alike(template, enrolled, at * width) }))
      .sort((a, b) => b.score - a.score)
    searchMs.push(performance.now() - begun)
    const again = performance.now()
    const best = exact(template)
    exactMs.push(performance.now() - again)
    const likest = ranked[0]?.at
    agree += Number(likest === best)
    found += Number(likest === person)
    exactFound += Number(best === person)
  }
  const of = (count: number) => count / probes.length
  return { agree: of(agree), found: of(found), exactFound: of(exactFound), searchMs, exactMs }
}
