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
  /** What it said last, each time it ended by itself after it had been ready. */
  deaths(): string[]
  stop(): Promise<void>
}

const RESTART_MS = 100
const MOST_SAID = 1500

export function supervise(kind: Kind, env: NodeJS.ProcessEnv): Supervised {
  let stopping = false
  let ready = false
  let killed = false
  const deaths: string[] = []
  let child: ChildProcess
  const start = () => {
    ready = false
    killed = false
    const file = join('dist', FILES[kind])
    child = fork(file, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    child.stderr?.on('data', (text) => {
      said = `${said}${text}`.slice(-MOST_SAID)
    })
    child.once('message', () => {
      ready = true
    })
    child.once('exit', () => {
      // One that finds no database when it starts goes, and is started again: that is as it should be.
      if (ready && !killed && !stopping) deaths.push(said)
      ready = false
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
