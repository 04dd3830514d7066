import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import { nameIndex, type Sought, type WatchlistHit } from './match-names'
import { readOfacCsv } from './read-csv'
import { readXml } from './read-xml'
import type { Listed } from './watchlist'

/** Lists of people that the operator supplies; a hit is a likeness of names, for a person to look at. */
export type Watchlists = {
  /** Null where no lists are configured. @throws AppError INVALID when one cannot be read */
  search(sought: Sought): Promise<WatchlistHit[] | null>
}

/** @param folder where the published files lie; read when first searched, and again only by a new process, or after a failure */
export function createWatchlists(folder: string | undefined): Watchlists {
  let loaded: Promise<(sought: Sought) => WatchlistHit[]> | null = null
  return {
    async search(sought) {
      if (folder === undefined) return null
      loaded ??= readWatchlists(folder).then(nameIndex)
      try {
        return (await loaded)(sought)
      } catch (error) {
        loaded = null // the file may be mended meanwhile
        throw error
      }
    },
  }
}

/** Everybody on the lists of a folder: every `.xml`, and `sdn.csv` with `alt.csv`. @throws AppError INVALID */
export async function readWatchlists(folder: string): Promise<Listed[]> {
  const files = readdirSync(folder)
  const named = (name: string) => files.find((file) => file.toLowerCase() === name)
  const [sdn, alt] = [named('sdn.csv'), named('alt.csv')]
  const people: Listed[] = sdn ? readOfacCsv(join(folder, sdn), alt ? join(folder, alt) : null) : []
  for (const file of files.filter((name) => name.toLowerCase().endsWith('.xml')))
    people.push(...(await readXml(join(folder, file))))
  if (people.length === 0)
    throw new AppError('INVALID', `${folder} has no list with anybody on it (.xml, sdn.csv).`)
  return people
}
