import { describe, expect, test } from '@jest/globals'
import { childEnvironment, loadConfig } from '../src/config'

const DATABASE_URL = 'postgresql://countersign@pooler:6432/countersign'
const DATABASE_DIRECT_URL = 'postgresql://countersign@postgres:5432/countersign'

const good = {
  NODE_ENV: 'production',
  DATABASE_URL: `${DATABASE_URL}?sslmode=verify-full`,
  PUBLIC_URL: 'https://kyc.example.com',
  BLOB_URL: 's3://bucket/prefix',
  UPLOAD_SECRET: 'x'.repeat(32),
  ROOT_KEY_URL: 'file:///etc/countersign/root-key',
}

/** What production says of these settings on top of good ones; nothing when it takes them. */
function refusalOf(settings: Record<string, string>): string {
  try {
    loadConfig({ ...good, ...settings })
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('hardening: in production nothing goes over a network unencrypted', () => {
  test.each([
    { DATABASE_URL },
    { DATABASE_URL: `${DATABASE_URL}?sslmode=require` },
    { DATABASE_URL: `${DATABASE_URL}?sslmode=verify-ca` },
    { DATABASE_URL: `${DATABASE_URL}?sslmode=prefer&uselibpqcompat=true` },
    { DATABASE_URL: `${DATABASE_URL}?host=elsewhere` },
    { DATABASE_DIRECT_URL },
    { REDIS_URL: 'redis://:secret@valkey:6379' },
    { REDIS_URL: 'rediss://valkey:6379' },
    { BLOB_URL: 's3://bucket/prefix?endpoint=http://objects:8333' },
    { ROOT_KEY_URL: 'vault+http://vault:8200/name' },
    { ROOT_KEY_URL: 'aws-kms://id?endpoint=http://kms:8080' },
    { OIDC_ISSUER: 'http://login', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'x' },
    { PUBLIC_URL: 'http://kyc.example.com' },
    { TLS_CERT: '', HOST: '0.0.0.0' },
    { TLS_CERT: '', HOST: '10.0.0.1' },
  ])('%j is refused, by name', (settings) => {
    const refusal = refusalOf(settings)
    expect(refusal).toMatch(new RegExp(`^${Object.keys(settings)[0]}: `))
    expect(refusal).not.toMatch(/\n|secret@/)
  })

  test.each([
    { DATABASE_URL: `${DATABASE_URL}?sslmode=verify-full&sslrootcert=/etc/countersign/ca.pem` },
    { DATABASE_URL: 'postgresql://countersign@127.0.0.1:5432/countersign' },
    { DATABASE_URL: 'postgresql://countersign@x/countersign?host=/var/run/postgresql' },
    { REDIS_URL: 'rediss://verify:secret@valkey:6379' },
    { REDIS_URL: 'redis://localhost:6379' },
    { BLOB_URL: 's3://bucket/prefix?endpoint=https://objects:8333' },
    { BLOB_URL: 's3://bucket/prefix?endpoint=http://[::1]:8333' },
    { ROOT_KEY_URL: 'vault+https://vault:8200/name' },
    { ROOT_KEY_URL: 'aws-kms://alias%2Fname?region=eu-central-1' },
    { TLS_CERT: '/cert.pem', TLS_KEY: '/key.pem', HOST: '0.0.0.0' },
  ])('%j is taken', (settings) => {
    expect(refusalOf(settings)).toBe('')
  })

  test('a host that the operator names may be plain, and no other', () => {
    const plain = {
      DATABASE_URL,
      DATABASE_DIRECT_URL,
      REDIS_URL: 'redis://:secret@valkey:6379',
      BLOB_URL: 's3://bucket/prefix?endpoint=http://objects:8333',
      HOST: '0.0.0.0',
    }
    const PLAIN_HOSTS = 'pooler, postgres,valkey,objects,0.0.0.0'
    expect(refusalOf({ ...plain, PLAIN_HOSTS })).toBe('')
    expect(refusalOf({ ...plain, PLAIN_HOSTS: PLAIN_HOSTS.replace('postgres', 'post') })).toMatch(
      /^DATABASE_DIRECT_URL: needs .sslmode=verify-full in production, or its host in PLAIN_HOSTS.$/,
    )
  })

  test('a certificate without its key, or a key alone, is a mistake', () => {
    expect(() => loadConfig({ TLS_CERT: 'x' })).toThrow(/^TLS_KEY: /)
    expect(() => loadConfig({ TLS_KEY: 'x' })).toThrow(/^TLS_CERT: /)
    expect(loadConfig({ TLS_CERT: 'x', TLS_KEY: 'x' }).publicUrl).toMatch(/^https:/)
  })
})

describe('settings for several machines', () => {
  test('the prefix of the queue may be in braces, for a cluster, and nothing else around it', () => {
    expect(loadConfig({}).QUEUE_PREFIX).toBe('countersign')
    expect(loadConfig({ QUEUE_PREFIX: '{kyc-eu}' }).QUEUE_PREFIX).toBe('{kyc-eu}')
    for (const QUEUE_PREFIX of ['{kyc', 'a{b}c', 'a:b', 'a b', 'x'.repeat(41)])
      expect(() => loadConfig({ QUEUE_PREFIX })).toThrow(/^QUEUE_PREFIX: must have/)
  })

  test('a way past the pooler without a pooler is a mistake', () => {
    expect(() => loadConfig({ DATABASE_DIRECT_URL })).toThrow(/^DATABASE_DIRECT_URL: /)
    expect(loadConfig({ DATABASE_URL, DATABASE_DIRECT_URL })).toMatchObject({ DATABASE_DIRECT_URL })
  })

  test('production refuses an example that was left as it is, and names what is left', () => {
    expect(loadConfig(good).production).toBe(true)
    const example = { ...good, UPLOAD_SECRET: 'change-me'.repeat(4), BLOB_URL: 's3://change-me/x' }
    expect(() => loadConfig(example)).toThrow(
      "BLOB_URL: still has the example's change-me.\nUPLOAD_SECRET: still has the example's change-me.",
    )
  })

  test('a child process gets the settings of its parent, not those the parent left out', () => {
    const config = { ...loadConfig({ QUEUE_PREFIX: 'mine' }), DATABASE_URL }
    process.env['REDIS_URL'] ??= 'redis://elsewhere:6379'
    const child = loadConfig(childEnvironment(config))
    expect(child).toMatchObject({ DATABASE_URL, QUEUE_PREFIX: 'mine' })
    expect(child.REDIS_URL).toBeUndefined()
    expect(child.DATABASE_DIRECT_URL).toBeUndefined()
  })
})
