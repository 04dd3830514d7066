import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childEnvironment, loadConfig } from '../../src/config'
import type { Deps } from '../../src/deps'
import { type Role, startRole } from '../../src/roles'
import { listen, serveApi } from '../../src/serve-api'
import type { SealingKeyRing } from '../../src/storage/sealing-key-ring'
import { queueSettings, type WireConfig, wire } from '../../src/wire'
import { testDatabase } from './database'

export type TestApp = {
  url: string
  key: string
  /** The organisation of the key. */
  tenantId: string
  deps: Deps
  /** Never given to the API. */
  ring: SealingKeyRing
  config: WireConfig
  /** From now on it is so much later for the app; 0: as late as it is. */
  later(ms: number): void
  /** A worker in a process of its own, ready to work. */
  spawnWorker(role: Role, environment?: NodeJS.ProcessEnv): Promise<ChildProcess>
  close(): Promise<void>
}

/** The API on a fresh database, with the given roles in this process. */
export async function startTestApp(
  roles: Role[],
  environment: NodeJS.ProcessEnv = {},
): Promise<TestApp> {
  const database = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-app-'))
  const own = {
    DATABASE_URL: database.url,
    DATABASE_DIRECT_URL: database.directUrl,
    REDIS_URL: database.redisUrl,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    PORT: '0',
  }
  const config = loadConfig({ NODE_ENV: 'test', ...own, ...environment }) as WireConfig
  const port = await freePort()
  const running: WireConfig = { ...config, PORT: port, publicUrl: `http://${config.HOST}:${port}` }
  const { deps, ring, close } = await wire(running, 'test')
  const settings = { ...running, ...queueSettings(running) }
  const parts = await Promise.all(roles.map((role) => startRole(role, { deps, ring }, settings)))
  const key = (await deps.organizations.createFirst('Test organisation')) ?? ''
  const api = await serveApi(deps, running)
  const children: ChildProcess[] = []
  return {
    url: running.publicUrl,
    key,
    tenantId: (await deps.organizations.list())[0]?.id ?? '',
    deps,
    ring,
    config: running,
    later: (ms) => {
      deps.now = () => new Date(Date.now() + ms)
    },
    spawnWorker: async (role, extra = {}) => {
      const env = { ...childEnvironment(running), ...environment, ...extra }
      const child = fork(join('dist', 'workers', `${role}.js`), {
        env,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      children.push(child)
      await new Promise((done, fail) => child.once('message', done).once('exit', fail))
      return child
    },
    close: async () => {
      await Promise.all(children.map(stop))
      await api.close()
      await Promise.all(parts.map((part) => part.close()))
      await close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await ended
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, 0, '127.0.0.1')
  await new Promise((done) => server.close(done))
  return port
}

/** Asks until `look` gives something truthy. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`Nothing came in ${seconds} s.`)
    await new Promise((done) => setTimeout(done, 100))
  }
}
