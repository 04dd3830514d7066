import type { Database } from '../storage/database'
import { organizationStore } from '../storage/organizations'
import { CliError } from './cli-error'

/** As whom histories name somebody with access to the machine itself. */
export const COMMAND_LINE = 'command line'

/** The organisation of that id, or the only one. @throws CliError when there is none, or it is not clear which */
export async function chooseOrganization(db: Database, wanted?: string): Promise<string> {
  const known = (await organizationStore(db).list()).map(({ id }) => id)
  return wanted ? named(known, wanted) : only(known)
}

function named(known: string[], organization: string): string {
  if (known.includes(organization)) return organization
  throw new CliError(`There is no organisation ${organization}.`)
}

function only([first, ...others]: string[]): string {
  if (first === undefined) throw new CliError('There is no organisation yet; start the API once.')
  if (others.length === 0) return first
  throw new CliError(`Which organisation? --organization ${[first, ...others].join(' | ')}`)
}
