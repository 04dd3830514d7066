import type { Config } from '../config'
import { readWatchlists } from '../watchlists/watchlists'
import type { Finding } from './doctor'

/** Who is on the watchlists. @throws Error when one cannot be read */
export async function examineWatchlists({ WATCHLISTS: folder }: Config): Promise<Finding> {
  const part = 'watchlists'
  if (folder === undefined)
    return { part, state: 'ok', says: 'none (WATCHLISTS): no names are looked up' }
  const people = await readWatchlists(folder)
  const lists = [...new Set(people.map(({ id }) => id.split(':')[0]))].join(', ')
  return { part, state: 'ok', says: `${people.length} people (${lists})` }
}
