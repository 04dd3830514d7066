import type { DryRunMutation } from '../../generated/graphql'

export type DryRun = NonNullable<DryRunMutation['policyDryRun']['result']>
export type Outcome = DryRun['outcomes'][number]['before']

/** So many sessions that came out one way and would come out another, or the same. */
export type Shift = { before: Outcome; after: Outcome; count: number }

/** From what lets through to what does not. */
export const OUTCOMES: Outcome[] = ['APPROVED', 'IN_REVIEW', 'RETAKE', 'REJECTED']

/** A part of a column, from `top` on, in the unit of the height that was asked for. */
export type Part = { outcome: Outcome; count: number; top: number; height: number }

/** Sessions that came out as `before` and would as `after`: from where to where on the two columns. */
export type Ribbon = {
  before: Outcome
  after: Outcome
  count: number
  from: number
  to: number
  height: number
}

/** Between two parts of a column; a share of its height. */
const GAP = 0.03

/** The columns before and after, and what flows from one to the other, for a drawing so high. */
export function flowOf(shifts: readonly Shift[], height: number) {
  const total = shifts.reduce((sum, { count }) => sum + count, 0)
  const used = OUTCOMES.filter((each) =>
    shifts.some(({ before, after }) => before === each || after === each),
  )
  const gap = height * GAP
  const unit = total === 0 ? 0 : (height - gap * (used.length - 1)) / total
  const column = (side: 'before' | 'after') => columnOf(shifts, used, side, { unit, gap })
  const [left, right] = [column('before'), column('after')]
  return { left, right, ribbons: ribbonsOf(shifts, left, right, unit) }
}

function columnOf(
  shifts: readonly Shift[],
  used: Outcome[],
  side: 'before' | 'after',
  { unit, gap }: { unit: number; gap: number },
): Part[] {
  let top = 0
  return used.map((outcome) => {
    const count = shifts
      .filter((shift) => shift[side] === outcome)
      .reduce((sum, shift) => sum + shift.count, 0)
    const part = { outcome, count, top, height: count * unit }
    top += part.height + gap
    return part
  })
}

function ribbonsOf(shifts: readonly Shift[], left: Part[], right: Part[], unit: number): Ribbon[] {
  const starts = new Map(left.map(({ outcome, top }) => [outcome, top]))
  const ends = new Map(right.map(({ outcome, top }) => [outcome, top]))
  const take = (places: Map<Outcome, number>, outcome: Outcome, height: number) => {
    const place = places.get(outcome) ?? 0
    places.set(outcome, place + height)
    return place
  }
  return OUTCOMES.flatMap((before) =>
    OUTCOMES.flatMap((after) => {
      const found = shifts.find((shift) => shift.before === before && shift.after === after)
      if (!found) return []
      const height = found.count * unit
      const [from, to] = [take(starts, before, height), take(ends, after, height)]
      return [{ before, after, count: found.count, from, to, height }]
    }),
  )
}

/** Where labels stand so that none lies over another: as near as may be to the middle of their part. */
export function labelTops(parts: Part[], size: number, height: number): number[] {
  const wanted = parts.map(({ top, height: own }) => top + own / 2 - size / 2)
  const down: number[] = []
  for (const top of wanted) down.push(Math.max(top, (down.at(-1) ?? -size) + size))
  let limit = height
  return down
    .toReversed()
    .map((top) => {
      limit = Math.min(top, limit - size)
      return limit
    })
    .toReversed()
}
