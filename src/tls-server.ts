import { readFileSync } from 'node:fs'
import { createServer, type Server, type ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Config } from './config'
import type { Logger } from './log'
import { repeat } from './repeat'

type Settings = Pick<Config, 'TLS_CERT' | 'TLS_KEY'>

/** Forward secret, authenticated suites alone, the strongest first (RFC 9325 §4.2; the first three are of TLS 1.3). */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':')

const SECURE = { minVersion: 'TLSv1.2', ciphers: CIPHERS, honorCipherOrder: true } as const

const LOOK_MS = 5000

/**
 * A server that does TLS itself where a certificate is given, for the stretch behind the proxy. A certificate that is renewed is
 * taken on within seconds; while certificate and key do not belong together, the ones before go on.
 */
export function newServer(settings: Settings, log: Logger, options: ServerOptions = {}): Server {
  const { TLS_CERT, TLS_KEY } = settings
  if (!TLS_CERT || !TLS_KEY) return createServer(options)
  const read = () => ({ cert: readFileSync(TLS_CERT, 'utf8'), key: readFileSync(TLS_KEY, 'utf8') })
  let shown = read()
  const server = createTlsServer({ ...options, ...SECURE, ...shown })
  const renewal = repeat(
    LOOK_MS,
    async () => {
      const found = read()
      if (found.cert === shown.cert && found.key === shown.key) return
      server.setSecureContext({ ...SECURE, ...found })
      shown = found
    },
    (error) => log.error({ error }, 'the certificate cannot be renewed'),
  )
  server.on('close', () => void renewal.stop())
  return server
}
