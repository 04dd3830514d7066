import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import net, { type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import type { GuardedPost } from '../../src/deps'
import type { DialTarget } from '../../src/net/guarded-connector'
import { createGuardedPost, type GuardedPostOptions } from '../../src/net/guarded-post'

const REQUEST = { headers: { 'content-type': 'application/json' }, body: '{"hello":"world"}' }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  closers.push(() => server.closeAllConnections())
  return `http://127.0.0.1:${await listen(server)}/hook`
}

function guard(options: GuardedPostOptions = {}): GuardedPost {
  return createGuardedPost(options)
}

/** Nothing here may leave the machine: what would be dialled is written down instead. */
function recorder() {
  const dialled: DialTarget[] = []
  const dial = async (target: DialTarget): Promise<net.Socket> => {
    dialled.push(target)
    throw Object.assign(new Error('recorded'), { code: 'ECONNREFUSED' })
  }
  return { dialled, dial }
}

/** Where a name would lead; the tests ask no resolver. */
const lookupOf =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: net.isIP(address) }))

describe('what an endpoint answers', () => {
  test('arrives with status, excerpt, time and Retry-After', async () => {
    const seen: unknown[] = []
    const url = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      seen.push(request.method, request.headers['content-type'], body, request.headers.connection)
      response.writeHead(503, { 'retry-after': '30' }).end('later\0')
    })
    const answer = await guard({ allowPrivate: true }).post(url, REQUEST)
    expect(seen).toEqual(['POST', 'application/json', REQUEST.body, 'close'])
    expect(answer).toMatchObject({ status: 503, excerpt: 'later\ufffd', retryAfterSec: 30 })
    expect(answer.latencyMs).toBeGreaterThanOrEqual(0)
  })

  test('a redirect is an answer and is not followed', async () => {
    let reached = 0
    const target = await serve((_, response) => {
      reached++
      response.end()
    })
    const url = await serve((_, response) => response.writeHead(307, { location: target }).end())
    expect(await guard({ allowPrivate: true }).post(url, REQUEST)).toMatchObject({ status: 307 })
    expect(reached).toBe(0)
  })

  test('a huge body is cut after 64 kB', async () => {
    let sent = 0
    const url = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && sent < 50_000_000) {
          sent += 16_384
          if (!response.write(Buffer.alloc(16_384, 'x'))) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    const answer = await guard({ allowPrivate: true }).post(url, REQUEST)
    expect(answer).toMatchObject({ status: 200, excerpt: 'x'.repeat(1000) })
    expect(sent).toBeLessThan(20_000_000) // what the sockets had buffered
  })
})

describe('an endpoint that gives no answer', () => {
  test.each<[string, RequestListener]>([
    ['says nothing', () => undefined],
    ['drips its body for ever', (_, response) => void dripTo((text) => response.write(text))],
    [
      'drips its header for ever',
      (request) => {
        request.socket.write('HTTP/1.1 200 OK\r\n')
        dripTo((text) => request.socket.write(`X-${text}: 1\r\n`))
      },
    ],
  ])('because it %s is given up in time', async (_, listener) => {
    const url = await serve(listener)
    const answer = await guard({ allowPrivate: true, timeoutMs: 300 }).post(url, REQUEST)
    expect(answer).toMatchObject({ refused: 'TIMEOUT' })
    expect(answer.latencyMs).toBeLessThan(2000)
  })

  test('because its name does not resolve in time is given up', async () => {
    const lookup = () => new Promise<never>(() => undefined)
    const answer = await guard({ lookup, timeoutMs: 200 }).post('https://slow.example/', REQUEST)
    expect(answer).toMatchObject({ refused: 'TIMEOUT' })
  })

  test('because its name is unknown', async () => {
    const lookup = async () => {
      throw Object.assign(new Error('x'), { code: 'ENOTFOUND' })
    }
    const answer = await guard({ lookup }).post('https://nowhere.example/', REQUEST)
    expect(answer).toMatchObject({ refused: 'DNS', message: expect.stringContaining('spelling') })
  })

  test('because nothing listens there', async () => {
    const server = net.createServer()
    const port = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    const answer = await guard({ allowPrivate: true }).post(`http://127.0.0.1:${port}/`, REQUEST)
    expect(answer).toMatchObject({ refused: 'CONNECTION' })
  })

  test('because it hangs up or speaks no HTTP', async () => {
    for (const reply of ['', 'SSH-2.0-OpenSSH_9.9\r\n']) {
      const port = await listen(
        net.createServer((socket) => socket.on('error', () => undefined).end(reply)),
      )
      const answer = await guard({ allowPrivate: true }).post(`http://127.0.0.1:${port}/`, REQUEST)
      expect(answer).toMatchObject({ refused: 'CONNECTION' })
    }
  })

  test('a request that is malformed by us is thrown, not reported', async () => {
    const url = await serve((_, response) => response.end())
    const request = { headers: { 'x-bad': 'a\r\nb' }, body: '' }
    await expect(guard({ allowPrivate: true }).post(url, request)).rejects.toThrow()
  })
})

function dripTo(write: (text: string) => unknown): void {
  let i = 0
  const timer = setInterval(() => write(String(i++)), 20)
  closers.push(() => clearInterval(timer))
}

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'))
  const key = join(folder, 'key.pem')
  const certificate = join(folder, 'cert.pem')
  const subject = ['-subj', '/CN=hook.example', '-addext', 'subjectAltName=DNS:hook.example']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync(
    'openssl',
    ['req', '-x509', ...curve, '-keyout', key, '-out', certificate, '-days', '2', ...subject],
    { stdio: 'ignore' },
  )
  const pem = { key: readFileSync(key), cert: readFileSync(certificate, 'utf8') }
  rmSync(folder, { recursive: true })

  const serveTls = () => listen(createTlsServer(pem, (_, response) => response.end('secret')))
  const options = { allowPrivate: true, lookup: lookupOf('127.0.0.1') }

  test('goes to the pinned address under the name of the URL', async () => {
    const url = `https://hook.example:${await serveTls()}/`
    expect(await guard({ ...options, ca: pem.cert }).post(url, REQUEST)).toMatchObject({
      status: 200,
      excerpt: 'secret',
    })
  })

  test('refuses a certificate that nobody vouches for, or of another name', async () => {
    const port = await serveTls()
    expect(await guard(options).post(`https://hook.example:${port}/`, REQUEST)).toMatchObject({
      refused: 'TLS',
    })
    const other = await guard({ ...options, ca: pem.cert }).post(
      `https://other.example:${port}/`,
      REQUEST,
    )
    expect(other).toMatchObject({ refused: 'TLS' })
  })

  test('is required', async () => {
    const { dial, dialled } = recorder()
    const post = guard({ dial, lookup: lookupOf('1.1.1.1') })
    for (const url of [
      'http://a.example/',
      'ftp://a.example/',
      'file:///etc/passwd',
      'not a url',
      '',
      'https://u:p@a.example/',
      'https://u@a.example/',
      'https://',
    ]) {
      expect(await post.post(url, REQUEST)).toMatchObject({ refused: 'URL' })
    }
    expect(dialled).toEqual([])
  })
})

describe('our own network is out of reach', () => {
  const SPELLINGS = [
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '①②⑦.⓪.⓪.①',
    '0',
    '127.0.0.1.',
  ]
  test.each(SPELLINGS)('as %s', async (host) => {
    let reached = 0
    const port = await listen(
      net.createServer((socket) => {
        reached++
        socket.destroy()
      }),
    )
    expect(await guard().post(`https://${host}:${port}/`, REQUEST)).toMatchObject({
      refused: 'ADDRESS',
    })
    expect(reached).toBe(0)
  })

  test('in 40 000 generated addresses of every special range, in 6 spellings', async () => {
    const { dial, dialled } = recorder()
    const post = guard({
      dial,
      lookup: async () => {
        throw new Error('a literal address was looked up')
      },
    })
    let tried = 0
    const check = async ([cidr, noise]: [string, Uint8Array]) => {
      for (const host of spellings(cidr, noise)) {
        const answer = await post.post(`https://${host}/`, REQUEST)
        if (!('refused' in answer) || answer.refused !== 'ADDRESS')
          throw new Error(`${host} passed`)
        tried++
      }
    }
    const noise = fc.uint8Array({ minLength: 16, maxLength: 16 })
    const runs = { numRuns: 10_500, seed: 20_260_101 }
    await fc.assert(fc.asyncProperty(fc.tuple(fc.constantFrom(...SPECIAL), noise), check), runs)
    expect(tried).toBeGreaterThan(40_000)
    expect(dialled).toEqual([])
  })

  test('as a name of which one answer is private', async () => {
    const { dial, dialled } = recorder()
    for (const addresses of [
      ['10.0.0.1'],
      ['1.1.1.1', '127.0.0.1'],
      ['::ffff:10.0.0.1'],
      ['2606:4700::1', 'fd00::1'],
      [],
    ]) {
      const post = guard({ dial, lookup: lookupOf(...addresses) })
      expect(await post.post('https://mixed.example/', REQUEST)).toMatchObject({
        refused: 'ADDRESS',
      })
    }
    expect(dialled).toEqual([])
  })

  test('as a name that answers differently the second time', async () => {
    const { dial, dialled } = recorder()
    const answers = ['1.1.1.1', '127.0.0.1']
    let asked = 0
    const post = guard({
      dial,
      lookup: async () => [{ address: answers[asked++] ?? '', family: 4 }],
    })
    expect(await post.post('https://rebind.example:8443/', REQUEST)).toMatchObject({
      refused: 'CONNECTION',
    })
    expect(asked).toBe(1)
    expect(dialled).toMatchObject([
      { hostname: 'rebind.example', port: 8443, addresses: [{ address: '1.1.1.1' }] },
    ])
    expect(await post.post('https://rebind.example:8443/', REQUEST)).toMatchObject({
      refused: 'ADDRESS',
    })
    expect(dialled).toHaveLength(1)
  })

  test('when the connection ends up there all the same, not one byte is sent', async () => {
    let bytes = 0
    const port = await listen(
      net.createServer((socket) => {
        socket.on('data', (data) => (bytes += data.length)).on('error', () => undefined)
      }),
    )
    const dial = async () => {
      const socket = net.connect(port, '127.0.0.1')
      await new Promise((resolve) => socket.once('connect', resolve))
      return socket
    }
    const post = guard({ dial, lookup: lookupOf('1.1.1.1') })
    expect(await post.post('https://astray.example/', REQUEST)).toMatchObject({
      refused: 'ADDRESS',
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(bytes).toBe(0)
  })

  test('a public address is dialled', async () => {
    const { dial, dialled } = recorder()
    await guard({ dial }).post('https://1.1.1.1/', REQUEST)
    await guard({ dial }).post('https://[2606:4700::1111]/', REQUEST)
    expect(dialled.map(({ hostname, port }) => [hostname, port])).toEqual([
      ['1.1.1.1', 443],
      ['2606:4700::1111', 443],
    ])
  })
})

/** IANA's special-purpose registries and cloud addresses. */
const SPECIAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

/** The range's base with its free bits filled with noise, as URLs may spell it. */
function spellings(cidr: string, noise: Uint8Array): string[] {
  const [base, bits] = ipaddr.parseCIDR(cidr)
  const bytes = base.toByteArray().map((byte, i) => {
    const fixed = 0xff & (0xff << (8 - Math.min(8, Math.max(0, bits - 8 * i))))
    return (byte & fixed) | ((noise[i] ?? 0) & ~fixed)
  })
  const address = ipaddr.fromByteArray(bytes)
  const hex = Buffer.from(bytes).toString('hex')
  if (address.kind() === 'ipv6') {
    const words = hex.match(/.{4}/g) ?? []
    return [
      `[${address}]`,
      `[${address.toNormalizedString()}]`,
      `[${words.join(':').toUpperCase()}]`,
    ]
  }
  return [
    `${address}`,
    `${Number.parseInt(hex, 16)}`,
    `0x${hex}`,
    `[::ffff:${address}]`,
    `[64:ff9b::${address}]`,
    bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
  ]
}
