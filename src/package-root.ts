import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of Countersign's package.json; the same from src/ and from dist/src/. */
export function packageRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from
  return packageRoot(dirname(from))
}

/**
 * A script of ours that runs by itself, as it was compiled: the same from dist/src/ and, of the last build, from src/ (tests).
 * `path` is that in src/. @throws Error when nothing was built
 */
export function compiledScript(path: string): string {
  const file = join(packageRoot(), 'dist/src', path)
  if (!existsSync(file)) throw new Error(`${path} is not compiled; run npm run build.`)
  return file
}
