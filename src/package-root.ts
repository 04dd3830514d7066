import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of Countersign's package.json; the same from src/ and from dist/src/. */
export function packageRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from
  return packageRoot(dirname(from))
}
