import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

export const KINDS = ['api', 'housekeeping', 'webhooks', 'verify'] as const
export type Kind = (typeof KINDS)[number]

const FILES: Record<Kind, string> = {
  api: 'src/main.js',
  housekeeping: 'workers/housekeeping.js',
  webhooks: 'workers/webhooks.js',
  verify: 'workers/verify.js',
}

/** A process that is started again whenever it ends, as a service manager would. */
export type Supervised = {
  kind: Kind
  isReady(): boolean
  /** kill -9. @returns whether there was a process to kill */
  kill(): boolean
  /** Stops it in its tracks for so long, unless it is killed meanwhile. */
  freeze(ms: number): void
  /** How often it ended without having been killed. */
  deaths(): number
  stop(): Promise<void>
}

const RESTART_MS = 100

export function supervise(kind: Kind, env: NodeJS.ProcessEnv): Supervised {
  let stopping = false
  let ready = false
  let killed = false
  let deaths = 0
  let child: ChildProcess
  const start = () => {
    ready = false
    killed = false
    const file = join('dist', FILES[kind])
    child = fork(file, { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    child.once('message', () => {
      ready = true
    })
    child.once('exit', () => {
      ready = false
      if (!killed && !stopping) deaths += 1
      if (!stopping) setTimeout(start, RESTART_MS)
    })
  }
  start()
  return {
    kind,
    isReady: () => ready,
    kill: () => {
      if (killed || child.exitCode !== null) return false
      killed = true
      ready = false
      return child.kill('SIGKILL')
    },
    freeze: (ms) => {
      const frozen = child
      frozen.kill('SIGSTOP')
      setTimeout(() => frozen.kill('SIGCONT'), ms)
    },
    deaths: () => deaths,
    stop: async () => {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
    },
  }
}
