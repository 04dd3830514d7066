import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { type Config, childEnvironment } from './config'
import { firstStart } from './first-start'
import { packageRoot } from './package-root'
import { migrateQueue } from './queue/queues'
import { startRole } from './roles'
import { serveApi } from './serve-api'
import { startEmbeddedPostgres } from './storage/embedded-postgres'
import { migrate } from './storage/migrations'
import { queueSettings, sessionUrl, type WireConfig, type Wired, wire } from './wire'

export type AllInOne = Omit<Wired, 'ring'> & {
  config: WireConfig
  url: string
  firstKey: string | null
  pids: number[]
}

/**
 * Everything on one machine: database (embedded unless DATABASE_URL is given), API, webhooks and housekeeping in
 * this process, and the checks in a process of their own, which is started again should it die.
 */
export async function startAllInOne(given: Config): Promise<AllInOne> {
  const embedded = given.DATABASE_URL
    ? null
    : await startEmbeddedPostgres({ dataDir: given.dataDir })
  const config: WireConfig = { ...given, DATABASE_URL: given.DATABASE_URL ?? embedded?.url ?? '' }
  await migrate(sessionUrl(config))
  await migrateQueue(queueSettings(config))
  const starting = keepRunning('verify.js', config)
  const wired = await wire(config, 'all-in-one')
  const { deps, close } = wired
  const settings = { ...config, ...queueSettings(config) }
  const roles = [
    await startRole('housekeeping', wired, settings),
    await startRole('webhooks', wired, settings),
  ]
  const firstKey = await firstStart(deps)
  const api = await serveApi(deps, config)
  const verifier = await starting
  return {
    deps,
    config,
    firstKey,
    url: `http://${config.HOST}:${api.port}`,
    pids: [process.pid, verifier.pid(), ...(embedded ? [embedded.pid] : [])],
    close: async () => {
      await api.close()
      await verifier.stop()
      await Promise.all(roles.map((role) => role.close()))
      await close()
      await embedded?.stop()
    },
  }
}

const RESTART_MS = 1000

/** A worker process that is started again when it dies. Resolves once it is ready. */
async function keepRunning(
  file: string,
  config: WireConfig,
): Promise<{ pid(): number; stop(): Promise<void> }> {
  let stopping = false
  let child = spawnWorker(file, config)
  const watch = () =>
    child.once('exit', () => {
      if (stopping) return
      setTimeout(() => {
        child = spawnWorker(file, config)
        watch()
      }, RESTART_MS)
    })
  watch()
  await ready(child)
  return {
    pid: () => child.pid ?? 0,
    stop: async () => {
      stopping = true
      const ended = new Promise((done) => child.once('exit', done))
      if (child.exitCode === null && child.kill('SIGTERM')) await ended
    },
  }
}

function spawnWorker(file: string, config: WireConfig): ChildProcess {
  const env = childEnvironment(config)
  return fork(join(packageRoot(), 'dist', 'workers', file), {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    child.once('message', () => done())
    child.once('exit', (code) =>
      fail(new Error(`The worker stopped with code ${code} before it was ready.`)),
    )
  })
}
