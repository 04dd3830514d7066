import { describe, expect, test } from '@jest/globals'
import { childEnvironment, loadConfig } from '../src/config'

const DATABASE_URL = 'postgresql://countersign@pooler:6432/countersign'
const DATABASE_DIRECT_URL = 'postgresql://countersign@postgres:5432/countersign'

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
    const good = {
      NODE_ENV: 'production',
      DATABASE_URL,
      PUBLIC_URL: 'https://kyc.example.com',
      BLOB_URL: 's3://bucket/prefix',
      UPLOAD_SECRET: 'x'.repeat(32),
      ROOT_KEY_URL: 'file:///etc/countersign/root-key',
    }
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
