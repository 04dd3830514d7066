import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root'

/** The peers have a package of their own, so that they do not weigh on ours. */
export const PEERS = join(packageRoot(), 'bench', 'faces', 'peers')

/** Installs the peers where they are missing. @returns why it could not be done, or null when they are there */
export function installPeers(say: (text: string) => void): string | null {
  if (installed()) return null
  say(`Installing what is compared (npm ci in ${PEERS}, about 370 MB, once) ...`)
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, stderr, error } = spawnSync('npm', args, { cwd: PEERS, encoding: 'utf8' })
  if (status === 0) return null
  return error?.message ?? stderr.trim().split('\n').slice(0, 3).join(' ')
}

/** A package of the peers: by its name, or a file in it. Its types are not installed with us: say what you use. */
export function requirePeer<T>(name: string): T {
  return createRequire(join(PEERS, 'package.json'))(name) as T
}

/** The folder of a package of the peers, or one in it. */
export function peerFolder(...path: string[]): string {
  return join(PEERS, 'node_modules', ...path)
}

/** npm notes what it installed; another version in our lock file than there means to install again. */
function installed(): boolean {
  const done = join(PEERS, 'node_modules', '.package-lock.json')
  if (!existsSync(done)) return false
  const [wanted, found] = [join(PEERS, 'package-lock.json'), done].map(versionsIn)
  return Object.entries(wanted ?? {}).every(([name, version]) => found?.[name] === version)
}

function versionsIn(file: string): Record<string, string> {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, { version?: string; optional?: boolean }>
  }
  return Object.fromEntries(
    Object.entries(packages).flatMap(([name, { version, optional }]) =>
      name === '' || optional || version === undefined ? [] : [[name, version]],
    ),
  )
}
