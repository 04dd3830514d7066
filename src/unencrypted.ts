import type { Given } from './config'

/**
 * What would go over a network unencrypted, or to whoever answers there, in production: one sentence for each. What stays on this machine
 * may, and what goes to, or is taken at, a host that the operator names in PLAIN_HOSTS (OWASP ASVS 5.0 §12.3).
 */
export function unencrypted(given: Given): string[] {
  return [
    ...(['DATABASE_URL', 'DATABASE_DIRECT_URL'] as const).flatMap((name) => database(given, name)),
    ...redis(given),
    ...endpoint(given, 'BLOB_URL'),
    ...endpoint(given, 'ROOT_KEY_URL'),
    ...vault(given),
    ...listener(given),
  ]
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|)$/

function isOpen({ PLAIN_HOSTS }: Given, host: string): boolean {
  return LOOPBACK.test(host) || PLAIN_HOSTS.includes(host)
}

/** Node's driver takes `require` for `verify-full` as it is now, and will not for ever: only the latter says what is meant. */
function database(given: Given, name: 'DATABASE_URL' | 'DATABASE_DIRECT_URL'): string[] {
  const address = given[name]
  if (!address) return []
  const { hostname, searchParams } = new URL(address)
  const isSafe = searchParams.get('sslmode') === 'verify-full'
  const host = searchParams.get('host') ?? hostname // a folder, for a socket of this machine
  if (isSafe || host.startsWith('/') || isOpen(given, host)) return []
  return [`${name}: needs ?sslmode=verify-full in production, or its host in PLAIN_HOSTS.`]
}

function redis(given: Given): string[] {
  if (!given.REDIS_URL) return []
  const { protocol, hostname, password } = new URL(given.REDIS_URL)
  const isPlain = protocol === 'redis:' && !isOpen(given, hostname)
  const isAnybodys = password === '' && !LOOPBACK.test(hostname)
  return [
    ...(isPlain
      ? ['REDIS_URL: must begin with rediss:// in production, or its host be in PLAIN_HOSTS.']
      : []),
    ...(isAnybodys ? ['REDIS_URL: needs a password in production: rediss://user:password@…'] : []),
  ]
}

/** The `endpoint` of a bucket or of a KMS; without one it is AWS's own, over https. */
function endpoint(given: Given, name: 'BLOB_URL' | 'ROOT_KEY_URL'): string[] {
  const address = new URL(given[name] ?? 'file:///').searchParams.get('endpoint')
  if (address === null || !address.startsWith('http://')) return []
  if (isOpen(given, new URL(address).hostname)) return []
  return [`${name}: its endpoint must be https:// in production, or its host be in PLAIN_HOSTS.`]
}

function vault(given: Given): string[] {
  const { protocol, hostname } = new URL(given.ROOT_KEY_URL ?? 'file:///')
  if (protocol !== 'vault+http:' || isOpen(given, hostname)) return []
  return ['ROOT_KEY_URL: must be vault+https:// in production, or its host be in PLAIN_HOSTS.']
}

function listener(given: Given): string[] {
  if (given.TLS_CERT || isOpen(given, given.HOST)) return []
  return [
    `TLS_CERT: is needed where HOST is not this machine alone, or name ${given.HOST} in PLAIN_HOSTS.`,
  ]
}
