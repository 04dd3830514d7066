import { Client } from 'pg'
import { quantile } from '../../src/evaluation/interval'
import { openDatabase, scoped } from '../../src/storage/database'
import { INDEX, makeFaceIndex, nearestByIndex, nearestOfAll } from '../../src/storage/face-index'
import { migrate } from '../../src/storage/migrations'
import { faceCodes } from '../../src/trust/protect-face'
import { fillTable, MODEL, type Probe, TENANT, type World } from './fill-table'
import { alike, madeUpFaces } from './made-up-faces'

/** One way to find those whose codes are nearest. */
export type WayReport = {
  /** Of probes of people who are there: how often the likest by the search is the likest of all, and is the person. */
  recallAt1: number
  foundPerson: number
  /** Of strangers: how often the likest by the search is the likest of all. */
  strangersRecallAt1: number
  msP50: number
  msP95: number
}

export type SizeReport = {
  people: number
  /** Every code is looked at. */
  codes: WayReport
  /** pgvector's index is followed; null where the server has none. */
  index: (WayReport & { madeInSeconds: number; indexMb: number }) | null
  /** Every template is, in memory. */
  exact: { foundPerson: number; msP50: number }
  tableMb: number
  fillSeconds: number
}

const STRANGERS = 50

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
  await direct.query(`drop index if exists "${INDEX}"`)
  const begun = performance.now()
  await fillTable(world, size)
  await direct.query('vacuum analyze "RiskFace"')
  const fillSeconds = secondsSince(begun)
  const strangers = Array.from({ length: STRANGERS }, () => {
    return { person: -1, template: faces.picture(faces.person()) }
  })
  const exact = exactScan(enrolled.subarray(0, size * width), width)
  const known = { probes: exact(probes), strangers: exact(strangers) }
  const compared = { enrolled, width, probes, strangers, known }
  const { find, close } = finder(url, world.codeOf)
  const report = {
    people: size,
    codes: await measureWay(compared, find(nearestOfAll)),
    tableMb: await megabytes(direct, 'pg_table_size', 'RiskFace'),
    index: await measureIndex(world, compared, find(nearestByIndex)),
    exact: {
      foundPerson: share(probes, ({ person }, at) => known.probes[at]?.likest === person),
      msP50: quantile(
        known.probes.map(({ ms }) => ms),
        0.5,
      ),
    },
    fillSeconds,
  }
  await close()
  return report
}

async function measureIndex({ direct }: World, compared: Compared, find: Find) {
  const begun = performance.now()
  await direct.query(`set maintenance_work_mem = '2GB'`)
  if (!(await makeFaceIndex(direct))) return null
  const madeInSeconds = secondsSince(begun)
  const way = await measureWay(compared, find)
  return { ...way, madeInSeconds, indexMb: await megabytes(direct, 'pg_relation_size', INDEX) }
}

async function megabytes(client: Client, what: string, name: string): Promise<number> {
  const { rows } = await client.query(`select ${what}('"${name}"') as bytes`)
  return Number(rows[0].bytes) / 1e6
}

const secondsSince = (begun: number) => (performance.now() - begun) / 1000

type Find = (template: Float32Array) => Promise<number[]>

/** As a worker asks, in its role and under row-level security. */
function finder(url: string, codeOf: (template: Float32Array) => string) {
  const client = openDatabase(url, 1)
  const db = scoped(client)
  const about = { tenantId: TENANT, mode: 'LIVE' as const, model: MODEL, applicantId: '-' }
  const find =
    (way: typeof nearestOfAll): Find =>
    async (template) => {
      const query = { ...about, code: codeOf(template) }
      const rows = await db.asTenant(TENANT, (tx) => way(tx, query))
      return rows.map(({ sessionId }) => Number(sessionId.split('-s')[1]))
    }
  return { find, close: () => client.$disconnect() }
}

type Exact = { likest: number; ms: number }

function exactScan(enrolled: Float32Array, width: number) {
  const people = enrolled.length / width
  return (probes: readonly Probe[]): Exact[] =>
    probes.map(({ template }) => {
      const begun = performance.now()
      let [likest, most] = [-1, Number.NEGATIVE_INFINITY]
      for (let person = 0; person < people; person++) {
        const score = alike(template, enrolled, person * width)
        if (score > most) [likest, most] = [person, score]
      }
      return { likest, ms: performance.now() - begun }
    })
}

type Compared = {
  enrolled: Float32Array
  width: number
  probes: Probe[]
  strangers: Probe[]
  /** The likest of all, in the order of the probes. */
  known: { probes: Exact[]; strangers: Exact[] }
}

async function measureWay(compared: Compared, find: Find): Promise<WayReport> {
  const { probes, strangers, known } = compared
  const own = await likestOf(compared, find, probes)
  const others = await likestOf(compared, find, strangers)
  const ms = own.map((each) => each.ms)
  return {
    recallAt1: share(own, ({ likest }, at) => likest === known.probes[at]?.likest),
    foundPerson: share(own, ({ likest }, at) => likest === probes[at]?.person),
    strangersRecallAt1: share(others, ({ likest }, at) => likest === known.strangers[at]?.likest),
    msP50: quantile(ms, 0.5),
    msP95: quantile(ms, 0.95),
  }
}

async function likestOf({ enrolled, width }: Compared, find: Find, probes: readonly Probe[]) {
  const found: { likest: number | undefined; ms: number }[] = []
  for (const { template } of probes) {
    const begun = performance.now()
    const ranked = (await find(template))
      .map((at) => ({ at, score: alike(template, enrolled, at * width) }))
      .sort((a, b) => b.score - a.score)
    found.push({ likest: ranked[0]?.at, ms: performance.now() - begun })
  }
  return found
}

function share<T>(items: readonly T[], holds: (item: T, at: number) => boolean): number {
  return items.filter(holds).length / items.length
}
