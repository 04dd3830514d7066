import { binOf, cutsOf } from './stability'

/** Something that was measured of somebody; null: it is not known. */
export type Seen = { value: number | null; person: string }

/** So many sessions then and now; `people`: whose they are. */
type Cell = {
  reference: number
  recent: number
  people: { reference: Set<string>; recent: Set<string> }
}

/**
 * A bar: sessions whose value is above `from` and at most `to`, null being without end. `known`: such sessions are in it;
 * `unknown`: those of which the value is not known are.
 */
export type Bin = {
  from: number | null
  to: number | null
  known: boolean
  unknown: boolean
  reference: number
  recent: number
}

/** Fewer people than this are not shown by themselves. */
export const LEAST_PEOPLE = 5

/**
 * Both windows in the bins that their stability is measured in (stability.ts). Bins next to each other are joined until in either
 * window there is nobody in one, or five people or more: so nobody is singled out, and no count is left out that could be
 * told from the others. Empty where even all together are fewer.
 * @param cuts between what the bins lie, growing, where not between those
 */
export function histogramOf(
  reference: readonly Seen[],
  recent: readonly Seen[],
  cuts = cutsOf(reference.map(({ value }) => value)),
): Bin[] {
  const bins = Array.from({ length: cuts.length + 2 }, (_, at) => ({ at, ...noCell() }))
  for (const [window, seen] of [['reference', reference] as const, ['recent', recent] as const])
    for (const { value, person } of seen) {
      const bin = bins[binOf(value, cuts)]
      if (bin) count(bin, window, person)
    }
  const [unknown, ...known] = bins
  const used = unknown && unknown.reference + unknown.recent > 0 ? [unknown, ...known] : known
  return joinFew(used).map((cells) => {
    const places = cells.map(({ at }) => at)
    const [first = 0, last = 0] = [Math.max(1, places[0] ?? 0), places.at(-1)]
    return {
      from: cuts[first - 2] ?? null,
      to: last === 0 ? null : (cuts[last - 1] ?? null),
      known: last > 0,
      unknown: places[0] === 0,
      ...totalOf(cells),
    }
  })
}

/** Of each kind so many sessions then and now; kinds that are seldom are counted together, by the same rule. */
export function sharesOf<K extends string>(
  kinds: readonly K[],
  reference: readonly { kind: K; person: string }[],
  recent: readonly { kind: K; person: string }[],
): { kinds: K[]; reference: number; recent: number }[] {
  const cells = kinds.map((kind) => ({ kind, ...noCell() }))
  for (const [window, seen] of [['reference', reference] as const, ['recent', recent] as const])
    for (const { kind, person } of seen) {
      const cell = cells.find((each) => each.kind === kind)
      if (cell) count(cell, window, person)
    }
  return joinFew(cells).map((joined) => {
    return { kinds: joined.map(({ kind }) => kind), ...totalOf(joined) }
  })
}

function noCell(): Cell {
  return { reference: 0, recent: 0, people: { reference: new Set(), recent: new Set() } }
}

function count(cell: Cell, window: 'reference' | 'recent', person: string): void {
  cell[window] += 1
  cell.people[window].add(person)
}

function totalOf(cells: readonly Cell[]) {
  const sum = (window: 'reference' | 'recent') =>
    cells.reduce((total, cell) => total + cell[window], 0)
  return { reference: sum('reference'), recent: sum('recent') }
}

/** Neighbours together, as few of them as show no group of one to four people. */
function joinFew<C extends Cell>(cells: readonly C[]): C[][] {
  const joined: C[][] = []
  let open: C[] = []
  for (const cell of cells) {
    open.push(cell)
    if (isFew(open)) continue
    joined.push(open)
    open = []
  }
  while (isFew(open)) {
    const last = joined.pop()
    if (!last) return []
    open = [...last, ...open]
  }
  return open.length > 0 ? [...joined, open] : joined
}

function isFew(cells: readonly Cell[]): boolean {
  const peopleIn = (window: 'reference' | 'recent') =>
    new Set(cells.flatMap(({ people }) => [...people[window]])).size
  return [peopleIn('reference'), peopleIn('recent')].some(
    (people) => people > 0 && people < LEAST_PEOPLE,
  )
}
