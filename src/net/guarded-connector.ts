import { lookup as dnsLookup } from 'node:dns/promises'
import { once } from 'node:events'
import net from 'node:net'
import { buildConnector } from 'undici'
import { isPublicAddress } from './public-address'

export type Address = { address: string; family: number }

/** Where to connect: one of these addresses (already checked), never the name again. */
export type DialTarget = { hostname: string; port: number; addresses: Address[]; timeoutMs: number }

export type ConnectorOptions = {
  /** Development only: any address is good. */
  allowPrivate: boolean
  timeoutMs: number
  /** PEM of an authority to trust instead of the public ones. */
  ca?: string
  /** All addresses of a name. */
  lookup?: (hostname: string) => Promise<Address[]>
  /** Opens a TCP connection. */
  dial?: (target: DialTarget) => Promise<net.Socket>
}

/** The name or the address leads into a network that strangers may not reach through us. */
export class AddressRefused extends Error {
  override name = 'AddressRefused'
}

/**
 * A connector for undici that reaches public addresses only. Literal addresses are checked (Node asks no resolver
 * for those), names are resolved once and every answer must be public, the connection goes to that answer, and
 * the far end is checked again before a byte is sent.
 */
export function createGuardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { ca, timeoutMs: timeout } = options
  const secure = buildConnector({ timeout, ...(ca ? { ca } : {}) })
  return (request, callback) => {
    connect(request, options).then(
      (socket) => {
        if (request.protocol === 'https:') secure({ ...request, httpSocket: socket }, callback)
        else callback(null, socket)
      },
      (error) => callback(error, null),
    )
  }
}

async function connect(
  request: buildConnector.Options,
  options: ConnectorOptions,
): Promise<net.Socket> {
  const { allowPrivate, timeoutMs, lookup = resolve, dial = open } = options
  const hostname = request.hostname.replace(/^\[|\]$/g, '')
  const port = Number(request.port) || (request.protocol === 'https:' ? 443 : 80)
  const family = net.isIP(hostname)
  const addresses = family ? [{ address: hostname, family }] : await lookup(hostname)
  if (!allowPrivate) assertPublic(addresses.map(({ address }) => address))
  const socket = await dial({ hostname, port, addresses, timeoutMs })
  try {
    if (!allowPrivate) assertPublic([socket.remoteAddress ?? ''])
  } catch (error) {
    socket.destroy()
    throw error
  }
  return socket
}

function assertPublic(addresses: string[]): void {
  if (addresses.length === 0 || !addresses.every(isPublicAddress)) throw new AddressRefused()
}

function resolve(hostname: string): Promise<Address[]> {
  return dnsLookup(hostname, { all: true })
}

/** Node tries the addresses in turn, but asks our pinned answer instead of the resolver. */
async function open({ hostname, port, addresses, timeoutMs }: DialTarget): Promise<net.Socket> {
  const socket = net.connect({
    host: hostname,
    port,
    autoSelectFamily: true,
    lookup: (_name, _options, callback) => callback(null, addresses),
  })
  const timer = setTimeout(() => socket.destroy(new Error('connect timed out')), timeoutMs)
  try {
    await once(socket, 'connect')
  } finally {
    clearTimeout(timer)
  }
  return socket.setNoDelay(true)
}
