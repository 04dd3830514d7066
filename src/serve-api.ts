import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from './config'
import type { Deps } from './deps'
import { createGraphql } from './graphql/server'
import { readTrustedDocuments } from './graphql/trusted-documents'
import { createApp } from './http/app'
import { tokensOf } from './http/cookies'
import { newServer } from './tls-server'

export type Running = { port: number; close(): Promise<void> }

/** Longer than load balancers keep a connection (60 s): who closes first must not be us, or requests are lost between. */
const KEEP_ALIVE_MS = 65_000

/** Serves the API. Closing stops taking requests and waits for those that run. */
export async function serveApi(
  deps: Deps,
  config: Pick<
    Config,
    | 'HOST'
    | 'PORT'
    | 'TLS_CERT'
    | 'TLS_KEY'
    | 'production'
    | 'TRUSTED_PROXIES'
    | 'TRUSTED_DOCUMENTS_ONLY'
    | 'EMBED_ORIGINS'
  >,
): Promise<Running> {
  const server = newServer(config, deps.log, {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: KEEP_ALIVE_MS + 1000,
  })
  const { production, TRUSTED_PROXIES: proxies, EMBED_ORIGINS: embedders } = config
  const graphql = await createGraphql(deps, server, {
    introspection: !production,
    trusted: readTrustedDocuments(config.TRUSTED_DOCUMENTS_ONLY),
    proxies,
    tokensOf: (request) => tokensOf(request, deps.settings.publicUrl),
  })
  server.on(
    'request',
    createApp(deps, { graphql: graphql.handlers, explorer: !production, proxies, embedders }),
  )
  loadCountries(deps)
  const port = await listen(server, config.PORT, config.HOST)
  deps.log.info({ port }, 'api ready')
  return { port, close: () => graphql.stop() }
}

/** A database that cannot be read stops nothing: no country is known until it is mended. */
function loadCountries({ ipCountries, log }: Pick<Deps, 'ipCountries' | 'log'>): void {
  try {
    ipCountries.load()
  } catch (error) {
    log.error({ error }, 'the countries of addresses cannot be read; run: countersign doctor')
  }
}

export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, () => done((server.address() as AddressInfo).port))
  })
}
