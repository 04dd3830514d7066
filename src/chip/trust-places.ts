import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import { type CscaTrust, loadTrust } from './trust'

/**
 * Where an operator keeps the trust for chips: each a file, a folder whose files all count, or several of them with commas
 * between. `masterLists` are master lists or country signers; `listSigners` are the only ones that may sign such lists.
 */
export type TrustPlaces = {
  masterLists: string | undefined
  listSigners: string | undefined
  crls: string | undefined
}

/**
 * The trust in these places; null where no master list is configured.
 * @throws AppError INVALID naming the place when a file is missing, damaged or not to be trusted
 */
export function loadTrustPlaces(places: TrustPlaces, now: Date): CscaTrust | null {
  const { masterLists, listSigners, crls } = places
  if (masterLists === undefined) return null
  const signers = readAll(masterLists)
  const given = listSigners === undefined ? {} : { listSigners: readAll(listSigners) }
  try {
    return loadTrust({ signers, crls: crls === undefined ? [] : readAll(crls), ...given }, now)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `${masterLists}: ${error.message}`, error.field, {
      cause: error,
    })
  }
}

/** No file of the kind is larger: the limits of each are in source.ts. */
const MAX_FILE_BYTES = 16_000_000

function readAll(places: string): Uint8Array[] {
  const files = places.split(',').flatMap((place) => filesIn(place.trim()))
  if (files.length === 0) throw unreadable(places, 'there is no file in it')
  return files.map(read)
}

/** Hidden files and folders within do not count. */
function filesIn(place: string): string[] {
  try {
    if (!statSync(place).isDirectory()) return [place]
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => join(place, name))
      .sort()
  } catch (error) {
    throw unreadable(place, codeOf(error))
  }
}

function read(file: string): Uint8Array {
  if (statSync(file).size > MAX_FILE_BYTES) throw unreadable(file, 'it is too large')
  try {
    return readFileSync(file)
  } catch (error) {
    throw unreadable(file, codeOf(error))
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? 'error'
}

function unreadable(place: string, why: string): AppError {
  return new AppError('INVALID', `${place}: cannot be read (${why}); correct the setting.`)
}
