import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from './config'
import type { Deps } from './deps'
import { createGraphql } from './graphql/server'
import { createApp } from './http/app'

export type Running = { port: number; close(): Promise<void> }

/** Serves the API. Closing stops taking requests and waits for those that run. */
export async function serveApi(
  deps: Deps,
  config: Pick<Config, 'HOST' | 'PORT' | 'production'>,
): Promise<Running> {
  const server = createServer()
  const graphql = await createGraphql(deps, server, { introspection: !config.production })
  server.on('request', createApp(deps, { graphql: graphql.handler, explorer: !config.production }))
  const port = await listen(server, config.PORT, config.HOST)
  deps.log.info({ port }, 'api ready')
  return { port, close: () => graphql.stop() }
}

export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, () => done((server.address() as AddressInfo).port))
  })
}
