import type { Deps } from './deps'

/** Makes the first organisation and tells its key, this once, on stderr: stdout and the logs stay free of it. */
export async function firstStart(deps: Pick<Deps, 'organizations'>): Promise<string | null> {
  const key = await deps.organizations.createFirst('First organisation')
  if (key)
    process.stderr.write(
      `\nFirst start: one organisation and one test key were made. The key is shown only now:\n\n  ${key}\n\n`,
    )
  return key
}
