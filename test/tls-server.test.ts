import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect } from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { LogFields } from '../src/log'
import { startWorker } from '../src/start-worker'
import { certify, ecKeys, type Holder, pem } from './chip/pki'
import { eventually, startTestApp, type TestApp } from './support/app'

const folder = mkdtempSync(join(tmpdir(), 'countersign-tls-'))
const file = (name: string) => join(folder, name)
const pemOf = ({ der }: Holder) => pem('CERTIFICATE', der)
const authority = (name: string) => certify({ keys: ecKeys('P-256'), issuer: null, name, ca: true })

const [ours, another] = [authority('our authority'), authority('another authority')]
const own = certify({ keys: ecKeys('P-256'), issuer: ours, name: 'localhost' })
writeFileSync(file('ca.pem'), pemOf(ours))
writeFileSync(file('other-ca.pem'), pemOf(another))
writeFileSync(file('cert.pem'), pemOf(own))
writeFileSync(file('key.pem'), own.privateKey.export({ type: 'pkcs8', format: 'pem' }))

let app: TestApp
let port: number
const told: string[] = []
const worker = { port: 0, close: async () => undefined as unknown }

beforeAll(async () => {
  app = await startTestApp([], { TLS_CERT: file('cert.pem'), TLS_KEY: file('key.pem') })
  port = Number(new URL(app.url).port)
  const { deps, ring, config } = app
  const info = ({ port: taken }: LogFields) => void Object.assign(worker, { port: taken })
  deps.log = { ...deps.log, info, error: (_fields, message) => void told.push(message) }
  const started = await startWorker('webhooks')(
    { deps, ring, close: async () => undefined },
    { ...config, WORKER_PORT: 0 },
  )
  worker.close = () => Promise.all(started.map((each) => each.close()))
})
afterAll(async () => {
  await worker.close()
  await app.close()
  rmSync(folder, { recursive: true })
})

/** The protocol and suite that were agreed on, or why there were none. */
function agreed(options: ConnectionOptions): Promise<string> {
  return new Promise((done) => {
    const of = { host: 'localhost', port, ca: pemOf(ours), servername: 'localhost', ...options }
    const socket = connect(of, () => {
      done(`${socket.getProtocol()} ${socket.getCipher().name}`)
      socket.end()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
  })
}

function status(at: number, path: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const to = { host: 'localhost', port: at, path, ca: pemOf(ours) }
    request(to, (response) => done(response.resume().statusCode))
      .on('error', fail)
      .end()
  })
}

describe('hardening: behind the proxy, with a certificate of our own', () => {
  test('API, metrics and health of API and workers speak TLS, and nothing else', async () => {
    expect(await status(port, '/healthz')).toBe(200)
    expect(await status(port, '/metrics')).toBe(200)
    expect(await status(worker.port, '/metrics')).toBe(200)
    for (const at of [port, worker.port])
      await expect(fetch(`http://localhost:${at}/healthz`)).rejects.toThrow()
  })

  test('subscriptions come over TLS as well', async () => {
    const client = createClient({
      url: `wss://localhost:${port}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string) {
          super(url, protocols, { ca: pemOf(ours) })
        }
      },
      retryAttempts: 0,
    })
    const asked = client.iterate({ query: 'subscription { kycSessionUpdated(id: "x") { id } }' })
    const told = await asked.next().catch((errors: unknown) => errors)
    await client.dispose()
    expect(JSON.stringify(told)).toContain('UNAUTHENTICATED')
  })

  test('TLS 1.2 and 1.3 are spoken, with forward secrecy, the strongest suite first, and nothing older', async () => {
    expect(await agreed({})).toBe('TLSv1.3 TLS_AES_256_GCM_SHA384')
    const first = 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384'
    expect(await agreed({ ciphers: first })).toBe('TLSv1.3 TLS_AES_256_GCM_SHA384')
    const old = { maxVersion: 'TLSv1.2' } as const
    expect(await agreed(old)).toBe('TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384')
    const weaker = 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384'
    expect(await agreed({ ...old, ciphers: weaker })).toBe('TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384')
    for (const ciphers of ['ECDHE-ECDSA-AES256-SHA', 'ECDHE-ECDSA-AES128-SHA256', 'AES128-SHA'])
      expect(await agreed({ ...old, ciphers })).toMatch(/HANDSHAKE_FAILURE/)
    const ancient = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const
    expect(await agreed({ ...ancient, ciphers: 'DEFAULT@SECLEVEL=0' })).toMatch(/VERSION/)
  })

  test('a certificate that is renewed is taken on while we run, once its key is there too', async () => {
    const serial = () =>
      new Promise<string>((done) => {
        const socket = connect({ host: 'localhost', port, ca: pemOf(ours) }, () => {
          done(socket.getPeerCertificate().serialNumber)
          socket.end()
        })
      })
    const before = await serial()
    const next = certify({ keys: ecKeys('P-256'), issuer: ours, name: 'localhost' })
    writeFileSync(file('cert.pem'), pemOf(next))
    await eventually(async () => told.length > 0)
    expect(told[0]).toBe('the certificate cannot be renewed')
    expect(await serial()).toBe(before)
    writeFileSync(file('key.pem'), next.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await eventually(async () => (await serial()) !== before)
    expect(await serial()).toBe(next.serial.toString('hex').toUpperCase())
  })
})

/** What a process of ours finds when it connects there, with the environment of deploy/README.md. */
async function reached(authorities: string, options = '--use-openssl-ca'): Promise<string> {
  const script = `fetch('https://localhost:${port}/healthz').then(({ status }) => console.log(status), ({ cause }) => console.log(cause.code))`
  const env = { ...process.env, NODE_OPTIONS: options, SSL_CERT_FILE: authorities }
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env })
  return stdout.trim()
}

describe('hardening: what we connect to', () => {
  test('is trusted by the authorities that are named alone', async () => {
    expect(await reached(file('ca.pem'))).toBe('200')
    for (const other of [file('other-ca.pem'), file('none.pem')])
      expect(await reached(other)).toMatch(/UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/)
    expect(await reached(file('ca.pem'), '')).toMatch(/UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/)
  })
})
