import { ConfigError, loadConfig } from './config'
import type { Deps } from './deps'
import { pendingMigrations } from './storage/migrations'
import { type WireConfig, type Wired, wire } from './wire'

export type Closable = { close(): Promise<void> }

/** How long a stop may take before the process goes anyway. */
const STOP_MS = 25_000

/**
 * The life of a process: settings → database in step? → wire → start → until SIGTERM or SIGINT, then close in
 * reverse. A job in hand is finished; what takes longer than 25 s is left to the sweeper.
 */
export function runProcess(
  name: string,
  start: (wired: Wired, config: WireConfig) => Promise<Closable[]>,
): void {
  main(name, start).catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error instanceof ConfigError ? error.message : error.stack) : String(error)}\n`,
    )
    process.exit(1)
  })
}

async function main(
  name: string,
  start: (wired: Wired, config: WireConfig) => Promise<Closable[]>,
): Promise<void> {
  const config = withDatabase(loadConfig())
  await assertMigrated(config.DATABASE_URL)
  const wired = await wire(config, name)
  const { deps, close } = wired
  const parts = [{ close }, ...(await start(wired, config))]
  const stop = stopper(parts, deps)
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  deps.log.info({}, 'ready')
  process.send?.('ready')
}

function withDatabase(config: ReturnType<typeof loadConfig>): WireConfig {
  const { DATABASE_URL } = config
  if (!DATABASE_URL)
    throw new ConfigError(
      'DATABASE_URL: is needed by this command. For everything in one, with its own database: countersign start',
    )
  return { ...config, DATABASE_URL }
}

async function assertMigrated(url: string): Promise<void> {
  const pending = await pendingMigrations(url)
  if (pending.length > 0)
    throw new ConfigError(
      `The database lacks ${pending.length} migrations. Run: countersign migrate`,
    )
}

function stopper(parts: Closable[], deps: Deps): () => void {
  let stopping = false
  return () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), STOP_MS).unref()
    closeAll(parts).then(
      () => process.exit(0),
      (error: unknown) => {
        deps.log.error({ error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
}

/** Last started, first closed. */
async function closeAll(parts: Closable[]): Promise<void> {
  for (const part of [...parts].reverse()) await part.close()
}
