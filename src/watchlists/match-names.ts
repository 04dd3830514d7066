import anyAscii from 'any-ascii'
import { token_set_ratio, token_sort_ratio } from 'fuzzball'
import type { Listed } from './watchlist'

/** Whom to look for. `birthDate`: YYYY-MM-DD, or null where it is not known. */
export type Sought = { name: string; birthDate: string | null }

/** `similarity`: 0..1. */
export type WatchlistHit = { id: string; similarity: number }

/** Less alike is another name. */
export const LEAST_SIMILARITY = 0.85

/** A name of which only some words are there may be that of many. */
const OF_PART = 0.95

/** Years of birth this far apart speak against a hit; dates on lists are often off by one or two. */
const YEARS_APART = 3
const OTHER_YEAR = 0.1

/** Finds people whose name is like one that is sought; the likest first. */
export function nameIndex(people: readonly Listed[]) {
  const names = people.flatMap((person) =>
    [...new Set(person.names.map(latin))].flatMap((name) => (name ? [{ name, person }] : [])),
  )
  const byPart = new Map<string, number[]>()
  names.forEach(({ name }, place) => {
    for (const part of partsOf(name)) {
      const places = byPart.get(part) ?? []
      places.push(place)
      byPart.set(part, places)
    }
  })
  return (sought: Sought): WatchlistHit[] => {
    const name = latin(sought.name)
    const places = new Set(partsOf(name).flatMap((part) => byPart.get(part) ?? []))
    const best = new Map<string, number>()
    for (const place of places) {
      const listed = names[place]
      if (!listed) continue
      const similarity = alike(name, listed.name) - penalty(sought, listed.person)
      const { id } = listed.person
      if (similarity >= LEAST_SIMILARITY) best.set(id, Math.max(best.get(id) ?? 0, similarity))
    }
    return [...best]
      .map(([id, similarity]) => ({ id, similarity }))
      .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
  }
}

/** In small Latin letters, whatever the script (AnyAscii), its words divided by one blank. */
function latin(name: string): string {
  const words = anyAscii(name.normalize('NFKC')).toLowerCase()
  return words
    .replace(/['’`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

const PART = 3

/** Beginnings and ends of words: names with none in common are not compared. */
function partsOf(name: string): string[] {
  const words = name.split(' ').filter((word) => word.length > 1)
  return [...new Set(words.flatMap((word) => [`^${word.slice(0, PART)}`, `${word.slice(-PART)}$`]))]
}

/** Words in any order; some may be missing in one of the two, as long as two are there. */
function alike(a: string, b: string): number {
  const whole = token_sort_ratio(a, b) / 100
  const fewest = Math.min(a.split(' ').length, b.split(' ').length)
  return fewest < 2 ? whole : Math.max(whole, (OF_PART * token_set_ratio(a, b)) / 100)
}

function penalty({ birthDate }: Sought, { birthYears }: Listed): number {
  const year = Number(birthDate?.slice(0, 4))
  if (birthDate === null || birthYears.length === 0 || Number.isNaN(year)) return 0
  return birthYears.some((each) => Math.abs(each - year) < YEARS_APART) ? 0 : OTHER_YEAR
}
