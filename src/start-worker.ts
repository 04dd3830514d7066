import express from 'express'
import { health } from './http/health'
import { type Role, startRole } from './roles'
import type { Closable } from './run-process'
import { listen } from './serve-api'
import { newServer } from './tls-server'
import { queueSettings, type WireConfig, type Wired } from './wire'

/** A worker process: its role and, where WORKER_PORT is set, /healthz, /readyz and /metrics. */
export function startWorker(role: Role) {
  return async (wired: Wired, config: WireConfig): Promise<Closable[]> => {
    const { deps } = wired
    const worker = await startRole(role, wired, { ...config, ...queueSettings(config) })
    if (config.WORKER_PORT === undefined) return [worker]
    const server = newServer(config, deps.log)
    server.on('request', express().use(health(deps)))
    const port = await listen(server, config.WORKER_PORT, config.HOST)
    deps.log.info({ port }, 'health and metrics ready')
    return [worker, { close: () => new Promise((done) => server.close(() => done())) }]
  }
}
